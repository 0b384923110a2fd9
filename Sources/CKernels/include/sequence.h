// Recurrent layers as a whole: all times of a batch, forward and backward. Samples are independent of each other, so threads share
// them, and each walks through time by itself.
#ifndef DLN_SEQUENCE_H
#define DLN_SEQUENCE_H

#include "kernels.h"

/// What is done at one time. Gates lie side by side: lstm input, forget, candidate, output; gru reset, update, candidate.
typedef enum { DK_RNN_TANH, DK_RNN_RELU, DK_LSTM, DK_GRU } dk_cell;

/// Gates of a cell, and numbers a unit that its gradient wants to be told.
int64_t dk_cell_gates(dk_cell cell);
int64_t dk_cell_notes(dk_cell cell);

/// One direction of one layer. All arrays are contiguous float32.
typedef struct {
  dk_cell cell;
  bool backward; // from the last time to the first
  int64_t batch, time, units;
  const float *inputs;  // [batch, time, gates * units]: the input's share of the gates, or rows that places [batch, time] name
  const int32_t *places; // NULL: inputs lie one after the other; a place below 0 counts from the end
  int64_t rows;          // that places name
  const float *weight;  // [units, gates * units]
  const float *shift;   // [gates * units]: what is added to the state's share; NULL: nothing
  const float *lengths; // [batch]: times from there on do not count: they put out 0 and keep the state; NULL: all count
  float *all;           // [batch, time, units]: what is put out
  float *end, *memory;  // [batch, units]: what is remembered at the end, and the lstm's memory; NULL: nobody asks
  float *before;        // [batch, time, units]: what was put out at the time before in the walk; NULL: nobody asks
  float *notes;         // [batch, time, notes * units]: for the gradient; NULL: nobody asks
  float *scratch;       // dk_walk_scratch floats
} dk_walk;

void dk_walk_forward(const dk_walk *walk);

/// Gradients by what was put out and remembered (each NULL: none arrives), of the input's share and of the state's share of the
/// gates; the two are one array but for gru, whose candidate opens the state's share by a gate.
typedef struct {
  dk_walk walk; // weight, lengths, before and notes are read
  const float *all, *end, *memory;
  float *inputs, *recurrent; // [batch, time, gates * units]
} dk_walk_gradient;

void dk_walk_backward(const dk_walk_gradient *gradient);

/// Floats of room that either direction of time needs.
int64_t dk_walk_scratch(dk_cell cell, int64_t batch, int64_t units);

#endif
