// Counts what one thread takes from malloc: this malloc, in the test program, stands before the C library's.
#ifndef DLN_ALLOCATIONS_H
#define DLN_ALLOCATIONS_H

/// Counts the calls of the current thread from now on. One thread at a time counts.
void allocations_begin(void);

/// Ends counting: how many calls of malloc, calloc, realloc and their kin there were.
long allocations_end(void);

#endif
