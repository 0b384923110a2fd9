// A waiting thread spins for a moment, since the next piece of work mostly follows at once, and then sleeps: so a step wakes
// nobody, and beside a busy program no core is held by a thread that only waits for another.
//
// A share of the work belongs to a place, not to a thread: one that no worker has begun, because another program has its core,
// is done by the caller. So the same sums are made in the same order, whoever makes them. A worker that began a share and did not
// go on rests, until it has tried out that it has a core for itself; meanwhile the caller does its shares.
#include "pool.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>

#include "core.h"
#include "gate.h"

enum {
  MOST = 256, // threads
  GRACE = 100 // looks before the caller does what nobody has begun
};

/// What a worker is offered.
enum { SHARE = 1, TRIAL = 2 };

typedef struct {
  gate ticket; // what waits for it
  atomic_bool rests, on_trial;
  double next, pause; // when it is tried out, and how long after that again: seconds
} worker;

static struct {
  pthread_mutex_t owner; // one region at a time
  void (*body)(void *);
  void *context;
  int team, hands;     // the threads that share the work, and the workers that there are
  int core;            // where the caller runs
  worker worker[MOST]; // by place
  gate finished;       // goes up when the last worker is done
  gate passed;         // goes up when all have come to a barrier
  _Alignas(GATE_LINE) atomic_int pending;
  int last; // who was done last
  _Alignas(GATE_LINE) atomic_int arrived;
} pool = { .owner = PTHREAD_MUTEX_INITIALIZER };

static _Thread_local int team = 1, place = 0;
static _Thread_local bool inside = false;

int pool_team(void) { return team; }
int pool_place(void) { return place; }
bool pool_inside(void) { return inside; }

void pool_alone(bool alone) { inside = alone; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// ---- shares ---------------------------------------------------------------------------------------------------------------

static void work_as(int which) {
  team = pool.team, place = which, inside = true;
  pool.body(pool.context);
  team = 1, place = 0, inside = false;
}

static void do_share(int which) {
  work_as(which);
  if (atomic_fetch_sub(&pool.pending, 1) > 1) return;
  pool.last = which;
  gate_open(&pool.finished);
}

// ---- rest and trial -------------------------------------------------------------------------------------------------------

// In seconds. A trial is longer than the turns that a system gives to busy programs on one core (4 ms at 250 ticks a second).
static const double HELD_UP = 0.001, TRIAL_LENGTH = 0.008, FIRST_PAUSE = 0.01, LONGEST_PAUSE = 0.25;

/// A share that takes this much longer than another lies on a core that does something else.
static void note_wait(double own, double waited) {
  worker *late = &pool.worker[pool.last];
  if (waited < HELD_UP || waited < own || atomic_load(&late->rests)) return;
  late->next = 0, late->pause = FIRST_PAUSE;
  atomic_store(&late->rests, true);
}

/// Whether a worker is to have no share now. From time to time it is tried out.
static bool rests(worker *w, double time) {
  if (!atomic_load(&w->rests)) return false;
  if (!atomic_load(&w->on_trial) && time >= w->next) {
    atomic_store(&w->on_trial, true);
    gate_offer(&w->ticket, TRIAL);
  }
  return true;
}

/// The longest time for which the calling thread did not run while it looked at the clock. It does the share that is offered meanwhile.
static double longest_absence(int which) {
  double start = now(), last = start, longest = 0;
  while (last - start < TRIAL_LENGTH) {
    if (gate_take(&pool.worker[which].ticket, SHARE)) do_share(which), last = now();
    double time = now();
    longest = time - last > longest ? time - last : longest;
    last = time;
  }
  return longest;
}

static void stand_trial(int which) {
  worker *w = &pool.worker[which];
  if (longest_absence(which) < HELD_UP) {
    atomic_store(&w->rests, false);
  } else {
    w->next = now() + w->pause;
    w->pause = 2 * w->pause < LONGEST_PAUSE ? 2 * w->pause : LONGEST_PAUSE;
  }
  atomic_store(&w->on_trial, false);
}

// ---- workers --------------------------------------------------------------------------------------------------------------

/// A worker on the caller's core would only take turns with it, and systems may leave it there for seconds.
static void keep_off(int core) {
  if (core >= 0 && core_now() == core) core_avoid(core);
}

static void *work(void *argument) {
  int which = (int)(intptr_t)argument;
  for (;;) {
    unsigned offered = gate_receive(&pool.worker[which].ticket, SHARE | TRIAL);
    int core = pool.core;
    if (offered & SHARE) do_share(which);
    keep_off(core);
    if (offered & TRIAL) stand_trial(which);
  }
  return NULL;
}

/// Signals are the main thread's: its handlers have a stack of their own.
static bool start_worker(int which) {
  gate_make(&pool.worker[which].ticket);
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
  if (pool.hands == 0) gate_make(&pool.finished), gate_make(&pool.passed);
  while (pool.hands < threads - 1 && start_worker(pool.hands + 1)) pool.hands++;
  return pool.hands + 1 < threads ? pool.hands + 1 : threads;
}

// ---- regions --------------------------------------------------------------------------------------------------------------

static void run_alone(void (*body)(void *), void *context) {
  int outer_team = team, outer_place = place;
  bool outer = inside;
  team = 1, place = 0, inside = true;
  body(context);
  team = outer_team, place = outer_place, inside = outer;
}

/// Offers the shares, does the first, and those of workers that rest.
static void share(bool together, double start) {
  bool resting[MOST];
  pool.core = core_now();
  atomic_store(&pool.pending, pool.team - 1);
  for (int which = 1; which < pool.team; which++) {
    resting[which] = !together && rests(&pool.worker[which], start);
    if (!resting[which]) gate_offer(&pool.worker[which].ticket, SHARE);
  }
  work_as(0);
  for (int which = 1; which < pool.team; which++)
    if (resting[which]) do_share(which);
}

/// Waits until all shares are done; those that nobody has begun are done here. [own]: the seconds that the caller's took.
static void finish(unsigned before, double own) {
  if (gate_spin(&pool.finished, before, GRACE)) return;
  for (int which = 1; which < pool.team; which++)
    if (gate_take(&pool.worker[which].ticket, SHARE)) do_share(which);
  double start = now();
  gate_wait(&pool.finished, before);
  note_wait(own, now() - start);
}

void pool_run(void (*body)(void *), void *context, int threads, bool together) {
  if (threads <= 1 || inside) return run_alone(body, context);
  pthread_mutex_lock(&pool.owner);
  pool.team = grow(threads < MOST ? threads : MOST - 1);
  pool.body = body, pool.context = context;
  unsigned before = atomic_load(&pool.finished.value);
  double start = now();
  if (pool.team > 1) {
    share(together, start);
    finish(before, now() - start);
  } else {
    work_as(0);
  }
  pthread_mutex_unlock(&pool.owner);
}

void pool_barrier(void) {
  if (team == 1) return;
  unsigned before = atomic_load(&pool.passed.value);
  if (atomic_fetch_add(&pool.arrived, 1) + 1 < team) return gate_wait(&pool.passed, before);
  atomic_store(&pool.arrived, 0);
  gate_open(&pool.passed);
}
