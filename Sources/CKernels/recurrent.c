// Recurrent layers, forward: at each time one product of all states with the weight, then the gates in one loop.
#include "clones.h"
#include "mathematics.h"
#include "walk.h"

int64_t dk_cell_gates(dk_cell cell) { return cell == DK_LSTM ? 4 : cell == DK_GRU ? 3 : 1; }

int64_t dk_cell_notes(dk_cell cell) { return cell == DK_LSTM ? 5 : cell == DK_GRU ? 4 : 1; }

/// Where nobody asks for the notes they are written over the shares of the gates; gru has one more of them.
static int64_t gate_pitch(dk_cell cell, int64_t units) { return dk_panelled((cell == DK_GRU ? 4 : dk_cell_gates(cell)) * units); }

static int64_t panels_room(int64_t units, int64_t width) {
  int64_t there = units * dk_panelled(width), back = width * dk_panelled(units);
  return there > back ? there : back;
}

int64_t dk_walk_scratch(dk_cell cell, int64_t batch, int64_t units) {
  int64_t width = dk_cell_gates(cell) * units;
  return panels_room(units, width) + batch * (gate_pitch(cell, units) + 2 * units + dk_panelled(units)) + width;
}

dk_walk_room dk_walk_room_of(const dk_walk *walk) {
  dk_walk_room room = { .width = dk_cell_gates(walk->cell) * walk->units };
  room.gate_pitch = gate_pitch(walk->cell, walk->units);
  room.carry_pitch = dk_panelled(walk->units);
  room.panels = walk->scratch;
  room.gates = room.panels + panels_room(walk->units, room.width);
  room.carry = room.gates + walk->batch * room.gate_pitch;
  room.state = room.carry + walk->batch * room.carry_pitch;
  room.memory = room.state + walk->batch * walk->units;
  room.zeros = room.memory + walk->batch * walk->units;
  return room;
}

// ---- one time of one sample -----------------------------------------------------------------------------------------------------
// x: the input's share; s: the state's, where the gates are noted if nobody asks for them elsewhere; shift belongs to s.

DK_CLONES static void lstm_step(
  const float *x, const float *s, const float *shift, int64_t units, float *notes, float *memory, float *state
) {
  const float *xf = x + units, *xg = xf + units, *xo = xg + units, *sf = s + units, *sg = sf + units, *so = sg + units;
  const float *bf = shift + units, *bg = bf + units, *bo = bg + units;
  float *nf = notes + units, *ng = nf + units, *no = ng + units;
  DK_LANES for (int64_t j = 0; j < units; j++) {
    float input = sigmoid_float(x[j] + (s[j] + shift[j])), forget = sigmoid_float(xf[j] + (sf[j] + bf[j]));
    float candidate = tanh_float(xg[j] + (sg[j] + bg[j])), output = sigmoid_float(xo[j] + (so[j] + bo[j]));
    float kept = forget * memory[j] + input * candidate;
    notes[j] = input;
    nf[j] = forget;
    ng[j] = candidate;
    no[j] = output;
    memory[j] = kept;
    state[j] = output * tanh_float(kept);
  }
}

DK_CLONES static void gru_step(const float *x, const float *s, const float *shift, int64_t units, float *notes, float *state) {
  const float *xz = x + units, *xn = xz + units, *sz = s + units, *sn = sz + units, *bz = shift + units, *bn = bz + units;
  float *nz = notes + units, *nn = nz + units, *nh = nn + units;
  DK_LANES for (int64_t j = 0; j < units; j++) {
    float reset = sigmoid_float(x[j] + (s[j] + shift[j])), update = sigmoid_float(xz[j] + (sz[j] + bz[j]));
    float opened = sn[j] + bn[j], candidate = tanh_float(xn[j] + reset * opened);
    notes[j] = reset;
    nz[j] = update;
    nn[j] = candidate;
    nh[j] = opened;
    state[j] = candidate + update * (state[j] - candidate);
  }
}

DK_CLONES static void tanh_step(const float *x, const float *s, const float *shift, int64_t units, float *state) {
  DK_LANES for (int64_t j = 0; j < units; j++) state[j] = tanh_float(x[j] + (s[j] + shift[j]));
}

DK_CLONES static void relu_step(const float *x, const float *s, const float *shift, int64_t units, float *state) {
  DK_LANES for (int64_t j = 0; j < units; j++) {
    float sum = x[j] + (s[j] + shift[j]);
    state[j] = sum < 0.0f ? 0.0f : sum;
  }
}

// ---- the walk -------------------------------------------------------------------------------------------------------------------

typedef struct {
  const dk_walk *walk;
  dk_walk_room room;
} job;

static void copy(float *to, const float *from, int64_t count) { memcpy(to, from, (size_t)count * sizeof(float)); }

static void clear(float *to, int64_t count) { memset(to, 0, (size_t)count * sizeof(float)); }

static void step_of(const job *j, const float *x, float *s, float *notes, float *memory, float *state) {
  const dk_walk *w = j->walk;
  const float *shift = w->shift ? w->shift : j->room.zeros;
  switch (w->cell) {
    case DK_LSTM:
      lstm_step(x, s, shift, w->units, notes ? notes : s, memory, state);
      if (notes) copy(notes + 4 * w->units, memory, w->units);
      break;
    case DK_GRU: gru_step(x, s, shift, w->units, notes ? notes : s, state); break;
    case DK_RNN_TANH: tanh_step(x, s, shift, w->units, state); break;
    case DK_RNN_RELU: relu_step(x, s, shift, w->units, state); break;
  }
  if (notes && dk_cell_notes(w->cell) == 1) copy(notes, state, w->units);
}

/// The input's share at a place of [batch, time].
static const float *input_at(const job *j, int64_t at) {
  const dk_walk *w = j->walk;
  if (w->places == NULL) return w->inputs + at * j->room.width;
  return w->inputs + (w->places[at] < 0 ? w->places[at] + w->rows : w->places[at]) * j->room.width;
}

static void sample(const job *j, int64_t sample, int64_t time) {
  const dk_walk *w = j->walk;
  int64_t units = w->units, count = dk_cell_notes(w->cell) * units, at = sample * w->time + time;
  float *state = j->room.state + sample * units, *memory = j->room.memory + sample * units;
  float *notes = w->notes ? w->notes + at * count : NULL;
  if (w->before) copy(w->before + at * units, state, units);
  if (dk_counts(w, sample, time)) {
    step_of(j, input_at(j, at), j->room.gates + sample * j->room.gate_pitch, notes, memory, state);
    copy(w->all + at * units, state, units);
    return;
  }
  clear(w->all + at * units, units);
  if (notes) clear(notes, count);
  if (notes && w->cell == DK_LSTM) copy(notes + 4 * units, memory, units);
}

static void samples(void *context, int64_t first, int64_t last) {
  const job *j = context;
  const dk_walk *w = j->walk;
  const dk_walk_room *room = &j->room;
  float *state = room->state + first * w->units, *gates = room->gates + first * room->gate_pitch;
  clear(state, (last - first) * w->units);
  clear(room->memory + first * w->units, (last - first) * w->units);
  clear(gates, (last - first) * room->gate_pitch);
  for (int64_t step = 0; step < w->time && !dk_stopped(); step++) {
    // What is remembered at first is 0, and so is its product.
    if (step > 0)
      dk_panel_product((dk_matrix){ state, w->units, 1 }, last - first, w->units, room->panels, room->width, gates, room->gate_pitch, false);
    for (int64_t i = first; i < last; i++) sample(j, i, dk_time_of(w, step));
  }
  if (w->end) copy(w->end + first * w->units, state, (last - first) * w->units);
  if (w->memory) copy(w->memory + first * w->units, room->memory + first * w->units, (last - first) * w->units);
}

void dk_walk_forward(const dk_walk *walk) {
  job j = { walk, dk_walk_room_of(walk) };
  clear(j.room.zeros, j.room.width);
  dk_lay_panels((dk_matrix){ walk->weight, j.room.width, 1 }, walk->units, j.room.width, j.room.panels);
  dk_parallel(walk->batch, DK_SAMPLES, samples, &j);
}
