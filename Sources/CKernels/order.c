// Sorting by places, searching in what is sorted, and the places of truths.
// Every item becomes a whole number that sorts like it; a place rides in the lower half, so equals keep their order.
#include <string.h>

#include "arrangement.h"
#include "clones.h"

enum { SHORT = 48 /* items that are sorted by insertion */, GRAIN = 1 << 12 };

typedef struct {
  dk_type type;
  const void *from;
  int32_t *to;
  int64_t width;
  bool descending;
  uint64_t *scratch;
} sorting;

/// Floats in order: negative ones have their bits turned round. -0 counts as 0, NaN as the largest.
DK_INLINE uint32_t key_of_float(float x) {
  uint32_t bits = bits_of_float(x + 0.0f);
  if (x != x) return UINT32_MAX;
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

DK_INLINE uint32_t key_at(const sorting *s, int64_t i) {
  switch (s->type) {
    case DK_FLOAT32: return key_of_float(((const float *)s->from)[i]);
    case DK_INT32: return (uint32_t)((const int32_t *)s->from)[i] ^ 0x80000000u;
    default: return ((const uint8_t *)s->from)[i];
  }
}

static void insert_in_order(uint64_t *items, int64_t count) {
  for (int64_t i = 1; i < count; i++) {
    uint64_t item = items[i];
    int64_t k = i;
    for (; k > 0 && items[k - 1] > item; k--) items[k] = items[k - 1];
    items[k] = item;
  }
}

/// By the eight bits from `shift` on; false when all items agree in them and nothing was moved.
static bool pass(const uint64_t *from, uint64_t *to, int64_t count, int shift) {
  int64_t starts[256] = { 0 }, total = 0;
  for (int64_t i = 0; i < count; i++) starts[(from[i] >> shift) & 255]++;
  if (starts[(from[0] >> shift) & 255] == count) return false;
  for (int digit = 0; digit < 256; digit++) {
    int64_t size = starts[digit];
    starts[digit] = total;
    total += size;
  }
  for (int64_t i = 0; i < count; i++) to[starts[(from[i] >> shift) & 255]++] = from[i];
  return true;
}

/// Sorts by the upper half, least digit first; the lower halves are in order already.
static uint64_t *sorted(uint64_t *items, uint64_t *other, int64_t count) {
  if (count <= SHORT) {
    insert_in_order(items, count);
    return items;
  }
  for (int shift = 32; shift < 64; shift += 8) {
    if (!pass(items, other, count, shift)) continue;
    uint64_t *swap = items;
    items = other;
    other = swap;
  }
  return items;
}

static void sort_rows(void *context, int64_t first, int64_t last) {
  const sorting *s = context;
  for (int64_t row = first; row < last; row++) {
    uint64_t *items = s->scratch + 2 * row * s->width;
    for (int64_t i = 0; i < s->width; i++) {
      uint32_t key = key_at(s, row * s->width + i);
      items[i] = (uint64_t)(s->descending ? ~key : key) << 32 | (uint64_t)i;
    }
    const uint64_t *done = sorted(items, items + s->width, s->width);
    for (int64_t i = 0; i < s->width; i++) s->to[row * s->width + i] = (int32_t)(uint32_t)done[i];
  }
}

void dk_argsort(dk_type type, const void *from, int32_t *to, int64_t rows, int64_t width, bool descending, void *scratch) {
  if (width <= 0) return;
  sorting s = { type, from, to, width, descending, scratch };
  dk_parallel(rows, GRAIN / width + 1, sort_rows, &s);
}

// ---- searching ------------------------------------------------------------------------------------------------------------

typedef struct {
  const float *sorted, *values;
  int32_t *to;
  int64_t size;
  bool right;
} hunt;

static void search(void *context, int64_t first, int64_t last) {
  const hunt *h = context;
  for (int64_t i = first; i < last; i++) {
    uint32_t wanted = key_of_float(h->values[i]);
    int64_t low = 0, high = h->size;
    while (low < high) {
      int64_t middle = (low + high) / 2;
      uint32_t key = key_of_float(h->sorted[middle]);
      if (key < wanted || (h->right && key == wanted)) low = middle + 1;
      else high = middle;
    }
    h->to[i] = (int32_t)low;
  }
}

void dk_search(const float *sorted, int64_t size, const float *values, int64_t count, bool right, int32_t *to) {
  hunt h = { sorted, values, to, size, right };
  dk_parallel(count, GRAIN, search, &h);
}

int64_t dk_true_places(const uint8_t *from, int64_t count, int32_t *to) {
  int64_t found = 0;
  for (int64_t i = 0; i < count; i++)
    if (from[i]) to[found++] = (int32_t)i;
  return found;
}
