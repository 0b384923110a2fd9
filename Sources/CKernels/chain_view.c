// Reading arrays into registers and writing registers into arrays. Runs along the inner axes are found first, so that no
// element needs a division; each kind of run (by type of element, repeated or not) then has a tight loop.
#include "chain_view.h"

#include "bfloat16.h"
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

void dk_view(const dk_chain *chain, const dk_operand *operand, void *const *slots, chain_view *view) {
  view->type = (dk_type)operand->type;
  view->wide = chain->wide;
  view->plain = chain->wide ? view->type == DK_FLOAT64 || view->type == DK_INT64 : view->type == DK_FLOAT32 || view->type == DK_INT32;
  view->base = (char *)slots[operand->slot] + operand->offset * dk_bytes(view->type);
  view->rank = 0;
  if (operand->access == DK_CONTIGUOUS) add_axis(view, chain->count, 1);
  if (operand->access == DK_STRIDED)
    for (int axis = 0; axis < chain->rank; axis++) add_axis(view, chain->shape[axis], operand->strides[axis]);
  if (view->rank == 1 && view->strides[0] == 0) view->rank = 0;
  view->period = period_of(view);
}

// ---- runs: `rows` times `length` elements; `row` and `stride` are the steps in elements -----------------------------------

typedef struct { int64_t rows, row, length, stride; } run;

/// Short runs of one value: each is written as a whole register, whose surplus the next one covers.
#define READ_RUNS(clones, name, element, lane, convert)                                                           \
  clones static void name(const void *array, run r, void *lanes) {                                             \
    const element *from = array;                                                                                  \
    lane *to = lanes;                                                                                             \
    if (r.stride == 0 && r.length <= DK_WIDTH) {                                                                  \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int j = 0; j < DK_WIDTH; j++) to[j] = convert(from[i * r.row]);                                      \
    } else if (r.stride == 0) {                                                                                   \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int64_t j = 0; j < r.length; j++) to[j] = convert(from[i * r.row]);                                  \
    } else if (r.stride == 1 && r.length >= DK_WIDTH) {                                                           \
      for (int64_t i = 0; i < r.rows; i++, to += r.length)                                                        \
        for (int64_t j = 0; j < r.length; j++) to[j] = convert(from[i * r.row + j]);                              \
    } else {                                                                                                      \
      for (int64_t i = 0; i < r.rows; i++)                                                                        \
        for (int64_t j = 0; j < r.length; j++) *to++ = convert(from[i * r.row + j * r.stride]);                   \
    }                                                                                                             \
  }

#define WRITE_RUNS(clones, name, element, lane, convert)                                                          \
  clones static void name(void *array, run r, const void *lanes) {                                             \
    element *to = array;                                                                                          \
    const lane *from = lanes;                                                                                     \
    if (r.stride == 1) {                                                                                          \
      for (int64_t i = 0; i < r.rows; i++, from += r.length)                                                      \
        for (int64_t j = 0; j < r.length; j++) to[i * r.row + j] = (element)convert(from[j]);                     \
    } else {                                                                                                      \
      for (int64_t i = 0; i < r.rows; i++)                                                                        \
        for (int64_t j = 0; j < r.length; j++) to[i * r.row + j * r.stride] = (element)convert(*from++);          \
    }                                                                                                             \
  }

#define AS_IT_IS(x) (x)
// Lanes are rounded before they are written.
DK_INLINE uint16_t half_of_double(double lane) { return half_of_float((float)lane); }

READ_RUNS(DK_CLONES, read_words, int32_t, int32_t, AS_IT_IS)
READ_RUNS(DK_CLONES, read_bytes, uint8_t, int32_t, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, read_signed_bytes, int8_t, int32_t, AS_IT_IS)
READ_RUNS(DK_CLONES, read_halves, uint16_t, float, float_of_half)
READ_RUNS(DK_TWO_CLONES, read_long_words, int64_t, int64_t, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, widen_words, int32_t, int64_t, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, widen_bytes, uint8_t, int64_t, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, widen_signed_bytes, int8_t, int64_t, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, widen_floats, float, double, AS_IT_IS)
READ_RUNS(DK_TWO_CLONES, widen_halves, uint16_t, double, float_of_half)

WRITE_RUNS(DK_CLONES, write_words, int32_t, int32_t, AS_IT_IS)
WRITE_RUNS(DK_CLONES, write_bytes, uint8_t, int32_t, AS_IT_IS)
WRITE_RUNS(DK_CLONES, write_halves, uint16_t, float, half_of_float)
WRITE_RUNS(DK_TWO_CLONES, write_long_words, int64_t, int64_t, AS_IT_IS)
WRITE_RUNS(DK_TWO_CLONES, narrow_to_words, int32_t, int64_t, AS_IT_IS)
WRITE_RUNS(DK_TWO_CLONES, narrow_to_bytes, uint8_t, int64_t, AS_IT_IS)
WRITE_RUNS(DK_TWO_CLONES, narrow_to_floats, float, double, AS_IT_IS)
WRITE_RUNS(DK_TWO_CLONES, narrow_to_halves, uint16_t, double, half_of_double)

typedef struct {
  void (*read)(const void *array, run r, void *lanes);
  void (*write)(void *array, run r, const void *lanes);
} passage;

/// Between arrays of each type and lanes: narrow ones, which hold no type of 64 bits, and wide ones.
static const passage passages[2][DK_TYPE_COUNT] = {
  {
    [DK_FLOAT32] = { read_words, write_words }, [DK_INT32] = { read_words, write_words }, [DK_TRUTH] = { read_bytes, write_bytes },
    [DK_INT8] = { read_signed_bytes, write_bytes }, [DK_UINT8] = { read_bytes, write_bytes },
    [DK_BFLOAT16] = { read_halves, write_halves },
  },
  {
    [DK_FLOAT32] = { widen_floats, narrow_to_floats }, [DK_INT32] = { widen_words, narrow_to_words },
    [DK_TRUTH] = { widen_bytes, narrow_to_bytes }, [DK_FLOAT64] = { read_long_words, write_long_words },
    [DK_INT64] = { read_long_words, write_long_words }, [DK_INT8] = { widen_signed_bytes, narrow_to_bytes },
    [DK_UINT8] = { widen_bytes, narrow_to_bytes }, [DK_BFLOAT16] = { widen_halves, narrow_to_halves },
  },
};

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

static int64_t lane_bytes(const chain_view *view) { return view->wide ? 8 : 4; }

/// One element in all lanes: read once, then doubled.
static void spread_one(const chain_view *view, int64_t count, char *to) {
  passages[view->wide][view->type].read(view->base, (run){ 1, 0, 1, 0 }, to);
  if (!view->wide) {
    int32_t lane;
    memcpy(&lane, to, 4);
    return dk_fill((int32_t *)to, lane, count);
  }
  int64_t lane;
  memcpy(&lane, to, 8);
  for (int64_t i = 0; i < count; i++) ((int64_t *)to)[i] = lane;
}

/// Copies the first `period` lanes of some bytes again and again: twice as many each time.
static void repeat(char *to, int64_t period, int64_t count, int64_t bytes) {
  for (int64_t done = period; done < count; done *= 2)
    memcpy(to + done * bytes, to, (size_t)((count - done < done ? count - done : done) * bytes));
}

void dk_view_read(const chain_view *view, int64_t first, int64_t count, void *lanes) {
  char *to = lanes;
  if (view->rank == 0) return spread_one(view, count, to);
  int64_t needed = view->period < count ? view->period : count, bytes = dk_bytes(view->type), lane = lane_bytes(view);
  place here = place_of(view, first);
  for (int64_t done = 0; done < needed;) {
    const char *from = view->base + here.offset * bytes;
    run r = next_run(view, &here, needed - done);
    if (view->plain && r.rows == 1 && r.stride == 1) memcpy(to + done * lane, from, (size_t)(r.length * lane));
    else passages[view->wide][view->type].read(from, r, to + done * lane);
    done += r.rows * r.length;
  }
  repeat(to, needed, count, lane);
}

void dk_view_write(const chain_view *view, int64_t first, int64_t count, const void *lanes) {
  const char *from = lanes;
  chain_view one;
  if (view->rank == 0) {
    one = *view;
    one.rank = 1, one.shape[0] = one.strides[0] = 1;
    view = &one, first = 0, count = 1;
  }
  int64_t bytes = dk_bytes(view->type), lane = lane_bytes(view);
  place here = place_of(view, first);
  for (int64_t done = 0; done < count;) {
    char *to = view->base + here.offset * bytes;
    run r = next_run(view, &here, count - done);
    passages[view->wide][view->type].write(to, r, from + done * lane);
    done += r.rows * r.length;
  }
}
