// Rows brought to mean 0 and variance 1, then scaled and shifted.
#ifndef DLN_LAYER_NORM_H
#define DLN_LAYER_NORM_H

#include "kernels.h"

/// All arrays are contiguous float32.
typedef struct {
  const float *from;          // [rows, width]
  const float *scale, *shift; // [width]
  int64_t rows, width;
  float epsilon;              // is added to the variance
  float *mean, *inverse;      // [rows]: what the gradient reads; inverse is 1 over the deviation
} dk_layer_norm;

/// Writes `to` [rows, width], mean and inverse.
void dk_layer_norm_forward(const dk_layer_norm *norm, float *to);

/// Given the gradient of the result: those of rows, scale and shift, out of `scratch`, dk_layer_norm_scratch floats.
void dk_layer_norm_backward(const dk_layer_norm *norm, const float *upstream, float *to, float *to_scale, float *to_shift, float *scratch);

int64_t dk_layer_norm_scratch(int64_t rows, int64_t width);

#endif
