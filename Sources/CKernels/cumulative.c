// Running sums along the middle axis of [outer, count, inner], gathered in float64.
#include "clones.h"
#include "kernels.h"

enum { COLUMNS = 256, GRAIN = 1 << 15 };

typedef struct {
  const float *from;
  float *to;
  int64_t count, inner, tiles;
} cumulation;

DK_CLONES static void columns(const float *from, float *to, int64_t rows, int64_t pitch, int64_t width) {
  _Alignas(64) double sums[COLUMNS];
  for (int64_t j = 0; j < width; j++) sums[j] = 0;
  for (int64_t i = 0; i < rows; i++, from += pitch, to += pitch)
    DK_LANES for (int64_t j = 0; j < width; j++) {
      sums[j] += (double)from[j];
      to[j] = (float)sums[j];
    }
}

static void row(const float *from, float *to, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; i++) {
    sum += (double)from[i];
    to[i] = (float)sum;
  }
}

static void accumulate(void *context, int64_t first, int64_t last) {
  const cumulation *c = context;
  for (int64_t i = first; i < last; i++) {
    int64_t column = i % c->tiles * COLUMNS, left = c->inner - column;
    int64_t at = i / c->tiles * c->count * c->inner + column;
    if (c->inner == 1) row(c->from + at, c->to + at, c->count);
    else columns(c->from + at, c->to + at, c->count, c->inner, left < COLUMNS ? left : COLUMNS);
  }
}

void dk_cumulative_sum(const float *from, float *to, int64_t outer, int64_t count, int64_t inner) {
  if (outer <= 0 || count <= 0 || inner <= 0) return;
  cumulation c = { from, to, count, inner, (inner + COLUMNS - 1) / COLUMNS };
  dk_parallel(outer * c.tiles, GRAIN / (count * (inner < COLUMNS ? inner : COLUMNS)) + 1, accumulate, &c);
}
