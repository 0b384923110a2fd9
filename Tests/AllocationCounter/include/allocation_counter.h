// Counts what one thread takes from malloc: the malloc of the test program stands before the C library's.
#ifndef DLN_ALLOCATION_COUNTER_H
#define DLN_ALLOCATION_COUNTER_H

#include <stdbool.h>

/// Whether there is a malloc of ours that can count.
bool allocations_are_counted(void);

/// Counts the calls of the current thread from now on. One thread at a time counts.
void allocations_begin(void);

/// Ends counting: how many calls of malloc, calloc, realloc and their kin there were. Those that oneDNN made while it ran a
/// primitive are left out: its interface makes a few for each call, and there is no way around them.
long allocations_end(void);

#endif
