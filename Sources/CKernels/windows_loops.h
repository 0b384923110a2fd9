// Loops of windows.c for one type of item. Included once for each type: `item`, and NAMED(name), which gives each loop its name.

/// What is done for one line of windows along the last axis: `at` is where in the plane the item of its first window lies.
typedef void (*NAMED(line_work))(const dk_window *w, const item *from, item *to, inside reach, int64_t at);

/// Goes over all windows for one item of the kernel. Forward, a line outside of the plane has nothing in reach; back, it is left out.
static void NAMED(by_lines)(const dk_window *w, int64_t k, const item *from, item *to, bool back, NAMED(line_work) work) {
  int64_t k2 = k % w->kernel[2], k1 = k / w->kernel[2] % w->kernel[1], k0 = k / w->kernel[2] / w->kernel[1];
  inside r = reach(w, 2, k2);
  for (int64_t p0 = 0; p0 < w->outcome[0]; p0++)
    for (int64_t p1 = 0; p1 < w->outcome[1]; p1++) {
      int64_t a0 = position(w, 0, p0, k0), a1 = position(w, 1, p1, k1);
      bool outside = is_outside(w, 0, a0) || is_outside(w, 1, a1);
      int64_t line = (p0 * w->outcome[1] + p1) * w->outcome[2];
      int64_t at = (a0 * w->size[1] + a1) * w->size[2] + position(w, 2, 0, k2);
      if (back) {
        if (!outside) work(w, from + line, to, r, at);
      } else work(w, from, to + line, outside ? (inside){ 0, 0 } : r, at);
    }
}

static void NAMED(lay_out)(const dk_window *w, const item *from, item *to, inside r, int64_t at) {
  for (int64_t p = 0; p < r.first; p++) to[p] = 0;
  if (w->stride[2] == 1) {
    if (r.last > r.first) memcpy(to + r.first, from + at + r.first, sizeof(item) * (size_t)(r.last - r.first));
  } else
    for (int64_t p = r.first; p < r.last; p++) to[p] = from[at + p * w->stride[2]];
  for (int64_t p = r.last; p < w->outcome[2]; p++) to[p] = 0;
}

static void NAMED(add_back)(const dk_window *w, const item *from, item *to, inside r, int64_t at) {
  for (int64_t p = r.first; p < r.last; p++) to[at + p * w->stride[2]] += from[p];
}

static void NAMED(unfold)(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  const item *from = s->from;
  int64_t items = product(s->w->kernel), outcome = product(s->w->outcome);
  for (int64_t row = first; row < last; row++)
    NAMED(by_lines)(s->w, row % items, from + row / items * product(s->w->size), (item *)s->to + row * outcome, false, NAMED(lay_out));
}

static void NAMED(fold)(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  const item *from = s->from;
  int64_t items = product(s->w->kernel), outcome = product(s->w->outcome), size = product(s->w->size);
  for (int64_t plane = first; plane < last; plane++) {
    item *to = (item *)s->to + plane * size;
    memset(to, 0, sizeof(item) * (size_t)size);
    for (int64_t i = 0; i < items; i++)
      NAMED(by_lines)(s->w, i, from + (plane * items + i) * outcome, to, true, NAMED(add_back));
  }
}

// ---- the largest ----------------------------------------------------------------------------------------------------------

/// The place in the plane of the window's largest item; -1 where the window is all outside.
static int32_t NAMED(largest_of)(const dk_window *w, const item *from, int64_t p0, int64_t p1, int64_t p2) {
  int64_t best = -1;
  for (int64_t k0 = 0; k0 < w->kernel[0]; k0++)
    for (int64_t k1 = 0; k1 < w->kernel[1]; k1++)
      for (int64_t k2 = 0; k2 < w->kernel[2]; k2++) {
        int64_t a0 = position(w, 0, p0, k0), a1 = position(w, 1, p1, k1), a2 = position(w, 2, p2, k2);
        if (is_outside(w, 0, a0) || is_outside(w, 1, a1) || is_outside(w, 2, a2)) continue;
        int64_t at = (a0 * w->size[1] + a1) * w->size[2] + a2;
        bool is_number = best < 0 || from[best] == from[best];
        if (best < 0 || (is_number && (from[at] > from[best] || from[at] != from[at]))) best = at;
      }
  return (int32_t)best;
}

static void NAMED(places)(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  const dk_window *w = s->w;
  const item *from = s->from;
  for (int64_t plane = first; plane < last; plane++) {
    int32_t *to = (int32_t *)s->to + plane * product(w->outcome);
    for (int64_t p0 = 0; p0 < w->outcome[0]; p0++)
      for (int64_t p1 = 0; p1 < w->outcome[1]; p1++)
        for (int64_t p2 = 0; p2 < w->outcome[2]; p2++) *to++ = NAMED(largest_of)(w, from + plane * product(w->size), p0, p1, p2);
  }
}

static const loops NAMED(loops) = { NAMED(unfold), NAMED(fold), NAMED(places) };

#undef item
#undef NAMED
