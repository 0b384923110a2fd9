// The core that a thread runs on, where the system tells and lets choose.
#ifndef DLN_CORE_H
#define DLN_CORE_H

/// The calling thread's core now, or -1.
int core_now(void);

/// The calling thread runs on any core but this one from now on, if it may run on another.
void core_avoid(int core);

#endif
