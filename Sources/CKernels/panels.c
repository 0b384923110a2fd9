// The product with panels: tiles of rows and columns stay in registers while the inner side runs by.
#include "panels.h"

#include "lanes.h"

enum { WIDE_ROWS = 8, NARROW_ROWS = 4, VECTORS = DK_PANEL / DK_WIDTH };

#define UNROLLED _Pragma("clang loop unroll(full)")

typedef struct {
  dk_matrix from;
  int64_t inner;
  const float *panel;
  float *to;
  int64_t pitch;
  bool increases;
} strip;

/// A tile of some rows and vectors of columns. Both counts are constants where this is inlined.
DK_INLINE void tile(const strip *s, int64_t row, int rows, int vectors) {
#pragma clang fp contract(fast)
  int64_t down = s->from.down, across = s->from.across, pitch = s->pitch;
  const float *from = s->from.first + row * down, *panel = s->panel;
  float *to = s->to + row * pitch;
  dk_lanes sums[WIDE_ROWS][VECTORS];
  UNROLLED for (int i = 0; i < rows; i++) UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] = (dk_lanes){ 0 };
  for (int64_t k = 0; k < s->inner; k++, panel += DK_PANEL, from += across) {
    dk_lanes columns[VECTORS];
    UNROLLED for (int j = 0; j < vectors; j++) columns[j] = *(const dk_lanes *)(panel + j * DK_WIDTH);
    UNROLLED for (int i = 0; i < rows; i++) {
      float factor = from[i * down];
      UNROLLED for (int j = 0; j < vectors; j++) sums[i][j] += factor * columns[j];
    }
  }
  UNROLLED for (int i = 0; i < rows; i++) UNROLLED for (int j = 0; j < vectors; j++) {
    dk_lanes *target = (dk_lanes *)(to + i * pitch + j * DK_WIDTH);
    *target = s->increases ? *target + sums[i][j] : sums[i][j];
  }
}

/// All rows of one panel, `most` at a time.
DK_INLINE void rows_of(const strip *s, int64_t rows, int most, int vectors) {
  int64_t row = 0;
  for (; row + most <= rows; row += most) tile(s, row, most, vectors);
  switch (rows - row) {
    case 7: return tile(s, row, 7, vectors);
    case 6: return tile(s, row, 6, vectors);
    case 5: return tile(s, row, 5, vectors);
    case 4: return tile(s, row, 4, vectors);
    case 3: return tile(s, row, 3, vectors);
    case 2: return tile(s, row, 2, vectors);
    case 1: return tile(s, row, 1, vectors);
  }
}

/// For machines whose registers hold eight rows of two vectors.
DK_CLONES static void wide_strip(const strip *s, int64_t rows, int64_t columns) {
  if (columns > DK_WIDTH) rows_of(s, rows, WIDE_ROWS, 2);
  else rows_of(s, rows, WIDE_ROWS, 1);
}

DK_CLONES static void narrow_strip(const strip *s, int64_t rows, int64_t columns) {
  strip half = *s;
  rows_of(&half, rows, NARROW_ROWS, 1);
  if (columns <= DK_WIDTH) return;
  half.panel += DK_WIDTH;
  half.to += DK_WIDTH;
  rows_of(&half, rows, NARROW_ROWS, 1);
}

void dk_panel_product(
  dk_matrix from, int64_t rows, int64_t inner, const float *panels, int64_t columns, float *to, int64_t pitch, bool increases
) {
  bool wide = strcmp(dk_instruction_set(), "x86-64-v4") == 0;
  for (int64_t column = 0; column < columns; column += DK_PANEL) {
    strip s = { from, inner, panels + column * inner, to + column, pitch, increases };
    (wide ? wide_strip : narrow_strip)(&s, rows, columns - column);
  }
}

// ---- laying out ---------------------------------------------------------------------------------------------------------------

typedef struct {
  dk_matrix matrix;
  int64_t inner, columns;
  float *panels;
} layout;

#define LOWER_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define UPPER_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

/// Turns a square of DK_WIDTH items over, by dealing its rows out to each other like cards, four times.
DK_INLINE void turn_square(const float *from, int64_t across, float *to) {
  dk_lanes rows[DK_WIDTH], dealt[DK_WIDTH];
  UNROLLED for (int i = 0; i < DK_WIDTH; i++) rows[i] = *(const dk_lanes *)(from + i * across);
  UNROLLED for (int round = 0; round < 4; round++) {
    UNROLLED for (int i = 0; i < DK_WIDTH / 2; i++) {
      dealt[2 * i] = __builtin_shufflevector(rows[i], rows[i + DK_WIDTH / 2], LOWER_HALVES);
      dealt[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + DK_WIDTH / 2], UPPER_HALVES);
    }
    UNROLLED for (int i = 0; i < DK_WIDTH; i++) rows[i] = dealt[i];
  }
  UNROLLED for (int i = 0; i < DK_WIDTH; i++) *(dk_lanes *)(to + i * DK_PANEL) = rows[i];
}

/// One panel of a matrix whose columns lie each in one piece.
DK_CLONES static void turn_panel(const float *from, int64_t across, int64_t inner, int64_t width, float *to) {
  for (int64_t j = 0; j < DK_PANEL; j += DK_WIDTH) {
    int64_t i = 0, columns = width - j < DK_WIDTH ? width - j : DK_WIDTH;
    if (columns == DK_WIDTH)
      for (; i + DK_WIDTH <= inner; i += DK_WIDTH) turn_square(from + j * across + i, across, to + i * DK_PANEL + j);
    for (; i < inner; i++)
      for (int64_t k = 0; k < DK_WIDTH; k++) to[i * DK_PANEL + j + k] = k < columns ? from[(j + k) * across + i] : 0.0f;
  }
}

/// One panel, row by row.
DK_CLONES static void lay_panel(const float *from, int64_t down, int64_t across, int64_t inner, int64_t width, float *to) {
  for (int64_t i = 0; i < inner; i++, to += DK_PANEL, from += down) {
    if (across == 1 && width == DK_PANEL) memcpy(to, from, DK_PANEL * sizeof(float));
    else
      for (int64_t j = 0; j < DK_PANEL; j++) to[j] = j < width ? from[j * across] : 0.0f;
  }
}

static void lay(void *context, int64_t first, int64_t last) {
  const layout *l = context;
  for (int64_t column = first; column < last; column += DK_PANEL) {
    int64_t width = l->columns - column < DK_PANEL ? l->columns - column : DK_PANEL;
    const float *from = l->matrix.first + column * l->matrix.across;
    float *to = l->panels + column * l->inner;
    if (l->matrix.down == 1) turn_panel(from, l->matrix.across, l->inner, width, to);
    else lay_panel(from, l->matrix.down, l->matrix.across, l->inner, width, to);
  }
}

void dk_lay_panels(dk_matrix matrix, int64_t inner, int64_t columns, float *panels) {
  layout l = { matrix, inner, columns, panels };
  int64_t least = (1 << 14) / (inner + 1);
  dk_parallel(columns, dk_panelled(least < 1 ? 1 : least), lay, &l);
}
