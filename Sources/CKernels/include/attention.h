// Attention without its table of shares in memory: queries are taken some at a time, and their shares are worked out again on the way
// back. Leading places (samples, heads) are independent of each other, so threads share them.
#ifndef DLN_ATTENTION_H
#define DLN_ATTENTION_H

#include "kernels.h"

/// Matrices over leading axes: items of a row are neighbours, rows and leading places lie so many items apart.
typedef struct {
  float *first;
  int64_t row;
  int64_t lead[DK_RANK];
} dk_matrices;

typedef struct {
  int32_t rank; // of the leading axes
  int64_t lead[DK_RANK];
  int64_t queries, keys, size, value_size;
  float scale;
  bool causal;             // a query sees the keys up to its own place
  dk_matrices q, k, v;     // [queries, size], [keys, size], [keys, value_size]
  dk_matrices result;      // [queries, value_size]
  const uint8_t *mask;     // truths, which keys a query may see; NULL: all
  int64_t mask_lead[DK_RANK], mask_row, mask_across;
  float *logarithms;       // [lead, queries]: of the sums of exponentials, which the gradient reads
  int64_t slots;           // in how many parts the leading places are divided: that of threads
  float *scratch;          // dk_attention_scratch floats
} dk_attention;

/// softmax(scale * q k') v; a query that sees nothing gets zeros.
void dk_attention_forward(const dk_attention *attention);

typedef struct {
  dk_attention attention;
  dk_matrices upstream, q, k, v; // the gradient of the result, and where those of the inputs go
} dk_attention_gradient;

void dk_attention_backward(const dk_attention_gradient *gradient);

/// Floats of room that either direction needs, all slots together.
int64_t dk_attention_scratch(const dk_attention *attention);

#endif
