// Windows over planes of up to three axes of space: laid out one beside the other, added back, or searched for their largest.
#include <string.h>

#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14 };

typedef struct {
  const float *from;
  void *to;
  const dk_window *w;
} sliding;

static int64_t product(const int64_t sizes[DK_SPACE]) { return sizes[0] * sizes[1] * sizes[2]; }

/// The places along the last axis at which item `k` of the kernel stays inside.
typedef struct { int64_t first, last; } inside;

static inside reach(const dk_window *w, int axis, int64_t k) {
  int64_t shift = k * w->dilation[axis] - w->low[axis], stride = w->stride[axis], size = w->size[axis];
  inside r = { shift < 0 ? (-shift + stride - 1) / stride : 0, size > shift ? (size - shift + stride - 1) / stride : 0 };
  if (r.last > w->outcome[axis]) r.last = w->outcome[axis];
  if (r.first > r.last) r.first = r.last;
  return r;
}

static int64_t position(const dk_window *w, int axis, int64_t place, int64_t k) {
  return place * w->stride[axis] + k * w->dilation[axis] - w->low[axis];
}

static bool is_outside(const dk_window *w, int axis, int64_t at) { return at < 0 || at >= w->size[axis]; }

/// What is done for one line of windows along the last axis: `at` is where in the plane the item of its first window lies.
typedef void (*line_work)(const dk_window *w, const float *from, float *to, inside reach, int64_t at);

/// Goes over all windows for one item of the kernel. Forward, a line outside of the plane has nothing in reach; back, it is left out.
static void by_lines(const dk_window *w, int64_t item, const float *from, float *to, bool back, line_work work) {
  int64_t k2 = item % w->kernel[2], k1 = item / w->kernel[2] % w->kernel[1], k0 = item / w->kernel[2] / w->kernel[1];
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

static void lay_out(const dk_window *w, const float *from, float *to, inside r, int64_t at) {
  for (int64_t p = 0; p < r.first; p++) to[p] = 0;
  if (w->stride[2] == 1) {
    if (r.last > r.first) memcpy(to + r.first, from + at + r.first, 4 * (size_t)(r.last - r.first));
  } else
    for (int64_t p = r.first; p < r.last; p++) to[p] = from[at + p * w->stride[2]];
  for (int64_t p = r.last; p < w->outcome[2]; p++) to[p] = 0;
}

static void add_back(const dk_window *w, const float *from, float *to, inside r, int64_t at) {
  for (int64_t p = r.first; p < r.last; p++) to[at + p * w->stride[2]] += from[p];
}

static void unfold(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  int64_t items = product(s->w->kernel), outcome = product(s->w->outcome);
  for (int64_t row = first; row < last; row++)
    by_lines(s->w, row % items, s->from + row / items * product(s->w->size), (float *)s->to + row * outcome, false, lay_out);
}

void dk_unfold(const float *from, int64_t planes, const dk_window *window, float *to) {
  sliding s = { from, to, window };
  dk_parallel(planes * product(window->kernel), GRAIN / (product(window->outcome) + 1) + 1, unfold, &s);
}

static void fold(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  int64_t items = product(s->w->kernel), outcome = product(s->w->outcome), size = product(s->w->size);
  for (int64_t plane = first; plane < last; plane++) {
    float *to = (float *)s->to + plane * size;
    memset(to, 0, 4 * (size_t)size);
    for (int64_t item = 0; item < items; item++)
      by_lines(s->w, item, s->from + (plane * items + item) * outcome, to, true, add_back);
  }
}

void dk_fold(const float *from, int64_t planes, const dk_window *window, float *to) {
  sliding s = { from, to, window };
  dk_parallel(planes, GRAIN / (product(window->outcome) * product(window->kernel) + 1) + 1, fold, &s);
}

// ---- the largest ----------------------------------------------------------------------------------------------------------

/// The place in the plane of the window's largest item; -1 where the window is all outside.
static int32_t largest_of(const dk_window *w, const float *from, int64_t p0, int64_t p1, int64_t p2) {
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

static void places(void *context, int64_t first, int64_t last) {
  const sliding *s = context;
  const dk_window *w = s->w;
  for (int64_t plane = first; plane < last; plane++) {
    int32_t *to = (int32_t *)s->to + plane * product(w->outcome);
    for (int64_t p0 = 0; p0 < w->outcome[0]; p0++)
      for (int64_t p1 = 0; p1 < w->outcome[1]; p1++)
        for (int64_t p2 = 0; p2 < w->outcome[2]; p2++) *to++ = largest_of(w, s->from + plane * product(w->size), p0, p1, p2);
  }
}

void dk_window_places(const float *from, int64_t planes, const dk_window *window, int32_t *to) {
  sliding s = { from, to, window };
  dk_parallel(planes, GRAIN / (product(window->outcome) * product(window->kernel) + 1) + 1, places, &s);
}
