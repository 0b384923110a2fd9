// The table of element-wise operations: one loop for each.
#ifndef DLN_CHAIN_OPERATIONS_H
#define DLN_CHAIN_OPERATIONS_H

#include "kernels.h"

/// Which inputs hold one value in all lanes. A loop may then read the first lane only, and leave the cache to others.
typedef enum { DK_UNIFORM_A = 1, DK_UNIFORM_B = 2, DK_UNIFORM_C = 4 } dk_uniform_inputs;

/// to[i] = operation(a[i], b[i], c[i]) for `count` lanes, a multiple of DK_WIDTH. `to` may be an input.
typedef void (*dk_loop)(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform);

/// By dk_operation. DK_RANDOM and DK_INDEX are missing: they need to know where the block lies.
extern const dk_loop dk_loops[DK_OPERATION_COUNT];
/// The same over lanes of 64 bits.
extern const dk_loop dk_wide_loops[DK_OPERATION_COUNT];

/// to[i] = first + i.
void dk_index_loop(int64_t count, int32_t *to, int64_t first);

#endif
