// Loops of running.c for one type of item. Included once for each type: `item`, `total`, in which sums are gathered, and NAMED(name),
// which gives each loop its name.

DK_CLONES static void NAMED(next_row)(const item *a, const item *b, const item *before, item *to, int64_t width) {
  DK_LANES for (int64_t k = 0; k < width; k++) to[k] = a[k] * before[k] + b[k];
}

static void NAMED(recur)(void *context, int64_t first, int64_t last) {
  const running *r = context;
  int64_t inner = r->inner;
  const item *a = r->a, *b = r->b;
  for (int64_t o = first; o < last; o++) {
    int64_t start = o * r->count * inner;
    item *to = (item *)r->to + start;
    for (int64_t k = 0; k < inner; k++) to[k] = b[start + k];
    for (int64_t i = 1; i < r->count; i++) {
      int64_t at = start + i * inner;
      if (inner == 1) to[i] = a[at] * to[i - 1] + b[at];
      else NAMED(next_row)(a + at, b + at, to + (i - 1) * inner, to + i * inner, inner);
    }
  }
}

static void NAMED(lead)(void *context, int64_t first, int64_t last) {
  const running *r = context;
  for (int64_t o = first; o < last; o++) {
    const item *from = (const item *)r->a + o * r->count * r->inner;
    int32_t *to = (int32_t *)r->to + o * r->count * r->inner;
    for (int64_t k = 0; k < r->inner; k++) to[k] = 0;
    for (int64_t i = 1; i < r->count; i++)
      for (int64_t k = 0; k < r->inner; k++) {
        int32_t leader = to[(i - 1) * r->inner + k];
        item value = from[i * r->inner + k], best = from[leader * r->inner + k];
        bool leads = (r->largest ? value >= best : value <= best) || IS_NAN(value);
        to[i * r->inner + k] = leads && !IS_NAN(best) ? (int32_t)i : leader;
      }
  }
}

// ---- sums -----------------------------------------------------------------------------------------------------------------

DK_CLONES static void NAMED(sum_columns)(const item *from, item *to, int64_t rows, int64_t pitch, int64_t width) {
  _Alignas(64) total sums[COLUMNS];
  for (int64_t j = 0; j < width; j++) sums[j] = 0;
  for (int64_t i = 0; i < rows; i++, from += pitch, to += pitch)
    DK_LANES for (int64_t j = 0; j < width; j++) {
      sums[j] += (total)from[j];
      to[j] = (item)sums[j];
    }
}

static void NAMED(sum_row)(const item *from, item *to, int64_t count) {
  total sum = 0;
  for (int64_t i = 0; i < count; i++) {
    sum += (total)from[i];
    to[i] = (item)sum;
  }
}

static void NAMED(accumulate)(void *context, int64_t first, int64_t last) {
  const running *r = context;
  for (int64_t i = first; i < last; i++) {
    int64_t column = i % r->tiles * COLUMNS, left = r->inner - column;
    int64_t at = i / r->tiles * r->count * r->inner + column;
    const item *from = (const item *)r->a + at;
    if (r->inner == 1) NAMED(sum_row)(from, (item *)r->to + at, r->count);
    else NAMED(sum_columns)(from, (item *)r->to + at, r->count, r->inner, left < COLUMNS ? left : COLUMNS);
  }
}

static const loops NAMED(loops) = { NAMED(recur), NAMED(lead), NAMED(accumulate) };

#undef item
#undef total
#undef NAMED
