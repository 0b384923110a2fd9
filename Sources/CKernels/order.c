// Sorting by places, searching in what is sorted, and the places of truths.
// Every item becomes a whole number that sorts like it. With one of 32 bits the place rides in the lower half of a word, so equals keep
// their order; with one of 64 bits places are merged, those on the left first.
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

DK_INLINE uint64_t key_of_double(double x) {
  uint64_t bits = bits_of_double(x + 0.0);
  if (x != x) return UINT64_MAX;
  return bits >> 63 ? ~bits : bits | 1ull << 63;
}

DK_INLINE uint64_t key_of_long(int64_t x) { return (uint64_t)x ^ 1ull << 63; }
DK_INLINE uint32_t key_of_int(int32_t x) { return (uint32_t)x ^ 0x80000000u; }

DK_INLINE uint32_t key_at(const sorting *s, int64_t i) {
  switch (s->type) {
    case DK_FLOAT32: return key_of_float(((const float *)s->from)[i]);
    case DK_INT32: return key_of_int(((const int32_t *)s->from)[i]);
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

// ---- keys of 64 bits ------------------------------------------------------------------------------------------------------

/// Two runs of places, each in order, as one.
static void merge(const uint64_t *keys, const int32_t *left, const int32_t *right, const int32_t *end, int32_t *to) {
  const int32_t *a = left, *b = right;
  while (a < right || b < end) *to++ = b == end || (a < right && keys[*a] <= keys[*b]) ? *a++ : *b++;
}

/// Places in the order of their keys, in one of two arrays; says in which.
static int32_t *merged(const uint64_t *keys, int32_t *places, int32_t *other, int64_t count) {
  for (int64_t run = 1; run < count; run *= 2) {
    for (int64_t i = 0; i < count; i += 2 * run) {
      int64_t middle = i + run < count ? i + run : count, end = middle + run < count ? middle + run : count;
      merge(keys, places + i, places + middle, places + end, other + i);
    }
    int32_t *swap = places;
    places = other;
    other = swap;
  }
  return places;
}

static void sort_wide_rows(void *context, int64_t first, int64_t last) {
  const sorting *s = context;
  for (int64_t row = first; row < last; row++) {
    uint64_t *keys = s->scratch + 2 * row * s->width;
    int32_t *places = (int32_t *)(keys + s->width);
    for (int64_t i = 0; i < s->width; i++) {
      int64_t at = row * s->width + i;
      uint64_t key = s->type == DK_FLOAT64 ? key_of_double(((const double *)s->from)[at]) : key_of_long(((const int64_t *)s->from)[at]);
      keys[i] = s->descending ? ~key : key;
      places[i] = (int32_t)i;
    }
    memcpy(s->to + row * s->width, merged(keys, places, places + s->width, s->width), 4 * (size_t)s->width);
  }
}

void dk_argsort(dk_type type, const void *from, int32_t *to, int64_t rows, int64_t width, bool descending, void *scratch) {
  if (width <= 0) return;
  sorting s = { type, from, to, width, descending, scratch };
  dk_parallel(rows, GRAIN / width + 1, dk_bytes(type) == 8 ? sort_wide_rows : sort_rows, &s);
}

// ---- searching ------------------------------------------------------------------------------------------------------------

typedef struct {
  const void *sorted, *values;
  int32_t *to;
  int64_t size;
  bool right;
} hunt;

#define SEARCH(name, item, number, key_of)                                                                          \
  static void name(void *context, int64_t first, int64_t last) {                                                    \
    const hunt *h = context;                                                                                        \
    const item *sorted = h->sorted, *values = h->values;                                                            \
    for (int64_t i = first; i < last; i++) {                                                                        \
      number wanted = key_of(values[i]);                                                                            \
      int64_t low = 0, high = h->size;                                                                              \
      while (low < high) {                                                                                          \
        int64_t middle = (low + high) / 2;                                                                          \
        number key = key_of(sorted[middle]);                                                                        \
        if (key < wanted || (h->right && key == wanted)) low = middle + 1;                                          \
        else high = middle;                                                                                         \
      }                                                                                                             \
      h->to[i] = (int32_t)low;                                                                                      \
    }                                                                                                               \
  }

SEARCH(search_floats, float, uint32_t, key_of_float)
SEARCH(search_doubles, double, uint64_t, key_of_double)
SEARCH(search_ints, int32_t, uint32_t, key_of_int)
SEARCH(search_longs, int64_t, uint64_t, key_of_long)

void dk_search(dk_type type, const void *sorted, int64_t size, const void *values, int64_t count, bool right, int32_t *to) {
  hunt h = { sorted, values, to, size, right };
  void (*work)(void *, int64_t, int64_t) = type == DK_FLOAT64 ? search_doubles : search_floats;
  if (type == DK_INT32) work = search_ints;
  if (type == DK_INT64) work = search_longs;
  dk_parallel(count, GRAIN, work, &h);
}

int64_t dk_true_places(const uint8_t *from, int64_t count, int32_t *to) {
  int64_t found = 0;
  for (int64_t i = 0; i < count; i++)
    if (from[i]) to[found++] = (int32_t)i;
  return found;
}
