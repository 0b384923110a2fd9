// Sums and the like of one run or one row of float32, in the order that fold.h fixes. They are inlined into loops over rows.
#ifndef DLN_SUMS_H
#define DLN_SUMS_H

#include "fold.h"

/// The sum of at most a few thousand floats.
FOLD(sum_of_run, float, float, 0, FOLD_ADD)

#define LARGER_NUMBER(a, b) ((b) > (a) ? (b) : (a))
/// The largest; NaN counts for nothing, which is one instruction less.
FOLD(largest_number, float, float, -__builtin_inff(), LARGER_NUMBER)

/// The sum of any number of floats.
DK_INLINE double sum_of(const float *from, int64_t count) {
  double total = 0;
  for (int64_t i = 0; i < count; i += FOLD_RUN) total += (double)sum_of_run(from + i, count - i < FOLD_RUN ? count - i : FOLD_RUN);
  return total;
}

#endif
