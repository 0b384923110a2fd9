// Loops of index.c for one type of item. Included once for each type: `item`, and NAMED(name), which gives each loop its name.

DK_CLONES static void NAMED(add_row)(const item *from, int64_t width, item *to) {
  DK_LANES for (int64_t j = 0; j < width; j++) to[j] += from[j];
}

/// A thread owns a range of rows of the result and takes what belongs there, in order: no two threads add to one row.
static void NAMED(scatter)(void *context, int64_t first, int64_t last) {
  const move *m = context;
  memset((item *)m->to + first * m->width, 0, sizeof(item) * (size_t)((last - first) * m->width));
  for (int64_t i = 0; i < m->count; i++) {
    if (i % GRAIN == GRAIN - 1 && dk_stopped()) return;
    int64_t row = row_of(m, i);
    if (row >= first && row < last) NAMED(add_row)((const item *)m->from + i * m->width, m->width, (item *)m->to + row * m->width);
  }
}

static void NAMED(pick)(void *context, int64_t first, int64_t last) {
  const move *m = context;
  for (int64_t i = first; i < last; i++) ((item *)m->to)[i] = ((const item *)m->from)[i * m->rows + row_of(m, i)];
}

static void NAMED(place)(void *context, int64_t first, int64_t last) {
  const move *m = context;
  memset((item *)m->to + first * m->rows, 0, sizeof(item) * (size_t)((last - first) * m->rows));
  for (int64_t i = first; i < last; i++) ((item *)m->to)[i * m->rows + row_of(m, i)] = ((const item *)m->from)[i];
}

static const loops NAMED(loops) = { NAMED(scatter), NAMED(pick), NAMED(place) };

#undef item
#undef NAMED
