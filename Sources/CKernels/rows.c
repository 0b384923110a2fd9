// Softmax, its logarithm, and their gradients, row by row. Narrow rows are taken several at a time, so that the exponentials
// of a whole tile are one loop; wide rows go through the same loops piece by piece.
#include <math.h>

#include "kernels.h"
#include "mathematics.h"
#include "lanes.h"

enum { TILE = 2048 /* elements */, GRAIN = 1 << 13 };

typedef struct {
  const float *from, *gradient;
  float *to;
  int64_t width;
} rows;

DK_CLONES static void exponentials(const float *from, int64_t count, float *to) {
  DK_LANES for (int64_t i = 0; i < count; i++) to[i] = exp_float(from[i]);
}

/// Calls `work` for tiles of whole rows (at least one).
static void by_tiles(const rows *r, int64_t first, int64_t last, void (*work)(const rows *, int64_t first, int64_t last)) {
  int64_t step = r->width < TILE ? TILE / r->width : 1;
  for (int64_t i = first; i < last; i += step) work(r, i, last - i < step ? last : i + step);
}

static void share(rows r, int64_t count, void (*work)(void *, int64_t, int64_t)) {
  if (r.width > 0) dk_parallel(count, GRAIN / r.width + 1, work, &r);
}

/// Rows less their largest: no exponential of them overflows. A row of -inf alone becomes NaN, as it has no softmax; a NaN
/// needs no care, since it makes the sum of its row NaN.
DK_CLONES static void lower(const float *from, int64_t count, int64_t width, float *to) {
  for (; count > 0; count--, from += width, to += width) {
    float largest = dk_largest_of_row(from, width);
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] = from[j] - largest;
  }
}

// ---- softmax --------------------------------------------------------------------------------------------------------------

DK_CLONES static void normalise(float *to, int64_t count, int64_t width) {
  for (; count > 0; count--, to += width) {
    float factor = 1.0f / dk_sum_of_row(to, width);
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] *= factor;
  }
}

static void softmax_tile(const rows *r, int64_t first, int64_t last) {
  float *to = r->to + first * r->width;
  lower(r->from + first * r->width, last - first, r->width, to);
  exponentials(to, (last - first) * r->width, to);
  normalise(to, last - first, r->width);
}

static void softmax_rows(void *context, int64_t first, int64_t last) { by_tiles(context, first, last, softmax_tile); }

void dk_softmax(const float *from, float *to, int64_t count, int64_t width) {
  share((rows){ .from = from, .to = to, .width = width }, count, softmax_rows);
}

// ---- logarithm of softmax -------------------------------------------------------------------------------------------------

/// Rows less the logarithm of the sum of their exponentials `e`.
DK_CLONES static void lower_by_logarithm(const float *e, int64_t count, int64_t width, float *to) {
  _Alignas(64) float sums[TILE];
  for (int64_t i = 0; i < count; i++) sums[i] = dk_sum_of_run(e + i * width, width);
  DK_LANES for (int64_t i = 0; i < count; i++) sums[i] = log_float(sums[i]);
  for (int64_t i = 0; i < count; i++, to += width)
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] -= sums[i];
}

static void wide_log_softmax(float *to, int64_t width) {
  _Alignas(64) float e[TILE];
  double total = 0;
  for (int64_t i = 0; i < width; i += TILE) {
    int64_t count = width - i < TILE ? width - i : TILE;
    exponentials(to + i, count, e);
    total += (double)dk_sum_of_run(e, count);
  }
  float logarithm = (float)log(total);
  for (int64_t i = 0; i < width; i++) to[i] -= logarithm;
}

static void log_softmax_tile(const rows *r, int64_t first, int64_t last) {
  _Alignas(64) float e[TILE];
  int64_t width = r->width, count = last - first;
  float *to = r->to + first * width;
  lower(r->from + first * width, count, width, to);
  if (width > TILE) return wide_log_softmax(to, width);
  exponentials(to, count * width, e);
  lower_by_logarithm(e, count, width, to);
}

static void log_softmax_rows(void *context, int64_t first, int64_t last) { by_tiles(context, first, last, log_softmax_tile); }

void dk_log_softmax(const float *from, float *to, int64_t count, int64_t width) {
  share((rows){ .from = from, .to = to, .width = width }, count, log_softmax_rows);
}

// ---- gradient of softmax --------------------------------------------------------------------------------------------------

DK_CLONES static void softmax_slopes(const float *y, const float *g, int64_t count, int64_t width, float *to) {
  _Alignas(64) float products[TILE];
  for (; count > 0; count--, y += width, g += width, to += width) {
    double total = 0;
    for (int64_t i = 0; i < width; i += TILE) {
      int64_t length = width - i < TILE ? width - i : TILE;
      DK_LANES for (int64_t j = 0; j < length; j++) products[j] = y[i + j] * g[i + j];
      total += (double)dk_sum_of_run(products, length);
    }
    float sum = (float)total;
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] = y[j] * (g[j] - sum);
  }
}

static void softmax_gradient_rows(void *context, int64_t first, int64_t last) {
  const rows *r = context;
  int64_t at = first * r->width;
  softmax_slopes(r->from + at, r->gradient + at, last - first, r->width, r->to + at);
}

void dk_softmax_gradient(const float *y, const float *g, float *to, int64_t count, int64_t width) {
  share((rows){ .from = y, .gradient = g, .to = to, .width = width }, count, softmax_gradient_rows);
}

// ---- gradient of the logarithm --------------------------------------------------------------------------------------------

DK_CLONES static void log_softmax_slopes(const float *e, const float *g, int64_t count, int64_t width, float *to) {
  for (; count > 0; count--, e += width, g += width, to += width) {
    float sum = dk_sum_of_row(g, width);
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] = g[j] - e[j] * sum;
  }
}

DK_CLONES static void wide_log_softmax_slopes(const float *y, const float *g, int64_t width, float *to) {
  float sum = dk_sum_of_row(g, width);
  DK_LANES for (int64_t j = 0; j < width; j++) to[j] = g[j] - exp_float(y[j]) * sum;
}

static void log_softmax_gradient_tile(const rows *r, int64_t first, int64_t last) {
  _Alignas(64) float e[TILE];
  int64_t width = r->width, at = first * width;
  if (width > TILE) return wide_log_softmax_slopes(r->from + at, r->gradient + at, width, r->to + at);
  exponentials(r->from + at, (last - first) * width, e);
  log_softmax_slopes(e, r->gradient + at, last - first, width, r->to + at);
}

static void log_softmax_gradient_rows(void *context, int64_t first, int64_t last) {
  by_tiles(context, first, last, log_softmax_gradient_tile);
}

void dk_log_softmax_gradient(const float *y, const float *g, float *to, int64_t count, int64_t width) {
  share((rows){ .from = y, .gradient = g, .to = to, .width = width }, count, log_softmax_gradient_rows);
}
