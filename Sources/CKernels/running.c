// What runs along the middle axis of [outer, count, inner], each item made of the one before it.
#include "arrangement.h"
#include "clones.h"

enum { GRAIN = 1 << 14, COLUMNS = 256 /* summed side by side */ };

typedef struct {
  const void *a, *b;
  void *to;
  int64_t count, inner, tiles;
  bool largest;
} running;

typedef struct {
  void (*recur)(void *, int64_t, int64_t);
  void (*lead)(void *, int64_t, int64_t);
  void (*accumulate)(void *, int64_t, int64_t);
} loops;

#define IS_NAN(x) ((x) != (x))

#define item float
#define total double
#define NAMED(name) name##_float
#include "running_loops.h"

#define item double
#define total double
#define NAMED(name) name##_double
#include "running_loops.h"

#define item int32_t
#define total uint32_t
#define NAMED(name) name##_int
#include "running_loops.h"

#define item int64_t
#define total uint64_t
#define NAMED(name) name##_long
#include "running_loops.h"

#include "loops_of.h"

void dk_recurrence(dk_type type, const void *a, const void *b, void *to, int64_t outer, int64_t count, int64_t inner) {
  if (count <= 0 || inner <= 0) return;
  running r = { .a = a, .b = b, .to = to, .count = count, .inner = inner };
  dk_parallel(outer, GRAIN / (count * inner) + 1, loops_of(type)->recur, &r);
}

void dk_running_places(dk_type type, bool largest, const void *from, int32_t *to, int64_t outer, int64_t count, int64_t inner) {
  if (count <= 0 || inner <= 0) return;
  running r = { .a = from, .to = to, .count = count, .inner = inner, .largest = largest };
  dk_parallel(outer, GRAIN / (count * inner) + 1, loops_of(type)->lead, &r);
}

/// float32 is gathered in float64; whole numbers wrap around.
void dk_cumulative_sum(dk_type type, const void *from, void *to, int64_t outer, int64_t count, int64_t inner) {
  if (outer <= 0 || count <= 0 || inner <= 0) return;
  running r = { .a = from, .to = to, .count = count, .inner = inner, .tiles = (inner + COLUMNS - 1) / COLUMNS };
  int64_t width = inner < COLUMNS ? inner : COLUMNS;
  dk_parallel(outer * r.tiles, 2 * GRAIN / (count * width) + 1, loops_of(type)->accumulate, &r);
}
