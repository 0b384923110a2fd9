// Items along the middle axis of [outer, size, inner] by number, and weighted sums of a few of them.
#include <string.h>

#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14 /* elements */ };

typedef struct {
  const void *from;
  void *to;
  const int32_t *index;
  const float *weight;
  int64_t size, inner, count, taps;
} along;

DK_CLONES static int64_t first_outside(const int32_t *index, int64_t count, int64_t size) {
  int32_t outside = 0;
  for (int64_t i = 0; i < count; i++) outside |= index[i] >= size || index[i] < -size;
  if (!outside) return -1;
  int64_t i = 0;
  while (index[i] < size && index[i] >= -size) i++;
  return i;
}

DK_INLINE int64_t wrapped(int32_t index, int64_t size) { return index < 0 ? index + size : index; }

static void gather(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const int32_t *from = (const int32_t *)a->from + o * a->size * a->inner, *index = a->index + o * a->count * a->inner;
    int32_t *to = (int32_t *)a->to + o * a->count * a->inner;
    for (int64_t i = 0; i < a->count; i++, index += a->inner, to += a->inner)
      for (int64_t k = 0; k < a->inner; k++) to[k] = from[wrapped(index[k], a->size) * a->inner + k];
  }
}

static void scatter(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const float *from = (const float *)a->from + o * a->count * a->inner;
    const int32_t *index = a->index + o * a->count * a->inner;
    float *to = (float *)a->to + o * a->size * a->inner;
    memset(to, 0, 4 * (size_t)(a->size * a->inner));
    for (int64_t i = 0; i < a->count; i++, index += a->inner, from += a->inner)
      for (int64_t k = 0; k < a->inner; k++) to[wrapped(index[k], a->size) * a->inner + k] += from[k];
  }
}

int64_t dk_gather_along(const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, int64_t count, void *to) {
  int64_t outside = first_outside(index, outer * count * inner, size);
  if (outside >= 0) return outside;
  along a = { .from = from, .to = to, .index = index, .size = size, .inner = inner, .count = count };
  dk_parallel(outer, GRAIN / (count * inner + 1) + 1, gather, &a);
  return -1;
}

int64_t dk_scatter_along(const float *from, int64_t outer, int64_t count, int64_t inner, const int32_t *index, int64_t size, float *to) {
  int64_t outside = first_outside(index, outer * count * inner, size);
  if (outside >= 0) return outside;
  along a = { .from = from, .to = to, .index = index, .size = size, .inner = inner, .count = count };
  dk_parallel(outer, GRAIN / ((count + size) * inner + 1) + 1, scatter, &a);
  return -1;
}

static void mark_last(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const int32_t *index = a->index + o * a->count * a->inner;
    int32_t *to = (int32_t *)a->to + o * a->size * a->inner;
    for (int64_t i = 0; i < a->size * a->inner; i++) to[i] = -1;
    for (int64_t i = 0; i < a->count; i++, index += a->inner)
      for (int64_t k = 0; k < a->inner; k++) to[wrapped(index[k], a->size) * a->inner + k] = (int32_t)i;
  }
}

int64_t dk_last_along(const int32_t *index, int64_t outer, int64_t count, int64_t inner, int64_t size, int32_t *to) {
  int64_t outside = first_outside(index, outer * count * inner, size);
  if (outside >= 0) return outside;
  along a = { .to = to, .index = index, .size = size, .inner = inner, .count = count };
  dk_parallel(outer, GRAIN / ((count + size) * inner + 1) + 1, mark_last, &a);
  return -1;
}

// ---- weighted sums --------------------------------------------------------------------------------------------------------

/// to += weight * from
DK_CLONES static void add_scaled(const float *from, float weight, float *to, int64_t count) {
  DK_LANES for (int64_t k = 0; k < count; k++) to[k] += weight * from[k];
}

static void blend_row(const along *a, const float *from, int64_t i, float *to) {
  memset(to, 0, 4 * (size_t)a->inner);
  for (int64_t t = i * a->taps; t < (i + 1) * a->taps; t++)
    if (a->weight[t] != 0.0f) add_scaled(from + a->index[t] * a->inner, a->weight[t], to, a->inner);
}

/// Single items: the sums of a row are formed one after the other.
static void blend_items(const along *a, const float *from, float *to) {
  for (int64_t i = 0; i < a->count; i++) {
    float sum = 0;
    for (int64_t t = i * a->taps; t < (i + 1) * a->taps; t++)
      if (a->weight[t] != 0.0f) sum += a->weight[t] * from[a->index[t]];
    to[i] = sum;
  }
}

static void blend(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const float *from = (const float *)a->from + o * a->size * a->inner;
    float *to = (float *)a->to + o * a->count * a->inner;
    if (a->inner == 1) blend_items(a, from, to);
    else
      for (int64_t i = 0; i < a->count; i++) blend_row(a, from, i, to + i * a->inner);
  }
}

static void blend_back(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const float *from = (const float *)a->from + o * a->count * a->inner;
    float *to = (float *)a->to + o * a->size * a->inner;
    memset(to, 0, 4 * (size_t)(a->size * a->inner));
    for (int64_t t = 0; t < a->count * a->taps; t++) {
      if (a->weight[t] == 0.0f) continue;
      const float *row = from + t / a->taps * a->inner;
      if (a->inner == 1) to[a->index[t]] += a->weight[t] * row[0];
      else add_scaled(row, a->weight[t], to + a->index[t] * a->inner, a->inner);
    }
  }
}

static void share(along a, int64_t outer, void (*work)(void *, int64_t, int64_t)) {
  if (a.inner > 0) dk_parallel(outer, GRAIN / ((a.count * a.taps + a.size) * a.inner + 1) + 1, work, &a);
}

void dk_blend(
  const float *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const float *weight, int64_t count, int64_t taps,
  float *to
) {
  share((along){ from, to, index, weight, size, inner, count, taps }, outer, blend);
}

void dk_blend_back(
  const float *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const float *weight, int64_t count, int64_t taps,
  float *to
) {
  share((along){ from, to, index, weight, size, inner, count, taps }, outer, blend_back);
}
