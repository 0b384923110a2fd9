// Attention, forward: scores of some queries, their exponentials, and the sum of values by them, all in the cache.
#include "attending.h"

#include "lanes.h"
#include "mathematics.h"

static int64_t place_offset(const dk_attention *a, int64_t place, const int64_t *steps) {
  int64_t offset = 0;
  for (int axis = a->rank - 1; axis >= 0; axis--) {
    offset += place % a->lead[axis] * steps[axis];
    place /= a->lead[axis];
  }
  return offset;
}

dk_matrix dk_matrix_at(const dk_attention *a, const dk_matrices *m, int64_t place) {
  return (dk_matrix){ m->first + place_offset(a, place, m->lead), m->row, 1 };
}

dk_query_block dk_block_of(const dk_attention *a, int64_t place, int64_t from) {
  int64_t count = a->queries - from < DK_QUERIES ? a->queries - from : DK_QUERIES;
  int64_t keys = a->causal && from + count < a->keys ? from + count : a->keys;
  return (dk_query_block){ a, place, from, count, keys, dk_panelled(a->keys) };
}

// ---- sharing --------------------------------------------------------------------------------------------------------------------

static int64_t slot_scratch(const dk_attention *a) {
  int64_t keys = dk_panelled(a->keys), size = dk_panelled(a->size), values = dk_panelled(a->value_size);
  int64_t panels = (a->size + a->value_size) * keys + a->keys * (size + values);
  return panels + DK_QUERIES * (2 * keys + 2 * size + 2 * values) + a->keys * (size + values);
}

int64_t dk_attention_scratch(const dk_attention *a) { return a->slots * slot_scratch(a); }

typedef struct {
  const dk_attention *attention;
  int64_t places;
  void (*work)(const void *, int64_t, float *);
  const void *context;
} sharing;

static void slots(void *context, int64_t first, int64_t last) {
  const sharing *s = context;
  const dk_attention *a = s->attention;
  for (int64_t slot = first; slot < last; slot++)
    for (int64_t place = s->places * slot / a->slots; place < s->places * (slot + 1) / a->slots && !dk_stopped(); place++)
      s->work(s->context, place, a->scratch + slot * slot_scratch(a));
}

void dk_share_places(const dk_attention *a, void (*work)(const void *, int64_t, float *), const void *context) {
  sharing s = { a, 1, work, context };
  for (int axis = 0; axis < a->rank; axis++) s.places *= a->lead[axis];
  dk_parallel(a->slots, 1, slots, &s);
}

// ---- scores ---------------------------------------------------------------------------------------------------------------------

static int64_t seen_of(const dk_query_block *b, int64_t query) {
  int64_t seen = b->from + query + 1;
  return b->attention->causal && seen < b->keys ? seen : b->keys;
}

static const uint8_t *mask_row(const dk_query_block *b, int64_t query) {
  const dk_attention *a = b->attention;
  return a->mask + place_offset(a, b->place, a->mask_lead) + (b->from + query) * a->mask_row;
}

bool dk_sees(const dk_query_block *b, int64_t query) {
  int64_t seen = seen_of(b, query);
  if (b->attention->mask == NULL) return seen > 0;
  const uint8_t *mask = mask_row(b, query);
  for (int64_t j = 0; j < seen; j++)
    if (mask[j * b->attention->mask_across]) return true;
  return false;
}

DK_CLONES static void scale_row(float *scores, float scale, int64_t seen, int64_t end) {
  DK_LANES for (int64_t j = 0; j < end; j++) scores[j] = j < seen ? scores[j] * scale : -__builtin_inff();
}

void dk_scale_scores(const dk_query_block *b, float *scores) {
  const dk_attention *a = b->attention;
  for (int64_t i = 0; i < b->count; i++, scores += b->pitch) {
    int64_t seen = seen_of(b, i);
    scale_row(scores, a->scale, seen, dk_to_vectors(b->keys));
    if (a->mask == NULL) continue;
    const uint8_t *mask = mask_row(b, i);
    for (int64_t j = 0; j < seen; j++)
      if (!mask[j * a->mask_across]) scores[j] = -__builtin_inff();
  }
}

/// Exponentials of each row less its largest, in whole vectors; their sums, and the sums' logarithms with the largest.
DK_CLONES static void exponentials(float *scores, int64_t rows, int64_t pitch, int64_t end, float *sums, float *logarithms) {
  // Three loops over the rows, so that many rows are on their way at once.
  for (int64_t i = 0; i < rows; i++) logarithms[i] = dk_largest_of_row(scores + i * pitch, end);
  for (int64_t i = 0; i < rows; i++) {
    float *row = scores + i * pitch, largest = logarithms[i];
    DK_LANES for (int64_t j = 0; j < end; j++) row[j] = exp_float(row[j] - largest);
  }
  for (int64_t i = 0; i < rows; i++) sums[i] = dk_sum_of_row(scores + i * pitch, end);
  DK_LANES for (int64_t i = 0; i < rows; i++) logarithms[i] += log_float(sums[i]);
}

DK_CLONES static void scaled_row(const float *from, float factor, int64_t count, float *to) {
  DK_LANES for (int64_t j = 0; j < count; j++) to[j] = from[j] * factor;
}

// ---- the result -----------------------------------------------------------------------------------------------------------------

static void attend(const dk_query_block *b, const float *keys, const float *values, float *scratch) {
  const dk_attention *a = b->attention;
  dk_matrix q = dk_matrix_at(a, &a->q, b->place), target = dk_matrix_at(a, &a->result, b->place);
  int64_t pitch = dk_panelled(a->value_size);
  float *scores = scratch, *result = scores + DK_QUERIES * b->pitch, sums[DK_QUERIES];
  float *logarithms = a->logarithms + b->place * a->queries + b->from;
  q.first += b->from * q.down;
  dk_panel_product(q, b->count, a->size, keys, b->keys, scores, b->pitch, false);
  dk_scale_scores(b, scores);
  exponentials(scores, b->count, b->pitch, dk_to_vectors(b->keys), sums, logarithms);
  dk_panel_product((dk_matrix){ scores, b->pitch, 1 }, b->count, b->keys, values, a->value_size, result, pitch, false);
  for (int64_t i = 0; i < b->count; i++) {
    float *to = (float *)target.first + (b->from + i) * target.down;
    if (dk_sees(b, i)) {
      scaled_row(result + i * pitch, 1.0f / sums[i], a->value_size, to);
    } else {
      // All its exponentials are 0 on the way back.
      logarithms[i] = __builtin_inff();
      memset(to, 0, (size_t)a->value_size * sizeof(float));
    }
  }
}

static void forward(const void *context, int64_t place, float *scratch) {
  const dk_attention *a = context;
  dk_matrix k = dk_matrix_at(a, &a->k, place);
  float *keys = scratch, *values = keys + a->size * dk_panelled(a->keys), *rest = values + a->keys * dk_panelled(a->value_size);
  dk_lay_panels((dk_matrix){ k.first, 1, k.down }, a->size, a->keys, keys);
  dk_lay_panels(dk_matrix_at(a, &a->v, place), a->keys, a->value_size, values);
  for (int64_t from = 0; from < a->queries && !dk_stopped(); from += DK_QUERIES) {
    dk_query_block block = dk_block_of(a, place, from);
    attend(&block, keys, values, rest);
  }
}

void dk_attention_forward(const dk_attention *attention) { dk_share_places(attention, forward, attention); }
