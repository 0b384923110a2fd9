// Gates: spinning, then sleeping.
#include "gate.h"

enum { SPINS = 4000 }; // looks before sleeping

void gate_make(gate *g) {
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

void gate_open(gate *g) {
  atomic_fetch_add(&g->value, 1);
  wake(g);
}

bool gate_spin(gate *g, unsigned seen, int looks) {
  for (int i = 0; i < looks; i++) {
    if (atomic_load_explicit(&g->value, memory_order_acquire) != seen) return true;
    relax();
  }
  return false;
}

void gate_wait(gate *g, unsigned seen) {
  if (gate_spin(g, seen, SPINS)) return;
  pthread_mutex_lock(&g->lock);
  atomic_fetch_add(&g->sleepers, 1);
  while (atomic_load(&g->value) == seen) pthread_cond_wait(&g->changed, &g->lock);
  atomic_fetch_sub(&g->sleepers, 1);
  pthread_mutex_unlock(&g->lock);
}

void gate_offer(gate *g, unsigned bits) {
  atomic_fetch_or(&g->value, bits);
  wake(g);
}

unsigned gate_take(gate *g, unsigned bits) { return atomic_fetch_and(&g->value, ~bits) & bits; }

unsigned gate_receive(gate *g, unsigned bits) {
  unsigned taken = 0;
  for (int i = 0; i < SPINS; i++) {
    if ((taken = gate_take(g, bits)) != 0) return taken;
    relax();
  }
  pthread_mutex_lock(&g->lock);
  atomic_fetch_add(&g->sleepers, 1);
  while ((taken = gate_take(g, bits)) == 0) pthread_cond_wait(&g->changed, &g->lock);
  atomic_fetch_sub(&g->sleepers, 1);
  pthread_mutex_unlock(&g->lock);
  return taken;
}
