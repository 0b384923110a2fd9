// Moving rows by index. Indices are looked through first, so that nothing is written when one is out of range.
#include <string.h>

#include "clones.h"
#include "kernels.h"

enum { GRAIN = 1 << 14 /* elements */, LOOK = 1024 };

typedef struct {
  const void *from;
  void *to;
  const int32_t *index;
  int64_t rows, width, count; // width in bytes for gathering, else in elements; picking has its rows lie along the second axis
} move;

/// The position of the first index outside -rows ..< rows, or -1.
DK_CLONES static int64_t first_outside(const int32_t *index, int64_t count, int64_t rows) {
  for (int64_t i = 0; i < count; i += LOOK) {
    int64_t last = count - i < LOOK ? count : i + LOOK;
    int32_t outside = 0;
    for (int64_t k = i; k < last; k++) outside |= index[k] >= rows || index[k] < -rows;
    if (!outside) continue;
    for (int64_t k = i; k < last; k++)
      if (index[k] >= rows || index[k] < -rows) return k;
  }
  return -1;
}

int64_t dk_first_outside(const int32_t *index, int64_t count, int64_t rows) { return first_outside(index, count, rows); }

DK_INLINE int64_t row_of(const move *m, int64_t i) { return m->index[i] < 0 ? m->index[i] + m->rows : m->index[i]; }

static void gather(void *context, int64_t first, int64_t last) {
  const move *m = context;
  for (int64_t i = first; i < last; i++)
    memcpy((char *)m->to + i * m->width, (const char *)m->from + row_of(m, i) * m->width, (size_t)m->width);
}

/// Single elements, without a call for each.
static void gather_words(void *context, int64_t first, int64_t last) {
  const move *m = context;
  for (int64_t i = first; i < last; i++) ((int32_t *)m->to)[i] = ((const int32_t *)m->from)[row_of(m, i)];
}

int64_t dk_gather_rows(const void *from, int64_t rows, int64_t bytes, const int32_t *index, int64_t count, void *to) {
  int64_t outside = first_outside(index, count, rows);
  if (outside >= 0 || bytes <= 0) return outside;
  move m = { from, to, index, rows, bytes, count };
  dk_parallel(count, GRAIN / (bytes / 4 + 1) + 1, bytes == 4 ? gather_words : gather, &m);
  return -1;
}

typedef struct {
  void (*scatter)(void *, int64_t, int64_t);
  void (*pick)(void *, int64_t, int64_t);
  void (*place)(void *, int64_t, int64_t);
} loops;

#define item float
#define NAMED(name) name##_float
#include "index_loops.h"

#define item double
#define NAMED(name) name##_double
#include "index_loops.h"

// Whole numbers wrap around.
#define item uint32_t
#define NAMED(name) name##_int
#include "index_loops.h"

#define item uint64_t
#define NAMED(name) name##_long
#include "index_loops.h"

#include "loops_of.h"

int64_t dk_scatter_rows(
  dk_type type, const void *from, const int32_t *index, int64_t count, int64_t width, void *to, int64_t rows
) {
  int64_t outside = first_outside(index, count, rows);
  if (outside >= 0) return outside;
  move m = { from, to, index, rows, width, count };
  // Each part walks over the whole index, so there are no more parts than threads.
  bool shared = (rows + count) * width > GRAIN;
  dk_parallel(rows, shared ? (rows + dk_threads() - 1) / dk_threads() : rows, loops_of(type)->scatter, &m);
  return -1;
}

int64_t dk_pick(dk_type type, const void *from, int64_t rows, int64_t width, const int32_t *index, void *to) {
  int64_t outside = first_outside(index, rows, width);
  if (outside >= 0) return outside;
  move m = { .from = from, .to = to, .index = index, .rows = width };
  loops_of(type)->pick(&m, 0, rows);
  return -1;
}

int64_t dk_place(dk_type type, const void *from, int64_t rows, int64_t width, const int32_t *index, void *to) {
  int64_t outside = first_outside(index, rows, width);
  if (outside >= 0) return outside;
  move m = { .from = from, .to = to, .index = index, .rows = width };
  loops_of(type)->place(&m, 0, rows);
  return -1;
}
