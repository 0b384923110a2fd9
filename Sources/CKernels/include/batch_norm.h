// Channels brought to mean 0 and variance 1 over a batch, then scaled and shifted.
#ifndef DLN_BATCH_NORM_H
#define DLN_BATCH_NORM_H

#include "kernels.h"

/// How [batch, channels, space…] lies: [outer, blocks, inner, lane] without gaps, where channels are blocks of `lane`. So rows of channels
/// (blocks 1), planes of channels (lane 1) and blocks of channels are one case.
typedef struct {
  int64_t outer, blocks, inner, lane;
} dk_channels;

/// All arrays are float32; those of channels are [blocks * lane].
typedef struct {
  dk_channels lies;
  const float *from;
  const float *scale, *shift; // of channels
  float epsilon;              // is added to the variance
  float *mean, *variance;     // of channels: what the gradient reads; the variance is the mean square
  float *scratch;             // dk_batch_norm_scratch floats
} dk_batch_norm;

/// Writes `to`, mean and variance.
void dk_batch_norm_forward(const dk_batch_norm *norm, float *to);

/// Given the gradient of the result: those of items, scale and shift.
void dk_batch_norm_backward(const dk_batch_norm *norm, const float *upstream, float *to, float *to_scale, float *to_shift);

int64_t dk_batch_norm_scratch(dk_channels lies);

#endif
