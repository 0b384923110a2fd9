// Products with a matrix that is used again and again: it is laid out once, in panels of some columns whose rows lie one after the
// other, and then multiplied by a few rows at a time. Each number is summed in the order of the inner side, however the rows are
// shared.
#ifndef DLN_PANELS_H
#define DLN_PANELS_H

#include "kernels.h"

enum { DK_PANEL = 32 /* columns of a panel; the last is filled up with zeros */ };

/// Columns rounded up to whole panels.
static inline int64_t dk_panelled(int64_t columns) { return (columns + DK_PANEL - 1) / DK_PANEL * DK_PANEL; }

/// A matrix in memory: item (i, j) is first[i * down + j * across].
typedef struct { const float *first; int64_t down, across; } dk_matrix;

/// Lays out a matrix [inner, columns]: inner * dk_panelled(columns) floats.
void dk_lay_panels(dk_matrix matrix, int64_t inner, int64_t columns, float *panels);

/// to [rows, columns] = from [rows, inner] times panels, or is increased by it. Rows of `to` are `pitch` apart, and each has room for
/// dk_panelled(columns). One thread.
void dk_panel_product(
  dk_matrix from, int64_t rows, int64_t inner, const float *panels, int64_t columns, float *to, int64_t pitch, bool increases);

#endif
