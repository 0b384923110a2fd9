// oneDNN's parallel regions, on our pool. It is built for OpenMP and calls these functions of GCC's libgomp; as the program
// defines them, too, the loader gives it ours. libgomp's own threads spin for milliseconds beside a busy program.
#if defined(__linux__)

#include "kernels.h"
#include "pool.h"

void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags) {
  (void)flags;
  pool_run(body, context, threads == 0 ? dk_threads() : (int)threads, true);
}

void GOMP_barrier(void) { pool_barrier(); }
int omp_get_max_threads(void) { return pool_inside() ? 1 : dk_threads(); }
int omp_get_num_threads(void) { return pool_team(); }
int omp_get_thread_num(void) { return pool_place(); }
int omp_in_parallel(void) { return pool_inside(); }

#endif
