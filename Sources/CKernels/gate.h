// A number that threads wait on: they spin for a moment, since what they wait for mostly comes at once, and then sleep.
#ifndef DLN_GATE_H
#define DLN_GATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { GATE_LINE = 128 /* two cache lines: neighbours are fetched in pairs */ };

typedef struct {
  _Alignas(GATE_LINE) atomic_uint value;
  atomic_int sleepers;
  pthread_mutex_t lock;
  pthread_cond_t changed;
} gate;

void gate_make(gate *g);

/// Counts one up, and wakes who waits.
void gate_open(gate *g);

/// Whether the number became another than `seen` within so many looks.
bool gate_spin(gate *g, unsigned seen, int looks);

/// Waits until the number is another than `seen`.
void gate_wait(gate *g, unsigned seen);

/// Adds bits to the number, and wakes who waits.
void gate_offer(gate *g, unsigned bits);

/// Takes those of the bits that are there; one of those who ask gets them. Asking writes, so who asks has the line for the work to come.
unsigned gate_take(gate *g, unsigned bits);

/// Waits until there are such bits, and takes them.
unsigned gate_receive(gate *g, unsigned bits);

#endif
