// Moving rows by index. Indices are looked through first, so that nothing is written when one is out of range.
#include <string.h>

#include "clones.h"
#include "kernels.h"

enum { GRAIN = 1 << 14 /* elements */, LOOK = 1024 };

typedef struct {
  const void *from;
  void *to;
  const int32_t *index;
  int64_t rows, width, count; // width in bytes for gathering, else in elements
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

DK_CLONES static void add_row(const float *from, int64_t width, float *to) {
  DK_LANES for (int64_t j = 0; j < width; j++) to[j] += from[j];
}

/// A thread owns a range of rows of the result and takes what belongs there, in order: no two threads add to one row.
static void scatter(void *context, int64_t first, int64_t last) {
  const move *m = context;
  memset((float *)m->to + first * m->width, 0, 4 * (size_t)((last - first) * m->width));
  for (int64_t i = 0; i < m->count; i++) {
    if (i % GRAIN == GRAIN - 1 && dk_stopped()) return;
    int64_t row = row_of(m, i);
    if (row >= first && row < last) add_row((const float *)m->from + i * m->width, m->width, (float *)m->to + row * m->width);
  }
}

int64_t dk_scatter_rows(const float *from, const int32_t *index, int64_t count, int64_t width, float *to, int64_t rows) {
  int64_t outside = first_outside(index, count, rows);
  if (outside >= 0) return outside;
  move m = { from, to, index, rows, width, count };
  // Each part walks over the whole index, so there are no more parts than threads.
  bool shared = (rows + count) * width > GRAIN;
  dk_parallel(rows, shared ? (rows + dk_threads() - 1) / dk_threads() : rows, scatter, &m);
  return -1;
}

int64_t dk_pick(const float *from, int64_t rows, int64_t width, const int32_t *index, float *to) {
  int64_t outside = first_outside(index, rows, width);
  if (outside >= 0) return outside;
  for (int64_t i = 0; i < rows; i++) to[i] = from[i * width + (index[i] < 0 ? index[i] + width : index[i])];
  return -1;
}

int64_t dk_place(const float *from, int64_t rows, int64_t width, const int32_t *index, float *to) {
  int64_t outside = first_outside(index, rows, width);
  if (outside >= 0) return outside;
  memset(to, 0, 4 * (size_t)(rows * width));
  for (int64_t i = 0; i < rows; i++) to[i * width + (index[i] < 0 ? index[i] + width : index[i])] = from[i];
  return -1;
}
