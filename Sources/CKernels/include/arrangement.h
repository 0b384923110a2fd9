// Loops that put items in order, look them up along an axis, run over an axis, and slide windows over space.
// As in kernels.h: called from the numerics thread, divided by the number of threads alone, allocating nothing.
#ifndef DLN_ARRANGEMENT_H
#define DLN_ARRANGEMENT_H

#include "kernels.h"

// ---- along an axis ----------------------------------------------------------------------------------
// Arrays are [outer, size, inner], contiguous, of float32, float64, int32 or int64 (`type`). An index below 0 counts from the end; -1 comes back when all is
// well, else the position of the first index out of range.

/// to[o, i, k] = from[o, index[o, i, k], k]; index and to are [outer, count, inner].
int64_t dk_gather_along(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, int64_t count, void *to);
/// to = zeros; to[o, index[o, i, k], k] += from[o, i, k], in the order of i.
int64_t dk_scatter_along(
  dk_type type, const void *from, int64_t outer, int64_t count, int64_t inner, const int32_t *index, int64_t size, void *to);

/// to[o, index[o, i, k], k] = i, the last i of several, and -1 where none points: to is [outer, size, inner].
int64_t dk_last_along(const int32_t *index, int64_t outer, int64_t count, int64_t inner, int64_t size, int32_t *to);

/// to[o, i, k] = sum over t of weight[i, t] * from[o, index[i, t], k]: count items of `taps` terms each. A weight of 0 reads nothing.
void dk_blend(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const void *weight, int64_t count,
  int64_t taps, void *to);
/// Its transpose: to = zeros [outer, size, inner]; to[o, index[i, t], k] += weight[i, t] * from[o, i, k].
void dk_blend_back(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const void *weight, int64_t count,
  int64_t taps, void *to);

/// to[i] = a[i] * to[i - 1] + b[i] along the middle axis; the first is b[0].
void dk_recurrence(dk_type type, const void *a, const void *b, void *to, int64_t outer, int64_t count, int64_t inner);
/// Where the largest (or smallest) item up to each place stands: of equals the last; once a NaN came it stays.
void dk_running_places(dk_type type, bool largest, const void *from, int32_t *to, int64_t outer, int64_t count, int64_t inner);

// ---- order -------------------------------------------------------------------------------------------

/// Where the items of each row stand in order, equals in their order, NaN as the largest. `scratch`: 16 bytes an item.
void dk_argsort(dk_type type, const void *from, int32_t *to, int64_t rows, int64_t width, bool descending, void *scratch);
/// How many items of a sorted row are smaller than each value (`right`: smaller or equal). NaN counts as the largest.
void dk_search(dk_type type, const void *sorted, int64_t size, const void *values, int64_t count, bool right, int32_t *to);
/// The places of bytes that are not 0, in order; `to` has room for as many as there are. Gives how many.
int64_t dk_true_places(const uint8_t *from, int64_t count, int32_t *to);

// ---- windows -----------------------------------------------------------------------------------------

enum { DK_SPACE = 3 /* axes of space at most */ };

/// A window that moves over planes of space; axes that there are not have size, kernel, stride and outcome 1.
typedef struct {
  int64_t size[DK_SPACE], kernel[DK_SPACE], stride[DK_SPACE], low[DK_SPACE], dilation[DK_SPACE], outcome[DK_SPACE];
} dk_window;

// float32 or float64 (`type`).

/// from [planes, size…] -> to [planes, kernel…, outcome…]; beyond the edge is 0.
void dk_unfold(dk_type type, const void *from, int64_t planes, const dk_window *window, void *to);
/// Its transpose: adds what stands in the windows at its places, [planes, size…].
void dk_fold(dk_type type, const void *from, int64_t planes, const dk_window *window, void *to);
/// Where in its plane the largest item of each window stands, the first of equals: [planes, outcome…]. NaN wins.
void dk_window_places(dk_type type, const void *from, int64_t planes, const dk_window *window, int32_t *to);

#endif
