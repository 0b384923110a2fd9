// Batch norm, forward and backward: sums of each tile by itself, put together in order, then one pass over the items. Tiles are given
// by the shape alone, so threads change no sum; and no thread waits for another inside a pass, as oneDNN's do.
#include "batch_norm.h"

#include "lanes.h"

enum { GRAIN = 1 << 13 /* items a thread takes at least */ };

/// A sample's part of a block of channels: [inner, lane].
typedef struct {
  const dk_batch_norm *norm;
  const float *upstream;
  float *to;
} job;

static int64_t channels_of(dk_channels lies) { return lies.blocks * lies.lane; }

/// Two sums for each tile, and three numbers for each channel.
int64_t dk_batch_norm_scratch(dk_channels lies) { return (2 * lies.outer + 3) * channels_of(lies); }

static void over_tiles(const job *j, void (*work)(void *, int64_t, int64_t)) {
  dk_channels lies = j->norm->lies;
  dk_parallel(lies.outer * lies.blocks, GRAIN / (lies.inner * lies.lane) + 1, work, (void *)j);
}

// ---- sums of a tile -------------------------------------------------------------------------------------------------------------
// first and second: sums over `inner` for each lane, of f and g of an item x, and of what arrived there, y.

/// Four sums at a time, as an addition takes four cycles; sixteen lanes in registers, other widths in memory.
#define SUMS_OF_TILE(NAME, FIRST, SECOND)                                                                                        \
  DK_INLINE void NAME##_of_lanes(                                                                                                \
    const float *from, const float *upstream, int64_t inner, int64_t lane, const float *mean, float *first, float *second        \
  ) {                                                                                                                            \
    dk_lanes firsts[4] = { { 0 } }, seconds[4] = { { 0 } }, m = *(const dk_lanes *)mean;                                         \
    int64_t i = 0;                                                                                                               \
    for (; i + 4 <= inner; i += 4)                                                                                               \
      for (int k = 0; k < 4; k++) {                                                                                              \
        dk_lanes x = *(const dk_lanes *)(from + (i + k) * lane), y = *(const dk_lanes *)(upstream + (i + k) * lane);             \
        firsts[k] += FIRST, seconds[k] += SECOND;                                                                                \
      }                                                                                                                          \
    for (; i < inner; i++) {                                                                                                     \
      dk_lanes x = *(const dk_lanes *)(from + i * lane), y = *(const dk_lanes *)(upstream + i * lane);                           \
      firsts[0] += FIRST, seconds[0] += SECOND;                                                                                  \
    }                                                                                                                            \
    *(dk_lanes *)first = (firsts[0] + firsts[1]) + (firsts[2] + firsts[3]);                                                      \
    *(dk_lanes *)second = (seconds[0] + seconds[1]) + (seconds[2] + seconds[3]);                                                 \
  }                                                                                                                              \
  DK_INLINE void NAME##_of_rest(                                                                                                 \
    const float *from, const float *upstream, int64_t inner, int64_t lane, int64_t width, const float *mean, float *first,       \
    float *second                                                                                                                \
  ) {                                                                                                                            \
    for (int64_t l = 0; l < width; l++) first[l] = second[l] = 0;                                                                \
    for (int64_t i = 0; i < inner; i++)                                                                                          \
      for (int64_t l = 0; l < width; l++) {                                                                                      \
        float x = from[i * lane + l], y = upstream[i * lane + l], m = mean[l];                                                   \
        first[l] += FIRST, second[l] += SECOND;                                                                                  \
      }                                                                                                                          \
  }                                                                                                                              \
  /* One channel: its items lie side by side. */                                                                                 \
  DK_INLINE void NAME##_of_plane(                                                                                                \
    const float *from, const float *upstream, int64_t inner, const float *mean, float *first, float *second                      \
  ) {                                                                                                                            \
    float means[DK_WIDTH], firsts[DK_WIDTH], seconds[DK_WIDTH], rest[2] = { 0, 0 };                                              \
    for (int l = 0; l < DK_WIDTH; l++) means[l] = *mean;                                                                         \
    int64_t whole = inner / DK_WIDTH;                                                                                            \
    NAME##_of_lanes(from, upstream, whole, DK_WIDTH, means, firsts, seconds);                                                    \
    for (int64_t i = whole * DK_WIDTH; i < inner; i++) {                                                                         \
      float x = from[i], y = upstream[i], m = *mean;                                                                             \
      rest[0] += FIRST, rest[1] += SECOND;                                                                                       \
    }                                                                                                                            \
    *first = dk_sum_of_lanes((const dk_lanes *)firsts) + rest[0];                                                                \
    *second = dk_sum_of_lanes((const dk_lanes *)seconds) + rest[1];                                                              \
  }                                                                                                                              \
  DK_INLINE void NAME(                                                                                                           \
    const float *from, const float *upstream, int64_t inner, int64_t lane, const float *mean, float *first, float *second        \
  ) {                                                                                                                            \
    if (lane == 1) return NAME##_of_plane(from, upstream, inner, mean, first, second);                                           \
    int64_t l = 0;                                                                                                               \
    for (; l + DK_WIDTH <= lane; l += DK_WIDTH)                                                                                  \
      NAME##_of_lanes(from + l, upstream + l, inner, lane, mean + l, first + l, second + l);                                     \
    if (l < lane) NAME##_of_rest(from + l, upstream + l, inner, lane, lane - l, mean + l, first + l, second + l);                \
  }

// The distance from a mean that is given, and its square: around a tile's own mean the first is what rounding left.
SUMS_OF_TILE(sums_around, (x - m) + 0 * y, (x - m) * (x - m))
// What arrived, and what arrived along the item.
SUMS_OF_TILE(sums_arrived, y, y * (x - m))

// ---- forward --------------------------------------------------------------------------------------------------------------------

/// A tile's means, and squares of distances from them. The first pass is around the tile's first items, so that large numbers keep
/// their digits; the tile stays in the cache for the second.
DK_CLONES static void moments(const float *from, int64_t inner, int64_t lane, float *mean, float *spread) {
  sums_around(from, from, inner, lane, from, mean, spread);
  for (int64_t l = 0; l < lane; l++) mean[l] = from[l] + mean[l] / (float)inner;
  float left[DK_WIDTH];
  if (lane == 1) return sums_around(from, from, inner, 1, mean, left, spread);
  for (int64_t l = 0; l < lane; l += DK_WIDTH) {
    int64_t width = lane - l < DK_WIDTH ? lane - l : DK_WIDTH;
    if (width == DK_WIDTH) sums_around_of_lanes(from + l, from + l, inner, lane, mean + l, left, spread + l);
    else sums_around_of_rest(from + l, from + l, inner, lane, width, mean + l, left, spread + l);
  }
}

static void measure(void *context, int64_t first, int64_t last) {
  const dk_batch_norm *n = ((const job *)context)->norm;
  int64_t lane = n->lies.lane, inner = n->lies.inner, count = n->lies.outer * channels_of(n->lies);
  for (int64_t tile = first; tile < last; tile++)
    moments(n->from + tile * inner * lane, inner, lane, n->scratch + tile * lane, n->scratch + count + tile * lane);
}

/// Tiles are of one size: the mean is that of their means, and means apart from it add to the variance.
static void put_together(const dk_batch_norm *n, float *factor, float *offset) {
  int64_t channels = channels_of(n->lies), outer = n->lies.outer;
  const float *means = n->scratch, *spreads = means + outer * channels;
  for (int64_t c = 0; c < channels; c++) {
    double mean = 0, spread = 0, apart = 0;
    for (int64_t o = 0; o < outer; o++) mean += (double)means[o * channels + c];
    mean /= (double)outer;
    for (int64_t o = 0; o < outer; o++) {
      double away = (double)means[o * channels + c] - mean;
      apart += away * away;
      spread += (double)spreads[o * channels + c];
    }
    double variance = (spread + apart * (double)n->lies.inner) / (double)(outer * n->lies.inner);
    n->mean[c] = (float)mean;
    n->variance[c] = (float)variance;
    factor[c] = (float)((double)n->scale[c] / __builtin_sqrt(variance + (double)n->epsilon));
    offset[c] = n->shift[c];
  }
}

DK_CLONES static void normalise(
  const float *from, float *to, int64_t inner, int64_t lane, const float *mean, const float *factor, const float *offset
) {
  if (lane == 1) {
    float m = *mean, f = *factor, o = *offset;
    DK_LANES for (int64_t i = 0; i < inner; i++) to[i] = (from[i] - m) * f + o;
    return;
  }
  for (int64_t i = 0; i < inner; i++, from += lane, to += lane)
    DK_LANES for (int64_t l = 0; l < lane; l++) to[l] = (from[l] - mean[l]) * factor[l] + offset[l];
}

/// What is known of each channel lies behind the tiles' sums.
static float *of_channels(const dk_batch_norm *n) { return n->scratch + 2 * n->lies.outer * channels_of(n->lies); }

static void forward(void *context, int64_t first, int64_t last) {
  const job *j = context;
  const dk_batch_norm *n = j->norm;
  int64_t lane = n->lies.lane, size = n->lies.inner * lane, channels = channels_of(n->lies);
  const float *factor = of_channels(n), *offset = factor + channels;
  for (int64_t tile = first; tile < last; tile++) {
    int64_t c = tile % n->lies.blocks * lane;
    normalise(n->from + tile * size, j->to + tile * size, n->lies.inner, lane, n->mean + c, factor + c, offset + c);
  }
}

void dk_batch_norm_forward(const dk_batch_norm *norm, float *to) {
  job j = { .norm = norm, .to = to };
  int64_t channels = channels_of(norm->lies);
  if (norm->lies.outer * norm->lies.inner == 0) {
    memset(norm->mean, 0, (size_t)channels * sizeof(float));
    memset(norm->variance, 0, (size_t)channels * sizeof(float));
    return;
  }
  over_tiles(&j, measure);
  put_together(norm, of_channels(norm), of_channels(norm) + channels);
  over_tiles(&j, forward);
}

// ---- backward -------------------------------------------------------------------------------------------------------------------

DK_CLONES static void arrived(
  const float *from, const float *upstream, int64_t inner, int64_t lane, const float *mean, float *level, float *along
) {
  sums_arrived(from, upstream, inner, lane, mean, level, along);
}

static void gather(void *context, int64_t first, int64_t last) {
  const job *j = context;
  const dk_batch_norm *n = j->norm;
  int64_t lane = n->lies.lane, size = n->lies.inner * lane, count = n->lies.outer * channels_of(n->lies);
  for (int64_t tile = first; tile < last; tile++)
    arrived(
      n->from + tile * size, j->upstream + tile * size, n->lies.inner, lane, n->mean + tile % n->lies.blocks * lane,
      n->scratch + tile * lane, n->scratch + count + tile * lane);
}

/// The gradients of scale and shift; and factor, level and slope, of which an item's is factor (g - level - (x - mean) slope).
static void put_gradients_together(const dk_batch_norm *n, float *to_scale, float *to_shift) {
  int64_t channels = channels_of(n->lies), outer = n->lies.outer;
  double count = (double)(outer * n->lies.inner);
  float *factor = of_channels(n), *level = factor + channels, *slope = level + channels;
  for (int64_t c = 0; c < channels; c++) {
    double sum = 0, along = 0, inverse = 1 / __builtin_sqrt((double)n->variance[c] + (double)n->epsilon);
    for (int64_t o = 0; o < outer; o++) {
      sum += (double)n->scratch[o * channels + c];
      along += (double)n->scratch[(outer + o) * channels + c];
    }
    to_scale[c] = (float)(along * inverse);
    to_shift[c] = (float)sum;
    factor[c] = (float)((double)n->scale[c] * inverse);
    level[c] = (float)(sum / count);
    slope[c] = (float)(along * inverse * inverse / count);
  }
}

DK_CLONES static void items_back(
  const float *from, const float *g, float *to, int64_t inner, int64_t lane, const float *mean, const float *factor, const float *level,
  const float *slope
) {
  if (lane == 1) {
    float m = *mean, f = *factor, v = *level, s = *slope;
    DK_LANES for (int64_t i = 0; i < inner; i++) to[i] = f * (g[i] - v - (from[i] - m) * s);
    return;
  }
  for (int64_t i = 0; i < inner; i++, from += lane, g += lane, to += lane)
    DK_LANES for (int64_t l = 0; l < lane; l++) to[l] = factor[l] * (g[l] - level[l] - (from[l] - mean[l]) * slope[l]);
}

static void backward(void *context, int64_t first, int64_t last) {
  const job *j = context;
  const dk_batch_norm *n = j->norm;
  int64_t lane = n->lies.lane, size = n->lies.inner * lane, channels = channels_of(n->lies);
  const float *factor = of_channels(n), *level = factor + channels, *slope = level + channels;
  for (int64_t tile = first; tile < last; tile++) {
    int64_t c = tile % n->lies.blocks * lane, place = tile * size;
    items_back(
      n->from + place, j->upstream + place, j->to + place, n->lies.inner, lane, n->mean + c, factor + c, level + c, slope + c);
  }
}

void dk_batch_norm_backward(const dk_batch_norm *norm, const float *upstream, float *to, float *to_scale, float *to_shift) {
  job j = { norm, upstream, to };
  size_t bytes = (size_t)channels_of(norm->lies) * sizeof(float);
  if (norm->lies.outer * norm->lies.inner == 0) {
    memset(to_scale, 0, bytes), memset(to_shift, 0, bytes);
    return;
  }
  over_tiles(&j, gather);
  put_gradients_together(norm, to_scale, to_shift);
  over_tiles(&j, backward);
}
