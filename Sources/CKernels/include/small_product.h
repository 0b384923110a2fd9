// Products of small matrices, for which calling a library takes longer than the sums.
#ifndef DLN_SMALL_PRODUCT_H
#define DLN_SMALL_PRODUCT_H

#include "kernels.h"

/// The sizes of to = a b + bias, and the steps in memory to the next row and column. All are float32.
typedef struct {
  int64_t rows, inner, columns;
  int64_t a_row, a_column; // a: [rows, inner]
  int64_t b_row, b_column; // b: [inner, columns]
  int64_t to_row;          // to: [rows, columns], the items of a row side by side
  bool rectifies;          // what is below 0 becomes 0
} dk_small_product;

/// `inner` is at most DK_SMALL_INNER. The bias [columns] may be NULL.
void dk_multiply_small(const dk_small_product *product, const float *a, const float *b, const float *bias, float *to);

enum { DK_SMALL_INNER = 256 };

#endif
