// Sharing work among threads: libgomp's pool, which oneDNN uses too. The Swift toolchain's clang has no omp.h, so the few
// functions are declared here; GOMP_parallel is what a compiler with OpenMP would call for a parallel region.
#include "kernels.h"

#include <stdatomic.h>

extern void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int threads);

/// Grains between two looks whether the work is given up: milliseconds.
enum { PIECE = 256 };

static atomic_int thread_count = 1;

/// True inside a shared region: work started there is not shared again.
static _Thread_local bool working = false;

void dk_set_threads(int threads) {
  int count = threads < 1 ? 1 : threads;
  atomic_store_explicit(&thread_count, count, memory_order_relaxed);
  omp_set_num_threads(count);
}

int dk_threads(void) { return atomic_load_explicit(&thread_count, memory_order_relaxed); }

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
  bool nested = working;
  working = true;
  int team = omp_get_num_threads();
  for (int part = omp_get_thread_num(); part < all->parts; part += team) do_part(all, part);
  working = nested;
}

void dk_parallel(int64_t count, int64_t grain, void (*work)(void *context, int64_t first, int64_t last), void *context) {
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  int64_t grains = (count + grain - 1) / grain;
  int threads = working ? 1 : dk_threads();
  int parts = grains < threads ? (int)grains : threads;
  division all = { count, grain, grains, parts, work, context };
  if (parts <= 1) {
    do_range(&all, 0, count);
    return;
  }
  GOMP_parallel(region, &all, (unsigned)parts, 0);
}
