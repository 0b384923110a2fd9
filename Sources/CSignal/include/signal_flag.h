// Ctrl-C as a flag that a running program looks at between its steps.
#pragma once

#include <stdbool.h>

/// From now on Ctrl-C sets the flag and wakes the calling thread. The third one that nobody answers ends the program.
void signal_watch(void);

/// From now on nothing but the flag comes of Ctrl-C, however often: a prompt is never left by it.
void signal_never_ends(void);

/// Whether the terminal keeps what was written and not shown yet when Ctrl-C is pressed. It throws that away unless it is told so, and
/// where somebody presses Ctrl-C again that may be the report of the stop.
void signal_keep_output(bool keep);

/// Whether Ctrl-C waits to be answered.
bool signal_is_pending(void);

/// Answers it: whether it was waiting; the flag is free again.
bool signal_take(void);
