// Items along the middle axis of [outer, size, inner] by number, and weighted sums of a few of them.
#include <string.h>

#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14 /* elements */ };

typedef struct {
  const void *from;
  void *to;
  const int32_t *index;
  const void *weight;
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

typedef struct {
  void (*gather)(void *, int64_t, int64_t);
  void (*scatter)(void *, int64_t, int64_t);
  void (*blend)(void *, int64_t, int64_t);
  void (*blend_back)(void *, int64_t, int64_t);
} loops;

#define item float
#define NAMED(name) name##_float
#include "along_loops.h"

#define item double
#define NAMED(name) name##_double
#include "along_loops.h"

// Whole numbers wrap around.
#define item uint32_t
#define NAMED(name) name##_int
#include "along_loops.h"

#define item uint64_t
#define NAMED(name) name##_long
#include "along_loops.h"

#include "loops_of.h"

int64_t dk_gather_along(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, int64_t count, void *to
) {
  int64_t outside = first_outside(index, outer * count * inner, size);
  if (outside >= 0) return outside;
  along a = { .from = from, .to = to, .index = index, .size = size, .inner = inner, .count = count };
  dk_parallel(outer, GRAIN / (count * inner + 1) + 1, loops_of(type)->gather, &a);
  return -1;
}

int64_t dk_scatter_along(
  dk_type type, const void *from, int64_t outer, int64_t count, int64_t inner, const int32_t *index, int64_t size, void *to
) {
  int64_t outside = first_outside(index, outer * count * inner, size);
  if (outside >= 0) return outside;
  along a = { .from = from, .to = to, .index = index, .size = size, .inner = inner, .count = count };
  dk_parallel(outer, GRAIN / ((count + size) * inner + 1) + 1, loops_of(type)->scatter, &a);
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

static void share(along a, int64_t outer, void (*work)(void *, int64_t, int64_t)) {
  if (a.inner > 0) dk_parallel(outer, GRAIN / ((a.count * a.taps + a.size) * a.inner + 1) + 1, work, &a);
}

void dk_blend(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const void *weight, int64_t count,
  int64_t taps, void *to
) {
  share((along){ from, to, index, weight, size, inner, count, taps }, outer, loops_of(type)->blend);
}

void dk_blend_back(
  dk_type type, const void *from, int64_t outer, int64_t size, int64_t inner, const int32_t *index, const void *weight, int64_t count,
  int64_t taps, void *to
) {
  share((along){ from, to, index, weight, size, inner, count, taps }, outer, loops_of(type)->blend_back);
}
