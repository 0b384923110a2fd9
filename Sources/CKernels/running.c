// What runs along the middle axis of [outer, count, inner], each item made of the one before it.
#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14 };

typedef struct {
  const float *a, *b;
  void *to;
  int64_t count, inner;
  bool largest;
} running;

DK_CLONES static void next_row(const float *a, const float *b, const float *before, float *to, int64_t width) {
  DK_LANES for (int64_t k = 0; k < width; k++) to[k] = a[k] * before[k] + b[k];
}

static void recur(void *context, int64_t first, int64_t last) {
  const running *r = context;
  int64_t inner = r->inner;
  for (int64_t o = first; o < last; o++) {
    int64_t start = o * r->count * inner;
    float *to = (float *)r->to + start;
    for (int64_t k = 0; k < inner; k++) to[k] = r->b[start + k];
    for (int64_t i = 1; i < r->count; i++) {
      int64_t at = start + i * inner;
      if (inner == 1) to[i] = r->a[at] * to[i - 1] + r->b[at];
      else next_row(r->a + at, r->b + at, to + (i - 1) * inner, to + i * inner, inner);
    }
  }
}

void dk_recurrence(const float *a, const float *b, float *to, int64_t outer, int64_t count, int64_t inner) {
  if (count <= 0 || inner <= 0) return;
  running r = { .a = a, .b = b, .to = to, .count = count, .inner = inner };
  dk_parallel(outer, GRAIN / (count * inner) + 1, recur, &r);
}

static void lead(void *context, int64_t first, int64_t last) {
  const running *r = context;
  for (int64_t o = first; o < last; o++) {
    const float *from = r->a + o * r->count * r->inner;
    int32_t *to = (int32_t *)r->to + o * r->count * r->inner;
    for (int64_t k = 0; k < r->inner; k++) to[k] = 0;
    for (int64_t i = 1; i < r->count; i++)
      for (int64_t k = 0; k < r->inner; k++) {
        int32_t leader = to[(i - 1) * r->inner + k];
        float value = from[i * r->inner + k], best = from[leader * r->inner + k];
        bool leads = (r->largest ? value >= best : value <= best) || value != value;
        to[i * r->inner + k] = leads && best == best ? (int32_t)i : leader;
      }
  }
}

void dk_running_places(bool largest, const float *from, int32_t *to, int64_t outer, int64_t count, int64_t inner) {
  if (count <= 0 || inner <= 0) return;
  running r = { .a = from, .to = to, .count = count, .inner = inner, .largest = largest };
  dk_parallel(outer, GRAIN / (count * inner) + 1, lead, &r);
}
