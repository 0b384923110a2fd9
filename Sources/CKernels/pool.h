// The pool of threads that all work is shared among: loops of kernels (threads.c) and oneDNN (openmp.c).
#ifndef DLN_POOL_H
#define DLN_POOL_H

#include <stdbool.h>

/// Calls body(context) on `threads` threads at once, the caller among them, and returns when all are done.
/// Called from inside such work it calls body once. `together`: they may wait for each other, so one cannot do all in turn.
void pool_run(void (*body)(void *context), void *context, int threads, bool together);

/// How many threads do the calling thread's work together, and which of them it is: 1 and 0 outside of shared work.
int pool_team(void);
int pool_place(void);

/// Whether the calling thread is in shared work: what it starts there is not shared again.
bool pool_inside(void);

/// From now on the calling thread works alone, or not any more: what it starts is not shared.
void pool_alone(bool alone);

/// Waits inside shared work until all of its threads have come here.
void pool_barrier(void);

#endif
