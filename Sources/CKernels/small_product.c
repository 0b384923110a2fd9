// Small products: a tile of the result stays in registers while the inner side runs past.
#include "small_product.h"

#include "lanes.h"

typedef int32_t words __attribute__((vector_size(4 * DK_WIDTH)));

/// A tile has eight sums under way, so that none waits for the one before: four rows of two registers, or eight of one.
enum { MOST_ROWS = 8, MOST_REGISTERS = 2, PANEL = MOST_REGISTERS * DK_WIDTH };

/// What a tile reads: its rows of a (the last again where there are fewer), and columns of b that lie side by side.
typedef struct {
  const float *a[MOST_ROWS], *b;
  int64_t a_step, b_step, inner;
} sources;

/// Each sum runs along the inner side in order, a product and a sum rounded as one.
DK_INLINE void sum_tile(const sources *from, int rows, int registers, dk_lanes sums[MOST_ROWS][MOST_REGISTERS]) {
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < registers; c++) sums[r][c] = (dk_lanes){ 0 };
  for (int64_t k = 0; k < from->inner; k++) {
    dk_lanes b[MOST_REGISTERS];
    for (int c = 0; c < registers; c++) b[c] = *(const dk_lanes *)(from->b + k * from->b_step + c * DK_WIDTH);
    for (int r = 0; r < rows; r++) {
      dk_lanes a = from->a[r][k * from->a_step] - (dk_lanes){ 0 };
      for (int c = 0; c < registers; c++) sums[r][c] = __builtin_elementwise_fma(a, b[c], sums[r][c]);
    }
  }
}

/// Stores as many lanes as there are columns.
DK_INLINE void store(const dk_small_product *p, const dk_lanes *sum, const dk_lanes *shift, float *to, int64_t columns) {
  dk_lanes value = *sum + *shift;
  // What is below 0 becomes 0; a NaN stays.
  if (p->rectifies) value = (dk_lanes)((words)value & ~(words)(value <= (dk_lanes){ 0 }));
  if (columns >= DK_WIDTH) {
    *(dk_lanes *)to = value;
  } else {
    for (int64_t j = 0; j < columns; j++) to[j] = ((const float *)&value)[j];
  }
}

DK_INLINE void multiply_panel(
    const dk_small_product *p, sources *from, int rows, int registers, const float *a, const dk_lanes *shift, float *to, int64_t columns) {
  for (int64_t i = 0; i < p->rows; i += rows) {
    int64_t count = p->rows - i < rows ? p->rows - i : rows;
    for (int64_t r = 0; r < rows; r++) from->a[r] = a + (i + (r < count ? r : count - 1)) * p->a_row;
    dk_lanes sums[MOST_ROWS][MOST_REGISTERS];
    sum_tile(from, rows, registers, sums);
    for (int64_t r = 0; r < count; r++)
      for (int c = 0; c < registers; c++)
        store(p, &sums[r][c], &shift[c], to + (i + r) * p->to_row + c * DK_WIDTH, columns - c * DK_WIDTH);
  }
}

// Rows become columns in four rounds: round w exchanges what lies w off the diagonal in each square of 2 w.
#define LOW(lane, w) ((lane) & (w) ? DK_WIDTH + (lane) - (w) : (lane))
#define HIGH(lane, w) ((lane) & (w) ? DK_WIDTH + (lane) : (lane) + (w))
#define PICK(x, y, of, w)                                                                                                    \
  __builtin_shufflevector(x, y, of(0, w), of(1, w), of(2, w), of(3, w), of(4, w), of(5, w), of(6, w), of(7, w), of(8, w), of(9, w), \
                          of(10, w), of(11, w), of(12, w), of(13, w), of(14, w), of(15, w))
#define ROUND(x, w)                                                                                                          \
  for (int i = 0; i < DK_WIDTH; i++) {                                                                                       \
    if (i & (w)) continue;                                                                                                   \
    dk_lanes low = PICK(x[i], x[i + (w)], LOW, w), high = PICK(x[i], x[i + (w)], HIGH, w);                                   \
    x[i] = low, x[i + (w)] = high;                                                                                           \
  }

/// A square of DK_WIDTH: rows at `from`, `step` apart, become columns at `to`.
DK_INLINE void turn(const float *from, int64_t step, float *to, int64_t width) {
  dk_lanes x[DK_WIDTH];
  for (int i = 0; i < DK_WIDTH; i++) x[i] = *(const dk_lanes *)(from + i * step);
  ROUND(x, 1) ROUND(x, 2) ROUND(x, 4) ROUND(x, 8)
  for (int i = 0; i < DK_WIDTH; i++) *(dk_lanes *)(to + i * width) = x[i];
}

/// DK_WIDTH columns of b side by side, zeros where there are fewer.
DK_INLINE void pack(const dk_small_product *p, const float *b, int64_t columns, int64_t width, float *panel) {
  int64_t k = 0;
  if (p->b_row == 1 && columns >= DK_WIDTH)
    for (; k + DK_WIDTH <= p->inner; k += DK_WIDTH) turn(b + k, p->b_column, panel + k * width, width);
  for (; k < p->inner; k++) {
    *(dk_lanes *)(panel + k * width) = (dk_lanes){ 0 };
    for (int64_t j = 0; j < columns && j < DK_WIDTH; j++) panel[k * width + j] = b[k * p->b_row + j * p->b_column];
  }
}

DK_CLONES void dk_multiply_small(const dk_small_product *p, const float *a, const float *b, const float *bias, float *to) {
  float panel[DK_SMALL_INNER * PANEL];
  for (int64_t j = 0; j < p->columns; j += PANEL) {
    int64_t columns = p->columns - j < PANEL ? p->columns - j : PANEL, width = columns > DK_WIDTH ? PANEL : DK_WIDTH;
    sources from = { .b = b + j, .a_step = p->a_column, .b_step = p->b_row, .inner = p->inner };
    if (p->b_column != 1 || columns < width) {
      for (int64_t c = 0; c < width; c += DK_WIDTH) pack(p, b + (j + c) * p->b_column, columns - c, width, panel + c);
      from.b = panel, from.b_step = width;
    }
    dk_lanes shift[MOST_REGISTERS] = { { 0 } };
    if (bias) memcpy(shift, bias + j, (size_t)columns * sizeof *bias);
    if (width == PANEL) multiply_panel(p, &from, 4, 2, a, shift, to + j, columns);
    else multiply_panel(p, &from, 8, 1, a, shift, to + j, columns);
  }
}
