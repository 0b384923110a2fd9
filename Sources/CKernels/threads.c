// Dividing loops among the pool's threads.
#include "kernels.h"

#include <stdatomic.h>

#include "pool.h"

/// Grains between two looks whether the work is given up: milliseconds.
enum { PIECE = 256 };

static atomic_int thread_count = 1;

void dk_set_threads(int threads) { atomic_store_explicit(&thread_count, threads < 1 ? 1 : threads, memory_order_relaxed); }

int dk_threads(void) { return atomic_load_explicit(&thread_count, memory_order_relaxed); }

void dk_alone(bool alone) { pool_alone(alone); }

typedef struct {
  int64_t count, grain, grains;
  int parts;
  void (*work)(void *, int64_t, int64_t);
  void *context;
} division;

static void do_range(const division *all, int64_t first, int64_t last) {
  int64_t piece = PIECE * all->grain;
  for (; last - first > piece && !dk_stopped(); first += piece) all->work(all->context, first, first + piece);
  if (last - first <= piece) all->work(all->context, first, last);
}

static void do_part(const division *all, int part) {
  int64_t first = all->grains * part / all->parts * all->grain;
  int64_t last = all->grains * (part + 1) / all->parts * all->grain;
  do_range(all, first, last < all->count ? last : all->count);
}

/// The pool may give fewer threads than asked for; the parts stay as they were divided.
static void region(void *context) {
  const division *all = context;
  for (int part = pool_place(); part < all->parts; part += pool_team()) do_part(all, part);
}

void dk_parallel(int64_t count, int64_t grain, void (*work)(void *context, int64_t first, int64_t last), void *context) {
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  int64_t grains = (count + grain - 1) / grain;
  int threads = pool_inside() ? 1 : dk_threads();
  int parts = grains < threads ? (int)grains : threads;
  division all = { count, grain, grains, parts, work, context };
  if (parts <= 1) {
    do_range(&all, 0, count);
    return;
  }
  pool_run(region, &all, parts, false);
}
