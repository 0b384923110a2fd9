// Reductions of the middle axis of [outer, count, inner]. The axis is cut into segments by its shape alone; segments are folded
// each for itself and combined in order. Threads share the outputs, or, where those are few, the segments: the bits are the same.
#include "clones.h"
#include "foldings.h"
#include "positions.h"

enum {
  SEGMENTS = 16,                  // at most
  SEGMENT = 1 << 16,              // elements, at least
  PARTIALS = SEGMENTS * DK_TILE,  // totals kept while segments are shared
  GRAIN = 1 << 15,                // elements that a thread takes at least
};

typedef struct {
  const dk_folding *folding;
  dk_type type;
  const char *from;
  void *to;
  int64_t bytes; // of an element
  int64_t outer, count, inner;
  int64_t segment, segments; // rows in each, and how many
  int64_t tile, tiles;       // columns in each, and how many
  double scale;
  dk_accumulator *partials;
} job;

static int64_t rounded_up(int64_t count, int64_t by) { return (count + by - 1) / by; }

static int64_t columns_of(const job *j, int64_t tile) {
  int64_t left = j->inner - tile * j->tile;
  return left < j->tile ? left : j->tile;
}

/// Rows narrower than a tile are folded several at a time.
static void fold_narrow(const job *j, const char *from, int64_t rows, dk_accumulator *totals) {
  int64_t group = DK_TILE / j->inner;
  if (group >= DK_WIDTH) group -= group % DK_WIDTH; // whole SIMD registers
  if (group > rows) group = rows;
  if (group == 0) return;
  int64_t width = group * j->inner, whole = rows / group, rest = rows % group;
  j->folding->columns(from, whole, width, width, j->inner, totals);
  if (rest > 0) j->folding->columns(from + whole * width * j->bytes, 1, 0, rest * j->inner, j->inner, totals);
}

static void fold_segment(const job *j, int64_t outer, int64_t segment, int64_t tile, dk_accumulator *totals) {
  int64_t first = segment * j->segment, left = j->count - first, columns = columns_of(j, tile);
  int64_t rows = left < j->segment ? left : j->segment;
  const char *from = j->from + ((outer * j->count + first) * j->inner + tile * j->tile) * j->bytes;
  for (int64_t i = 0; i < columns; i++) totals[i] = j->folding->start;
  if (j->inner == 1) j->folding->rows(from, 1, rows, totals);
  else if (j->tiles == 1) fold_narrow(j, from, rows, totals);
  else j->folding->columns(from, rows, j->inner, columns, columns, totals);
}

/// Writes outputs at ..< at + count.
static void finish(const job *j, int64_t at, int64_t count, const dk_accumulator *totals) {
  if (j->type == DK_FLOAT32)
    for (int64_t i = 0; i < count; i++) ((float *)j->to)[at + i] = (float)(totals[i].real * j->scale);
  else if (j->type == DK_FLOAT64)
    for (int64_t i = 0; i < count; i++) ((double *)j->to)[at + i] = totals[i].real * j->scale;
  else if (j->type == DK_INT64)
    for (int64_t i = 0; i < count; i++) ((int64_t *)j->to)[at + i] = totals[i].whole;
  else
    for (int64_t i = 0; i < count; i++) ((int32_t *)j->to)[at + i] = (int32_t)totals[i].whole;
}

static void share_outputs(void *context, int64_t first, int64_t last) {
  const job *j = context;
  dk_accumulator totals[DK_TILE + DK_WIDTH], more[DK_TILE + DK_WIDTH];
  for (int64_t i = first; i < last && !dk_stopped(); i++) {
    int64_t outer = i / j->tiles, tile = i % j->tiles;
    fold_segment(j, outer, 0, tile, totals);
    for (int64_t segment = 1; segment < j->segments; segment++) {
      fold_segment(j, outer, segment, tile, more);
      j->folding->combine(totals, more, columns_of(j, tile));
    }
    finish(j, outer * j->inner + tile * j->tile, columns_of(j, tile), totals);
  }
}

/// Rows of one segment each need no more than their folding.
static void share_rows(void *context, int64_t first, int64_t last) {
  const job *j = context;
  dk_accumulator totals[DK_TILE];
  for (int64_t i = first; i < last; i += DK_TILE) {
    int64_t rows = last - i < DK_TILE ? last - i : DK_TILE;
    j->folding->rows(j->from + i * j->count * j->bytes, rows, j->count, totals);
    finish(j, i, rows, totals);
  }
}

static void share_segments(void *context, int64_t first, int64_t last) {
  const job *j = context;
  for (int64_t i = first; i < last && !dk_stopped(); i++) fold_segment(j, i / j->segments, i % j->segments, 0, j->partials + i * j->inner);
}

static void reduce_by_segments(job *j) {
  dk_accumulator partials[PARTIALS];
  j->partials = partials;
  dk_parallel(j->outer * j->segments, 1, share_segments, j);
  for (int64_t outer = 0; outer < j->outer; outer++) {
    dk_accumulator *totals = partials + outer * j->segments * j->inner;
    for (int64_t segment = 1; segment < j->segments; segment++) j->folding->combine(totals, totals + segment * j->inner, j->inner);
    finish(j, outer * j->inner, j->inner, totals);
  }
}

static job divided(job j) {
  int64_t even = rounded_up(j.count, SEGMENTS), least = rounded_up(SEGMENT, j.inner);
  j.segment = even > least ? even : least;
  j.segments = j.count > 0 ? rounded_up(j.count, j.segment) : 1;
  j.tiles = rounded_up(j.inner, DK_TILE);
  j.tile = j.tiles == 1 ? j.inner : rounded_up(rounded_up(j.inner, j.tiles), DK_WIDTH) * DK_WIDTH;
  j.tiles = rounded_up(j.inner, j.tile);
  return j;
}

void dk_reduce(
  dk_reduction reduction, dk_type type, const void *from, void *to, int64_t outer, int64_t count, int64_t inner, float scale
) {
  if (outer <= 0 || inner <= 0) return;
  if (reduction == DK_REDUCE_ARGMAX || reduction == DK_REDUCE_ARGMIN) {
    dk_positions(reduction, type, from, to, outer, count, inner);
    return;
  }
  bool scaled = reduction == DK_REDUCE_SUM || reduction == DK_REDUCE_PRODUCT;
  job j = divided((job){
    .folding = dk_folding_of(reduction, type), .type = type, .bytes = dk_bytes(type), .from = from, .to = to,
    .outer = outer, .count = count, .inner = inner, .scale = scaled ? (double)scale : 1.0,
  });
  if (j.segments > 1 && j.tiles == 1 && outer * j.segments * inner <= PARTIALS) reduce_by_segments(&j);
  else if (j.segments == 1 && inner == 1) dk_parallel(outer, GRAIN / (count + 1) + 1, share_rows, &j);
  else dk_parallel(outer * j.tiles, GRAIN / (count * j.tile + 1) + 1, share_outputs, &j);
}
