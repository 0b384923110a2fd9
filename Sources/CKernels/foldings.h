// The inner loops of reductions, one `folding` for each reduction and element type.
#ifndef DLN_FOLDINGS_H
#define DLN_FOLDINGS_H

#include "kernels.h"

enum { DK_TILE = 256 /* columns worked on side by side, at most */ };

/// The value of one output: float32 is gathered in float64; int32 and truths as whole numbers.
typedef union { double real; int64_t whole; } dk_accumulator;

typedef struct {
  dk_accumulator start; // of no elements
  /// Row by row: totals[i] = the fold of `count` neighbours.
  void (*rows)(const void *from, int64_t rows, int64_t count, dk_accumulator *totals);
  /// Column by column: folds `rows` rows of `width` <= DK_TILE elements, `pitch` apart, into `columns` totals. The width is a
  /// multiple of the columns: where rows are narrow several lie side by side and fall together at the end.
  void (*columns)(const void *from, int64_t rows, int64_t pitch, int64_t width, int64_t columns, dk_accumulator *totals);
  /// Folds totals into totals.
  void (*combine)(dk_accumulator *totals, const dk_accumulator *more, int64_t columns);
} dk_folding;

/// For sum, largest, smallest and product.
const dk_folding *dk_folding_of(dk_reduction reduction, dk_type type);

#endif
