// The registers of chains: each thread has one file of them, made once.
#ifndef DLN_REGISTERS_H
#define DLN_REGISTERS_H

#include "clones.h"
#include "kernels.h"

/// Lanes from one register to the next. The room after the last lane of a block may be written over (see chain_view.c), and it
/// keeps the registers from lying a power of two apart, which would let them push one another out of the cache.
enum { DK_PITCH = DK_BLOCK + 2 * DK_WIDTH };

/// The calling thread's registers: DK_REGISTERS of DK_PITCH lanes each, on a cache line.
int32_t *dk_registers(void);

#endif
