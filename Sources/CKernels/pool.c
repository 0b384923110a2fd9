// A waiting thread spins for a moment, since the next piece of work mostly follows at once, and then sleeps: so a step wakes
// nobody, and beside a busy program no core is held by a thread that only waits for another.
//
// A share of the work belongs to a place, not to a thread: one that no worker has begun, because another program has its core,
// is done by the caller. So the same sums are made in the same order, whoever makes them. Who was kept waiting by a share that was
// begun and did not go on does all of them for a while.
#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum {
  MOST = 256,  // threads
  LINE = 128,  // two cache lines: neighbours are fetched in pairs
  SPINS = 4000, // looks before sleeping
  GRACE = 100   // looks before the caller does what nobody has begun
};

/// A number that threads wait on.
typedef struct {
  _Alignas(LINE) atomic_uint value;
  atomic_int sleepers;
  pthread_mutex_t lock;
  pthread_cond_t changed;
} gate;

static struct {
  pthread_mutex_t owner; // one region at a time
  void (*body)(void *);
  void *context;
  int team, workers;
  gate tickets[MOST]; // by place: 1 while its share waits for somebody
  gate finished;      // goes up when the last worker is done
  gate passed;        // goes up when all have come to a barrier
  _Alignas(LINE) atomic_int pending;
  _Alignas(LINE) atomic_int arrived;
} pool = { .owner = PTHREAD_MUTEX_INITIALIZER };

/// When the caller does all shares by itself: in seconds, as long as it lasts. Beside a busy program it comes again and lasts longer.
static struct {
  double until, length;
} solo;

static const double HELD_UP = 0.0005, SHORTEST_SOLO = 0.004, LONGEST_SOLO = 1;

static _Thread_local int team = 1, place = 0;
static _Thread_local bool inside = false;

int pool_team(void) { return team; }
int pool_place(void) { return place; }
bool pool_inside(void) { return inside; }

void pool_alone(bool alone) { inside = alone; }

// ---- gates ----------------------------------------------------------------------------------------------------------------

static void make_gate(gate *g) {
  pthread_mutex_init(&g->lock, NULL);
  pthread_cond_init(&g->changed, NULL);
}

static void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static void wake(gate *g) {
  if (atomic_load(&g->sleepers) == 0) return;
  pthread_mutex_lock(&g->lock);
  pthread_cond_broadcast(&g->changed);
  pthread_mutex_unlock(&g->lock);
}

static void open_gate(gate *g) {
  atomic_fetch_add(&g->value, 1);
  wake(g);
}

/// Whether the number became another within so many looks.
static bool spin_at(gate *g, unsigned seen, int looks) {
  for (int i = 0; i < looks; i++) {
    if (atomic_load_explicit(&g->value, memory_order_acquire) != seen) return true;
    relax();
  }
  return false;
}

static void wait_at(gate *g, unsigned seen) {
  if (spin_at(g, seen, SPINS)) return;
  pthread_mutex_lock(&g->lock);
  atomic_fetch_add(&g->sleepers, 1);
  while (atomic_load(&g->value) == seen) pthread_cond_wait(&g->changed, &g->lock);
  atomic_fetch_sub(&g->sleepers, 1);
  pthread_mutex_unlock(&g->lock);
}

// ---- tickets --------------------------------------------------------------------------------------------------------------

static void offer(gate *ticket) {
  atomic_store(&ticket->value, 1);
  wake(ticket);
}

/// Takes a share that waits; one of those who ask gets it. Asking writes, so whoever asks already has the line for the work to come.
static bool take(gate *ticket) {
  unsigned waiting = 1;
  return atomic_compare_exchange_strong(&ticket->value, &waiting, 0);
}

static void wait_for(gate *ticket) {
  for (int i = 0; i < SPINS; i++) {
    if (take(ticket)) return;
    relax();
  }
  pthread_mutex_lock(&ticket->lock);
  atomic_fetch_add(&ticket->sleepers, 1);
  while (!take(ticket)) pthread_cond_wait(&ticket->changed, &ticket->lock);
  atomic_fetch_sub(&ticket->sleepers, 1);
  pthread_mutex_unlock(&ticket->lock);
}

// ---- workers --------------------------------------------------------------------------------------------------------------

static void work_as(int which) {
  team = pool.team, place = which, inside = true;
  pool.body(pool.context);
  team = 1, place = 0, inside = false;
}

static void do_share(int which) {
  work_as(which);
  if (atomic_fetch_sub(&pool.pending, 1) == 1) open_gate(&pool.finished);
}

static void *work(void *argument) {
  int which = (int)(intptr_t)argument;
  for (;;) {
    wait_for(&pool.tickets[which]);
    do_share(which);
  }
  return NULL;
}

/// Signals are the main thread's: its handlers have a stack of their own.
static bool start_worker(int which) {
  make_gate(&pool.tickets[which]);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  bool started = pthread_create(&thread, NULL, work, (void *)(intptr_t)which) == 0 && pthread_detach(thread) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

/// A machine that gives no more threads has them all in use.
static int grow(int threads) {
  if (pool.workers == 0) make_gate(&pool.finished), make_gate(&pool.passed);
  while (pool.workers < threads - 1 && start_worker(pool.workers + 1)) pool.workers++;
  return pool.workers + 1 < threads ? pool.workers + 1 : threads;
}

// ---- regions --------------------------------------------------------------------------------------------------------------

static void run_alone(void (*body)(void *), void *context) {
  int outer_team = team, outer_place = place;
  bool outer = inside;
  team = 1, place = 0, inside = true;
  body(context);
  team = outer_team, place = outer_place, inside = outer;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/// A share that takes this much longer than another lies on a core that does something else.
static void note_wait(double own, double waited) {
  if (waited < HELD_UP || waited < own) return;
  double time = now();
  bool again = time - solo.until < 8 * solo.length;
  solo.length = !again ? SHORTEST_SOLO : 2 * solo.length < LONGEST_SOLO ? 2 * solo.length : LONGEST_SOLO;
  solo.until = time + solo.length;
}

/// Waits until all shares are done; those that nobody has begun are done here. [own]: the seconds that the caller's took.
static void finish(unsigned before, double own) {
  if (spin_at(&pool.finished, before, GRACE)) return;
  for (int which = 1; which < pool.team; which++) {
    if (take(&pool.tickets[which])) do_share(which);
  }
  double start = now();
  wait_at(&pool.finished, before);
  note_wait(own, now() - start);
}

void pool_run(void (*body)(void *), void *context, int threads, bool together) {
  if (threads <= 1 || inside) return run_alone(body, context);
  pthread_mutex_lock(&pool.owner);
  pool.team = grow(threads < MOST ? threads : MOST - 1);
  pool.body = body, pool.context = context;
  double start = now();
  if (!together && start < solo.until) {
    for (int which = 0; which < pool.team; which++) work_as(which);
    pthread_mutex_unlock(&pool.owner);
    return;
  }
  atomic_store(&pool.pending, pool.team - 1);
  unsigned before = atomic_load(&pool.finished.value);
  for (int which = 1; which < pool.team; which++) offer(&pool.tickets[which]);
  work_as(0);
  if (pool.team > 1) finish(before, now() - start);
  pthread_mutex_unlock(&pool.owner);
}

void pool_barrier(void) {
  if (team == 1) return;
  unsigned before = atomic_load(&pool.passed.value);
  if (atomic_fetch_add(&pool.arrived, 1) + 1 < team) return wait_at(&pool.passed, before);
  atomic_store(&pool.arrived, 0);
  open_gate(&pool.passed);
}
