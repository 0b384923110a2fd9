// Whole registers of floats, and sums and extremes of rows by them. They are inlined into loops over rows, where many rows are on
// their way at once. The order depends on the length alone.
#ifndef DLN_LANES_H
#define DLN_LANES_H

#include "clones.h"

/// A register of floats, wherever they lie.
typedef float dk_lanes __attribute__((vector_size(4 * DK_WIDTH), aligned(4)));

enum { DK_RUN = 4096 /* floats added in float32 before float64 takes over */ };

/// Halves are put together until one is left.
DK_INLINE float dk_sum_of_lanes(const dk_lanes *x) {
  float sums[DK_WIDTH];
  memcpy(sums, x, sizeof sums);
  for (int half = DK_WIDTH / 2; half > 0; half /= 2)
    for (int j = 0; j < half; j++) sums[j] += sums[j + half];
  return sums[0];
}

/// The sum of at most a few thousand floats.
DK_INLINE float dk_sum_of_run(const float *from, int64_t count) {
  dk_lanes total = { 0 };
  int64_t i = 0;
  for (; i + DK_WIDTH <= count; i += DK_WIDTH) total += *(const dk_lanes *)(from + i);
  float sum = dk_sum_of_lanes(&total);
  for (; i < count; i++) sum += from[i];
  return sum;
}

/// The sum of any number of floats.
DK_INLINE float dk_sum_of_row(const float *from, int64_t count) {
  if (count <= DK_RUN) return dk_sum_of_run(from, count);
  double total = 0;
  for (int64_t i = 0; i < count; i += DK_RUN) total += (double)dk_sum_of_run(from + i, count - i < DK_RUN ? count - i : DK_RUN);
  return (float)total;
}

/// The largest; NaN counts for nothing.
DK_INLINE float dk_largest_of_row(const float *from, int64_t count) {
  float lanes[DK_WIDTH], largest = -__builtin_inff();
  int64_t i = 0;
  if (count >= DK_WIDTH) {
    dk_lanes high = *(const dk_lanes *)from;
    for (i = DK_WIDTH; i + DK_WIDTH <= count; i += DK_WIDTH) {
      dk_lanes next = *(const dk_lanes *)(from + i);
      for (int k = 0; k < DK_WIDTH; k++) high[k] = next[k] > high[k] || high[k] != high[k] ? next[k] : high[k];
    }
    memcpy(lanes, &high, sizeof lanes);
    for (int half = DK_WIDTH / 2; half > 0; half /= 2)
      for (int j = 0; j < half; j++) lanes[j] = lanes[j + half] > lanes[j] || lanes[j] != lanes[j] ? lanes[j + half] : lanes[j];
    largest = lanes[0] > largest ? lanes[0] : largest;
  }
  for (; i < count; i++) largest = from[i] > largest ? from[i] : largest;
  return largest;
}

#endif
