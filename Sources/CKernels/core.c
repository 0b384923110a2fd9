// One core for one thread, and no core for two.
#define _GNU_SOURCE
#include "core.h"

#include "kernels.h"

#ifdef __linux__
#include <sched.h>

void dk_stay_on_core(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

int core_now(void) { return sched_getcpu(); }

void core_avoid(int core) {
  static _Thread_local cpu_set_t allowed; // as the thread began
  static _Thread_local bool known = false;
  if (!known) known = sched_getaffinity(0, sizeof allowed, &allowed) == 0;
  cpu_set_t others = allowed;
  CPU_CLR(core, &others);
  if (known && CPU_COUNT(&others) > 0) sched_setaffinity(0, sizeof others, &others);
}
#else
void dk_stay_on_core(int core) { (void)core; }
int core_now(void) { return -1; }
void core_avoid(int core) { (void)core; }
#endif
