// One core for one thread.
#define _GNU_SOURCE
#include "kernels.h"

#ifdef __linux__
#include <sched.h>

void dk_stay_on_core(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}
#else
void dk_stay_on_core(int core) { (void)core; }
#endif
