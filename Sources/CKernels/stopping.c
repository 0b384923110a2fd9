// Giving work up in the middle. What is wanted comes from above; whether it may be is said by whoever runs the work: numbers that
// are written over older ones must be written whole.
#include "kernels.h"

#include <stdatomic.h>

static bool never(void) { return false; }

static bool (*_Atomic wanted)(void) = never;
static atomic_bool allowed = false;
/// Some work was left out: whoever asks later hears so, too.
static atomic_bool given_up = false;

void dk_watch(bool (*is_wanted)(void)) { atomic_store(&wanted, is_wanted); }

void dk_allow_stop(bool may) {
  atomic_store_explicit(&given_up, false, memory_order_relaxed);
  atomic_store_explicit(&allowed, may, memory_order_relaxed);
}

bool dk_stopped(void) {
  if (!atomic_load_explicit(&allowed, memory_order_relaxed)) return false;
  if (atomic_load_explicit(&given_up, memory_order_relaxed)) return true;
  if (!atomic_load_explicit(&wanted, memory_order_relaxed)()) return false;
  atomic_store_explicit(&given_up, true, memory_order_relaxed);
  return true;
}
