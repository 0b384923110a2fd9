// Where the largest or the smallest element stands.
#ifndef DLN_POSITIONS_H
#define DLN_POSITIONS_H

#include "kernels.h"

/// DK_REDUCE_ARGMAX or DK_REDUCE_ARGMIN of [outer, count, inner] -> int32 [outer, inner]; count is at least 1.
void dk_positions(dk_reduction reduction, dk_type type, const void *from, int32_t *to, int64_t outer, int64_t count, int64_t inner);

#endif
