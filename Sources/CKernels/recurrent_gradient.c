// Recurrent layers, backward: at each time the gradients of the gates in one loop, then one product with the weight turned over.
#include "clones.h"
#include "mathematics.h"
#include "walk.h"

// ---- one time of one sample -----------------------------------------------------------------------------------------------------
// g: the gradient of what was put out, which becomes that part of the gradient by the state before that no product brings.

DK_CLONES static void lstm_back(const float *notes, const float *before, int64_t units, float *g, float *memory, float *gates) {
  const float *nf = notes + units, *ng = nf + units, *no = ng + units, *nc = no + units;
  float *df = gates + units, *dg = df + units, *out = dg + units;
  DK_LANES for (int64_t j = 0; j < units; j++) {
    float input = notes[j], forget = nf[j], candidate = ng[j], output = no[j], bent = tanh_float(nc[j]), arrived = g[j];
    float kept = memory[j] + arrived * output * (1.0f - bent * bent);
    gates[j] = kept * candidate * (input * (1.0f - input));
    df[j] = kept * before[j] * (forget * (1.0f - forget));
    dg[j] = kept * input * (1.0f - candidate * candidate);
    out[j] = arrived * bent * (output * (1.0f - output));
    memory[j] = kept * forget;
    g[j] = 0.0f;
  }
}

/// The input's share of the gates gets `inputs`; the state's share gets the same but for the candidate's part.
DK_CLONES static void gru_back(const float *notes, const float *before, int64_t units, float *g, float *inputs, float *gates) {
  const float *nz = notes + units, *nn = nz + units, *nh = nn + units;
  float *xz = inputs + units, *xn = xz + units, *dz = gates + units, *dn = dz + units;
  DK_LANES for (int64_t j = 0; j < units; j++) {
    float reset = notes[j], update = nz[j], candidate = nn[j], arrived = g[j];
    float bent = arrived * (1.0f - update) * (1.0f - candidate * candidate);
    float by_reset = bent * nh[j] * (reset * (1.0f - reset));
    float by_update = arrived * (before[j] - candidate) * (update * (1.0f - update));
    inputs[j] = gates[j] = by_reset;
    xz[j] = dz[j] = by_update;
    xn[j] = bent;
    dn[j] = bent * reset;
    g[j] = arrived * update;
  }
}

DK_CLONES static void tanh_back(const float *notes, int64_t units, float *g, float *gates) {
  DK_LANES for (int64_t j = 0; j < units; j++) {
    gates[j] = g[j] * (1.0f - notes[j] * notes[j]);
    g[j] = 0.0f;
  }
}

DK_CLONES static void relu_back(const float *notes, int64_t units, float *g, float *gates) {
  DK_LANES for (int64_t j = 0; j < units; j++) {
    gates[j] = notes[j] > 0.0f ? g[j] : 0.0f;
    g[j] = 0.0f;
  }
}

DK_CLONES static void accumulate(float *to, const float *from, int64_t count) {
  DK_LANES for (int64_t j = 0; j < count; j++) to[j] += from[j];
}

// ---- the walk -------------------------------------------------------------------------------------------------------------------

typedef struct {
  const dk_walk_gradient *gradient;
  dk_walk_room room;
} job;

static void copy(float *to, const float *from, int64_t count) { memcpy(to, from, (size_t)count * sizeof(float)); }

static void clear(float *to, int64_t count) { memset(to, 0, (size_t)count * sizeof(float)); }

/// What the lstm remembered at the time before.
static const float *memory_before(const job *j, int64_t sample, int64_t step) {
  const dk_walk *w = &j->gradient->walk;
  if (step == 0) return j->room.zeros;
  return w->notes + ((sample * w->time + dk_time_of(w, step - 1)) * 5 + 4) * w->units;
}

static void sample(const job *j, int64_t sample, int64_t step) {
  const dk_walk_gradient *d = j->gradient;
  const dk_walk *w = &d->walk;
  int64_t units = w->units, width = j->room.width, time = dk_time_of(w, step), at = sample * w->time + time;
  float *g = j->room.state + sample * units, *gates = j->room.gates + sample * j->room.gate_pitch;
  if (!dk_counts(w, sample, time)) {
    clear(gates, width);
    clear(d->inputs + at * width, width);
    if (w->cell == DK_GRU) clear(d->recurrent + at * width, width);
    return;
  }
  if (d->all) accumulate(g, d->all + at * units, units);
  const float *notes = w->notes + at * dk_cell_notes(w->cell) * units;
  switch (w->cell) {
    case DK_LSTM: lstm_back(notes, memory_before(j, sample, step), units, g, j->room.memory + sample * units, gates); break;
    case DK_GRU: gru_back(notes, w->before + at * units, units, g, d->inputs + at * width, gates); break;
    case DK_RNN_TANH: tanh_back(notes, units, g, gates); break;
    case DK_RNN_RELU: relu_back(notes, units, g, gates); break;
  }
  copy((w->cell == DK_GRU ? d->recurrent : d->inputs) + at * width, gates, width);
}

static void begin(float *to, const float *from, int64_t first, int64_t count) {
  if (from) copy(to + first, from + first, count);
  else clear(to + first, count);
}

static void samples(void *context, int64_t first, int64_t last) {
  const job *j = context;
  const dk_walk *w = &j->gradient->walk;
  const dk_walk_room *room = &j->room;
  int64_t units = w->units, rows = last - first;
  begin(room->state, j->gradient->end, first * units, rows * units);
  begin(room->memory, j->gradient->memory, first * units, rows * units);
  float *gates = room->gates + first * room->gate_pitch, *carry = room->carry + first * room->carry_pitch;
  for (int64_t step = w->time - 1; step >= 0 && !dk_stopped(); step--) {
    for (int64_t i = first; i < last; i++) sample(j, i, step);
    if (step == 0) break;
    dk_panel_product((dk_matrix){ gates, room->gate_pitch, 1 }, rows, room->width, room->panels, units, carry, room->carry_pitch, false);
    for (int64_t i = 0; i < rows; i++) accumulate(room->state + (first + i) * units, carry + i * room->carry_pitch, units);
  }
}

void dk_walk_backward(const dk_walk_gradient *gradient) {
  job j = { gradient, dk_walk_room_of(&gradient->walk) };
  clear(j.room.zeros, gradient->walk.units);
  dk_lay_panels((dk_matrix){ gradient->walk.weight, 1, j.room.width }, j.room.width, gradient->walk.units, j.room.panels);
  dk_parallel(gradient->walk.batch, DK_SAMPLES, samples, &j);
}
