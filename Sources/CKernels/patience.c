// How long libgomp's threads spin before they sleep. Its usual 300,000 rounds stall every parallel region for milliseconds
// when another program takes a core; 1,000 rounds are as fast on a quiet machine (measured on the digits network: 1.6 ms a
// step with either, and 16 instead of 25 to 90 beside a busy neighbour).
//
// libgomp takes 1,000 by itself where it counts more threads than processors, and it counts processors once, while it is
// loaded. So the program shows it one processor until then. (The variable GOMP_SPINCOUNT would have to be set before the
// program starts, and starting it twice costs 8 ms.)
#if __linux__
#define _GNU_SOURCE
#include <sched.h>

static cpu_set_t processors;
// Volatile, or the compiler works the constructor below out beforehand, with the zero that stands here.
static volatile int is_narrowed;

// Runs before the libraries begin.
static void narrow(int count, char **arguments, char **environment) {
  (void)count, (void)arguments, (void)environment;
  if (sched_getaffinity(0, sizeof processors, &processors)) return;
  int first = 0;
  while (first < CPU_SETSIZE && !CPU_ISSET(first, &processors)) first++;
  if (first == CPU_SETSIZE) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  is_narrowed = sched_setaffinity(0, sizeof one, &one) == 0;
}

__attribute__((section(".preinit_array"), used)) static void (*const before_libraries)(int, char **, char **) = narrow;

// Runs behind them, and before main.
__attribute__((constructor)) static void widen(void) {
  if (is_narrowed) sched_setaffinity(0, sizeof processors, &processors);
}
#endif
