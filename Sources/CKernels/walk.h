// What both directions through time of a recurrent layer share: where things lie.
#ifndef DLN_WALK_H
#define DLN_WALK_H

#include "panels.h"
#include "sequence.h"

/// The room of a walk, cut up. Rows of samples come one after the other.
typedef struct {
  float *panels; // the weight
  float *gates;  // [batch, gate_pitch]: shares or gradients of the gates at one time
  float *state;  // [batch, units]: what is put out, or its gradient
  float *memory; // [batch, units]: the lstm's memory, or its gradient
  float *carry;  // [batch, carry_pitch]: a product's way back
  float *zeros;  // [width]
  int64_t width, gate_pitch, carry_pitch;
} dk_walk_room;

dk_walk_room dk_walk_room_of(const dk_walk *walk);

/// The time of a step of the walk.
static inline int64_t dk_time_of(const dk_walk *walk, int64_t step) { return walk->backward ? walk->time - 1 - step : step; }

static inline bool dk_counts(const dk_walk *walk, int64_t sample, int64_t time) {
  return walk->lengths == NULL || (float)time < walk->lengths[sample];
}

/// How many samples a thread takes at least, together.
enum { DK_SAMPLES = 4 };

#endif
