// Windows over planes of up to three axes of space: laid out one beside the other, added back, or searched for their largest.
#include <string.h>

#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14 };

typedef struct {
  const void *from;
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

typedef struct {
  void (*unfold)(void *, int64_t, int64_t);
  void (*fold)(void *, int64_t, int64_t);
  void (*places)(void *, int64_t, int64_t);
} loops;

#define item float
#define NAMED(name) name##_float
#include "windows_loops.h"

#define item double
#define NAMED(name) name##_double
#include "windows_loops.h"

static const loops *loops_of(dk_type type) { return type == DK_FLOAT64 ? &loops_double : &loops_float; }

void dk_unfold(dk_type type, const void *from, int64_t planes, const dk_window *window, void *to) {
  sliding s = { from, to, window };
  dk_parallel(planes * product(window->kernel), GRAIN / (product(window->outcome) + 1) + 1, loops_of(type)->unfold, &s);
}

void dk_fold(dk_type type, const void *from, int64_t planes, const dk_window *window, void *to) {
  sliding s = { from, to, window };
  dk_parallel(planes, GRAIN / (product(window->outcome) * product(window->kernel) + 1) + 1, loops_of(type)->fold, &s);
}

void dk_window_places(dk_type type, const void *from, int64_t planes, const dk_window *window, int32_t *to) {
  sliding s = { from, to, window };
  dk_parallel(planes, GRAIN / (product(window->outcome) * product(window->kernel) + 1) + 1, loops_of(type)->places, &s);
}
