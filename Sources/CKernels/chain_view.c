// Reading arrays into registers and writing registers into arrays. Runs along the inner axes are found first, so that no
// element needs a division; each kind of run (bytes or words, repeated or not) then has a tight loop.
#include "chain_view.h"

#include "clones.h"

/// Leaves out axes of length 1 and joins neighbours that are one run in memory.
static void add_axis(chain_view *view, int64_t length, int64_t stride) {
  if (length == 1) return;
  int last = view->rank - 1;
  if (last >= 0 && view->strides[last] == stride * length) {
    view->shape[last] *= length;
    view->strides[last] = stride;
    return;
  }
  view->shape[view->rank] = length;
  view->strides[view->rank++] = stride;
}

static int64_t period_of(const chain_view *view) {
  if (view->rank < 2 || view->strides[0] != 0) return INT64_MAX;
  int64_t period = 1; // outer axes of stride 0 have been joined into one
  for (int axis = 1; axis < view->rank; axis++) period *= view->shape[axis];
  return period;
}

chain_view dk_view(const dk_chain *chain, const dk_operand *operand, void *const *slots) {
  chain_view view;
  view.truth = operand->type == DK_TRUTH;
  view.base = (char *)slots[operand->slot] + operand->offset * (view.truth ? 1 : 4);
  view.rank = 0;
  if (operand->access == DK_CONTIGUOUS) add_axis(&view, chain->count, 1);
  if (operand->access == DK_STRIDED)
    for (int axis = 0; axis < chain->rank; axis++) add_axis(&view, chain->shape[axis], operand->strides[axis]);
  if (view.rank == 1 && view.strides[0] == 0) view.rank = 0;
  view.period = period_of(&view);
  return view;
}

// ---- runs: `rows` times `length` elements; `row` and `stride` are the steps in elements -----------------------------------

typedef struct { int64_t rows, row, length, stride; } run;

/// Short runs of one value: each is written as a whole register, whose surplus the next one covers.
#define READ_RUNS(name, element)                                                                                  \
  DK_CLONES static void name(const element *from, run r, int32_t *to) {                                           \
    if (r.stride == 0 && r.length <= DK_WIDTH) {                                                                  \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int j = 0; j < DK_WIDTH; j++) to[j] = from[i * r.row];                                               \
    } else if (r.stride == 0) {                                                                                   \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int64_t j = 0; j < r.length; j++) to[j] = from[i * r.row];                                           \
    } else if (r.stride == 1 && r.length >= DK_WIDTH) {                                                           \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int64_t j = 0; j < r.length; j++) to[j] = from[i * r.row + j];                                       \
    } else {                                                                                                      \
      for (int64_t i = 0; i < r.rows; i++)                                                                        \
        for (int64_t j = 0; j < r.length; j++) *to++ = from[i * r.row + j * r.stride];                            \
    }                                                                                                             \
  }

#define WRITE_RUNS(name, element)                                                                                 \
  DK_CLONES static void name(element *to, run r, const int32_t *from) {                                           \
    if (r.stride == 1) {                                                                                          \
      for (int64_t i = 0; i < r.rows; i++, from += r.length)                                                      \
        for (int64_t j = 0; j < r.length; j++) to[i * r.row + j] = (element)from[j];                              \
    } else {                                                                                                      \
      for (int64_t i = 0; i < r.rows; i++)                                                                        \
        for (int64_t j = 0; j < r.length; j++) to[i * r.row + j * r.stride] = (element)*from++;                   \
    }                                                                                                             \
  }

READ_RUNS(read_words, int32_t)
READ_RUNS(read_bytes, uint8_t)
WRITE_RUNS(write_words, int32_t)
WRITE_RUNS(write_bytes, uint8_t)

// ---- the walk -------------------------------------------------------------------------------------------------------------

typedef struct { int64_t offset, position[DK_RANK]; } place;

static place place_of(const chain_view *view, int64_t element) {
  place here = { .offset = 0 };
  for (int axis = view->rank - 1; axis >= 0; axis--) {
    here.position[axis] = element % view->shape[axis];
    element /= view->shape[axis];
    here.offset += here.position[axis] * view->strides[axis];
  }
  return here;
}

/// Moves `steps` along the axis and carries into the outer ones.
static void advance(const chain_view *view, place *here, int axis, int64_t steps) {
  here->position[axis] += steps;
  here->offset += steps * view->strides[axis];
  for (; axis > 0 && here->position[axis] == view->shape[axis]; axis--) {
    here->offset += view->strides[axis - 1] - view->shape[axis] * view->strides[axis];
    here->position[axis] = 0;
    here->position[axis - 1]++;
  }
}

/// The longest run that starts here: whole rows where there are some, or a part of one.
static run next_run(const chain_view *view, place *here, int64_t count) {
  int inner = view->rank - 1;
  int64_t length = view->shape[inner], stride = view->strides[inner], left = length - here->position[inner];
  if (inner == 0 || here->position[inner] != 0 || count < length) {
    run part = { 1, 0, left < count ? left : count, stride };
    advance(view, here, inner, part.length);
    return part;
  }
  int64_t rows = count / length, rest = view->shape[inner - 1] - here->position[inner - 1];
  run whole = { rows < rest ? rows : rest, view->strides[inner - 1], length, stride };
  advance(view, here, inner - 1, whole.rows);
  return whole;
}

DK_CLONES void dk_fill(int32_t *to, int32_t value, int64_t count) {
  for (int64_t i = 0; i < count; i++) to[i] = value;
}

static int32_t element_at(const chain_view *view) {
  if (view->truth) return *(const uint8_t *)view->base;
  int32_t value;
  memcpy(&value, view->base, 4);
  return value;
}

/// Copies the first `period` lanes again and again: twice as many each time.
static void repeat(int32_t *to, int64_t period, int64_t count) {
  for (int64_t done = period; done < count; done *= 2) memcpy(to + done, to, 4 * (size_t)(count - done < done ? count - done : done));
}

void dk_view_read(const chain_view *view, int64_t first, int64_t count, int32_t *to) {
  if (view->rank == 0) return dk_fill(to, element_at(view), count);
  int64_t needed = view->period < count ? view->period : count;
  place here = place_of(view, first);
  for (int64_t done = 0; done < needed;) {
    int64_t offset = here.offset;
    run r = next_run(view, &here, needed - done);
    if (view->truth) read_bytes((const uint8_t *)view->base + offset, r, to + done);
    else if (r.rows == 1 && r.stride == 1) memcpy(to + done, view->base + 4 * offset, 4 * (size_t)r.length);
    else read_words((const int32_t *)view->base + offset, r, to + done);
    done += r.rows * r.length;
  }
  repeat(to, needed, count);
}

void dk_view_write(const chain_view *view, int64_t first, int64_t count, const int32_t *from) {
  chain_view one = { .shape = { 1 }, .strides = { 1 }, .rank = 1, .base = view->base, .truth = view->truth };
  if (view->rank == 0) view = &one, first = 0, count = 1;
  place here = place_of(view, first);
  for (int64_t done = 0; done < count;) {
    int64_t offset = here.offset;
    run r = next_run(view, &here, count - done);
    if (view->truth) write_bytes((uint8_t *)view->base + offset, r, from + done);
    else write_words((int32_t *)view->base + offset, r, from + done);
    done += r.rows * r.length;
  }
}
