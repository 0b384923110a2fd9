// Loops of along.c for one type of item. Included once for each type: `item`, and NAMED(name), which gives each loop its name.

static void NAMED(gather)(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const item *from = (const item *)a->from + o * a->size * a->inner;
    const int32_t *index = a->index + o * a->count * a->inner;
    item *to = (item *)a->to + o * a->count * a->inner;
    for (int64_t i = 0; i < a->count; i++, index += a->inner, to += a->inner)
      for (int64_t k = 0; k < a->inner; k++) to[k] = from[wrapped(index[k], a->size) * a->inner + k];
  }
}

static void NAMED(scatter)(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const item *from = (const item *)a->from + o * a->count * a->inner;
    const int32_t *index = a->index + o * a->count * a->inner;
    item *to = (item *)a->to + o * a->size * a->inner;
    memset(to, 0, sizeof(item) * (size_t)(a->size * a->inner));
    for (int64_t i = 0; i < a->count; i++, index += a->inner, from += a->inner)
      for (int64_t k = 0; k < a->inner; k++) to[wrapped(index[k], a->size) * a->inner + k] += from[k];
  }
}

// ---- weighted sums --------------------------------------------------------------------------------------------------------

/// to += weight * from
DK_CLONES static void NAMED(add_scaled)(const item *from, item weight, item *to, int64_t count) {
  DK_LANES for (int64_t k = 0; k < count; k++) to[k] += weight * from[k];
}

static void NAMED(blend_row)(const along *a, const item *from, int64_t i, item *to) {
  const item *weight = a->weight;
  memset(to, 0, sizeof(item) * (size_t)a->inner);
  for (int64_t t = i * a->taps; t < (i + 1) * a->taps; t++)
    if (weight[t] != 0) NAMED(add_scaled)(from + a->index[t] * a->inner, weight[t], to, a->inner);
}

/// Single items: the sums of a row are formed one after the other.
static void NAMED(blend_items)(const along *a, const item *from, item *to) {
  const item *weight = a->weight;
  for (int64_t i = 0; i < a->count; i++) {
    item sum = 0;
    for (int64_t t = i * a->taps; t < (i + 1) * a->taps; t++)
      if (weight[t] != 0) sum += weight[t] * from[a->index[t]];
    to[i] = sum;
  }
}

static void NAMED(blend)(void *context, int64_t first, int64_t last) {
  const along *a = context;
  for (int64_t o = first; o < last; o++) {
    const item *from = (const item *)a->from + o * a->size * a->inner;
    item *to = (item *)a->to + o * a->count * a->inner;
    if (a->inner == 1) NAMED(blend_items)(a, from, to);
    else
      for (int64_t i = 0; i < a->count; i++) NAMED(blend_row)(a, from, i, to + i * a->inner);
  }
}

static void NAMED(blend_back)(void *context, int64_t first, int64_t last) {
  const along *a = context;
  const item *weight = a->weight;
  for (int64_t o = first; o < last; o++) {
    const item *from = (const item *)a->from + o * a->count * a->inner;
    item *to = (item *)a->to + o * a->size * a->inner;
    memset(to, 0, sizeof(item) * (size_t)(a->size * a->inner));
    for (int64_t t = 0; t < a->count * a->taps; t++) {
      if (weight[t] == 0) continue;
      const item *row = from + t / a->taps * a->inner;
      if (a->inner == 1) to[a->index[t]] += weight[t] * row[0];
      else NAMED(add_scaled)(row, weight[t], to + a->index[t] * a->inner, a->inner);
    }
  }
}

static const loops NAMED(loops) = { NAMED(gather), NAMED(scatter), NAMED(blend), NAMED(blend_back) };

#undef item
#undef NAMED
