// Attention, backward: the shares of some queries once more, and from them what each of queries, keys and values adds to.
#include "attending.h"

#include "lanes.h"
#include "mathematics.h"

/// The scratch of a slot, cut up: panels of a leading place, then what belongs to a block of queries.
typedef struct {
  float *keys, *values, *key_rows;      // K', V' and K as panels
  float *shares, *slopes;               // [DK_QUERIES, keys]
  float *query_rows, *upstream, *to_q;  // Q and the gradient that arrives as panels, and the gradient of Q
  float *to_k, *to_v;
} room;

static room room_of(const dk_attention *a, float *scratch) {
  int64_t keys = dk_panelled(a->keys), size = dk_panelled(a->size), values = dk_panelled(a->value_size);
  room r = { .keys = scratch };
  r.values = r.keys + a->size * keys;
  r.key_rows = r.values + a->value_size * keys;
  r.shares = r.key_rows + a->keys * size;
  r.slopes = r.shares + DK_QUERIES * keys;
  r.query_rows = r.slopes + DK_QUERIES * keys;
  r.to_q = r.query_rows + DK_QUERIES * size;
  r.upstream = r.to_q + DK_QUERIES * size;
  r.to_k = r.upstream + DK_QUERIES * values;
  r.to_v = r.to_k + a->keys * size;
  return r;
}

/// From scores to shares, and from the gradients of shares to those of scores. Both reach to the end of the last vector.
DK_CLONES static void turn(float *scores, float *slopes, int64_t count, float logarithm, float mean, float scale) {
  DK_LANES for (int64_t j = 0; j < count; j++) {
    float share = exp_float(scores[j] - logarithm);
    scores[j] = share;
    slopes[j] = share * (slopes[j] - mean) * scale;
  }
}

/// What a query's shares bring together: the sum of its result times the gradient that arrives.
DK_CLONES static float met(const float *result, const float *upstream, int64_t count) {
  dk_lanes total = { 0 };
  float rest = 0;
  int64_t i = 0;
  for (; i + DK_WIDTH <= count; i += DK_WIDTH) total += *(const dk_lanes *)(result + i) * *(const dk_lanes *)(upstream + i);
  for (; i < count; i++) rest += result[i] * upstream[i];
  return dk_sum_of_lanes(&total) + rest;
}

static dk_matrix from(dk_matrix m, int64_t row) { return (dk_matrix){ m.first + row * m.down, m.down, m.across }; }

static dk_matrix turned(dk_matrix m) { return (dk_matrix){ m.first, m.across, m.down }; }

/// Rows out of scratch to where they belong.
static void store(const float *rows, int64_t pitch, dk_matrix to, int64_t first, int64_t count, int64_t width) {
  for (int64_t i = 0; i < count; i++)
    memcpy((float *)to.first + (first + i) * to.down, rows + i * pitch, (size_t)width * sizeof(float));
}

static void shares_of(const dk_query_block *b, dk_matrix upstream, const room *r) {
  const dk_attention *a = b->attention;
  dk_panel_product(from(dk_matrix_at(a, &a->q, b->place), b->from), b->count, a->size, r->keys, b->keys, r->shares, b->pitch, false);
  dk_scale_scores(b, r->shares);
  dk_panel_product(upstream, b->count, a->value_size, r->values, b->keys, r->slopes, b->pitch, false);
  dk_matrix result = from(dk_matrix_at(a, &a->result, b->place), b->from);
  const float *logarithms = a->logarithms + b->place * a->queries + b->from;
  for (int64_t i = 0; i < b->count; i++) {
    float mean = met(result.first + i * result.down, upstream.first + i * upstream.down, a->value_size);
    turn(r->shares + i * b->pitch, r->slopes + i * b->pitch, b->keys, logarithms[i], mean, a->scale);
  }
}

static void block(const dk_attention_gradient *d, const dk_query_block *b, const room *r) {
  const dk_attention *a = b->attention;
  int64_t size = dk_panelled(a->size), values = dk_panelled(a->value_size);
  dk_matrix upstream = from(dk_matrix_at(a, &d->upstream, b->place), b->from);
  shares_of(b, upstream, r);
  dk_matrix shares = { r->shares, b->pitch, 1 }, slopes = { r->slopes, b->pitch, 1 };
  dk_panel_product(slopes, b->count, b->keys, r->key_rows, a->size, r->to_q, size, false);
  store(r->to_q, size, dk_matrix_at(a, &d->q, b->place), b->from, b->count, a->size);
  dk_lay_panels(from(dk_matrix_at(a, &a->q, b->place), b->from), b->count, a->size, r->query_rows);
  dk_panel_product(turned(slopes), b->keys, b->count, r->query_rows, a->size, r->to_k, size, true);
  dk_lay_panels(upstream, b->count, a->value_size, r->upstream);
  dk_panel_product(turned(shares), b->keys, b->count, r->upstream, a->value_size, r->to_v, values, true);
}

static void backward(const void *context, int64_t place, float *scratch) {
  const dk_attention_gradient *d = context;
  const dk_attention *a = &d->attention;
  int64_t size = dk_panelled(a->size), values = dk_panelled(a->value_size);
  room r = room_of(a, scratch);
  dk_matrix k = dk_matrix_at(a, &a->k, place), v = dk_matrix_at(a, &a->v, place);
  dk_lay_panels(turned(k), a->size, a->keys, r.keys);
  dk_lay_panels(turned(v), a->value_size, a->keys, r.values);
  dk_lay_panels(k, a->keys, a->size, r.key_rows);
  memset(r.to_k, 0, (size_t)(a->keys * (size + values)) * sizeof(float));
  for (int64_t first = 0; first < a->queries && !dk_stopped(); first += DK_QUERIES) {
    dk_query_block b = dk_block_of(a, place, first);
    block(d, &b, &r);
  }
  store(r.to_k, size, dk_matrix_at(a, &d->k, place), 0, a->keys, a->size);
  store(r.to_v, values, dk_matrix_at(a, &d->v, place), 0, a->keys, a->value_size);
}

void dk_attention_backward(const dk_attention_gradient *gradient) { dk_share_places(&gradient->attention, backward, gradient); }
