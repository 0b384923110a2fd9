// Layer norm, forward and backward, each in one pass over rows that stay in the first-level cache.
#include "layer_norm.h"

#include "lanes.h"

enum { GRAIN = 1 << 13 /* elements a thread takes at least */, PARTS = 16, PART = 1 << 14 /* elements, at least */ };

typedef struct {
  const dk_layer_norm *norm;
  const float *upstream;
  float *to, *scratch;
  int64_t part; // rows in each
} job;

// ---- forward --------------------------------------------------------------------------------------------------------------------

DK_CLONES static void normalise(const dk_layer_norm *n, int64_t first, int64_t last, float *to) {
  int64_t width = n->width;
  const float *scale = n->scale, *shift = n->shift, *from = n->from + first * width;
  for (int64_t i = first; i < last; i++, from += width, to += width) {
    float mean = dk_sum_of_row(from, width) / (float)width;
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] = (from[j] - mean) * (from[j] - mean);
    float inverse = 1.0f / __builtin_sqrtf(dk_sum_of_row(to, width) / (float)width + n->epsilon);
    DK_LANES for (int64_t j = 0; j < width; j++) to[j] = (from[j] - mean) * inverse * scale[j] + shift[j];
    n->mean[i] = mean;
    n->inverse[i] = inverse;
  }
}

static void forward(void *context, int64_t first, int64_t last) {
  const job *j = context;
  normalise(j->norm, first, last, j->to + first * j->norm->width);
}

void dk_layer_norm_forward(const dk_layer_norm *norm, float *to) {
  job j = { .norm = norm, .to = to };
  dk_parallel(norm->rows, GRAIN / (norm->width + 1) + 1, forward, &j);
}

// ---- backward -------------------------------------------------------------------------------------------------------------------
// Rows are cut into parts by their shape alone; each gathers what scale and shift get, and the parts are added in order.

static int64_t rows_of_part(int64_t rows, int64_t width) {
  int64_t even = (rows + PARTS - 1) / PARTS, least = (PART + width) / (width + 1);
  return even > least ? even : least;
}

static int64_t parts_of(int64_t rows, int64_t width) {
  int64_t part = rows_of_part(rows, width);
  return (rows + part - 1) / part;
}

/// A row of its own and two of sums for each part.
int64_t dk_layer_norm_scratch(int64_t rows, int64_t width) { return parts_of(rows, width) * 3 * width; }

DK_CLONES static void row_back(
  const dk_layer_norm *n, int64_t row, const float *upstream, float *to, float *scaled, float *to_scale, float *to_shift
) {
  int64_t width = n->width;
  const float *from = n->from + row * width, *scale = n->scale;
  float mean = n->mean[row], inverse = n->inverse[row];
  DK_LANES for (int64_t j = 0; j < width; j++) {
    float normal = (from[j] - mean) * inverse, arrived = upstream[j];
    to_scale[j] += arrived * normal;
    to_shift[j] += arrived;
    scaled[j] = arrived * scale[j];
    to[j] = scaled[j] * normal;
  }
  float along = dk_sum_of_row(to, width) / (float)width, level = dk_sum_of_row(scaled, width) / (float)width;
  DK_LANES for (int64_t j = 0; j < width; j++) to[j] = (scaled[j] - level - (from[j] - mean) * inverse * along) * inverse;
}

static void backward(void *context, int64_t first, int64_t last) {
  const job *j = context;
  int64_t width = j->norm->width, rows = j->norm->rows;
  for (int64_t part = first; part < last; part++) {
    float *scaled = j->scratch + part * 3 * width, *to_scale = scaled + width, *to_shift = to_scale + width;
    memset(to_scale, 0, (size_t)width * 2 * sizeof(float));
    int64_t end = (part + 1) * j->part < rows ? (part + 1) * j->part : rows;
    for (int64_t i = part * j->part; i < end; i++)
      row_back(j->norm, i, j->upstream + i * width, j->to + i * width, scaled, to_scale, to_shift);
  }
}

void dk_layer_norm_backward(const dk_layer_norm *norm, const float *upstream, float *to, float *to_scale, float *to_shift, float *scratch) {
  int64_t width = norm->width, parts = parts_of(norm->rows, width);
  job j = { norm, upstream, to, scratch, rows_of_part(norm->rows, width) };
  dk_parallel(parts, 1, backward, &j);
  for (int64_t i = 0; i < width; i++) {
    double scale = 0, shift = 0;
    for (int64_t part = 0; part < parts; part++) {
      scale += (double)scratch[(part * 3 + 1) * width + i];
      shift += (double)scratch[(part * 3 + 2) * width + i];
    }
    to_scale[i] = (float)scale;
    to_shift[i] = (float)shift;
  }
}
