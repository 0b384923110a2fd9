// Where the largest or the smallest element stands: the first of equals; a NaN wins over every number, the first NaN over others.
#include "positions.h"

#include "fold.h"

enum { COLUMNS = 512 /* searched side by side */, LOOK = 64, GRAIN = 1 << 15 };

typedef struct {
  const void *from;
  int32_t *to;
  int64_t outer, count, inner, tiles;
} search;

#define GREATER(a, b) ((a) > (b))
#define LESS(a, b) ((a) < (b))

// A row: its extreme is found first, then the place of it. Columns: a new leader takes over the place.
#define POSITIONS(name, element, begin, COMBINE, BETTER)                                                                      \
  FOLD(name##_of, element, element, begin, COMBINE)                                                                           \
  DK_INLINE int name##_is_in(const element *from, int64_t count, element best) {                                              \
    int32_t found = 0;                                                                                                        \
    for (int64_t i = 0; i < count; i++) found |= (from[i] == best) | (from[i] != from[i]);                                    \
    return found;                                                                                                             \
  }                                                                                                                           \
  DK_INLINE int64_t name##_in_row(const element *from, int64_t count) {                                                       \
    element best = name##_of(from, count);                                                                                    \
    int64_t first = 0, at = 0;                                                                                                \
    while (count - first > LOOK && !name##_is_in(from + first, LOOK, best)) first += LOOK;                                    \
    for (int64_t i = (count - first < LOOK ? count : first + LOOK) - 1; i >= first; i--)                                      \
      at = ((from[i] == best) | (from[i] != from[i])) ? i : at; /* backwards, without a branch */                             \
    return at;                                                                                                                \
  }                                                                                                                           \
  DK_CLONES static void name##_in_columns(const element *from, int64_t rows, int64_t pitch, int64_t width, int32_t *to) {     \
    element best[COLUMNS];                                                                                                    \
    for (int64_t j = 0; j < width; j++) best[j] = from[j], to[j] = 0;                                                         \
    for (int64_t i = 1; i < rows; i++)                                                                                        \
      DK_LANES for (int64_t j = 0; j < width; j++) {                                                                          \
        element value = from[i * pitch + j], leader = best[j];                                                                \
        int leads = BETTER(value, leader) | ((value != value) & (leader == leader));                                          \
        best[j] = leads ? value : leader;                                                                                     \
        to[j] = leads ? (int32_t)i : to[j];                                                                                   \
      }                                                                                                                       \
  }                                                                                                                           \
  DK_CLONES static void name##_in_rows(const element *from, int64_t rows, int64_t count, int32_t *to) {                       \
    for (int64_t i = 0; i < rows; i++, from += count) to[i] = (int32_t)name##_in_row(from, count);                            \
  }                                                                                                                           \
  static void name(void *context, int64_t first, int64_t last) {                                                              \
    const search *s = context;                                                                                                \
    const element *all = s->from;                                                                                             \
    if (s->inner == 1) return name##_in_rows(all + first * s->count, last - first, s->count, s->to + first);                  \
    for (int64_t i = first; i < last; i++) {                                                                                  \
      int64_t outer = i / s->tiles, column = i % s->tiles * COLUMNS, left = s->inner - column;                                \
      const element *from = all + outer * s->count * s->inner + column;                                                       \
      name##_in_columns(from, s->count, s->inner, left < COLUMNS ? left : COLUMNS, s->to + outer * s->inner + column);        \
    }                                                                                                                         \
  }

POSITIONS(float_largest, float, -__builtin_inff(), FOLD_LARGER, GREATER)
POSITIONS(float_smallest, float, __builtin_inff(), FOLD_SMALLER, LESS)
POSITIONS(int_largest, int32_t, INT32_MIN, FOLD_LARGER, GREATER)
POSITIONS(int_smallest, int32_t, INT32_MAX, FOLD_SMALLER, LESS)
POSITIONS(double_largest, double, -__builtin_inf(), FOLD_LARGER, GREATER)
POSITIONS(double_smallest, double, __builtin_inf(), FOLD_SMALLER, LESS)
POSITIONS(long_largest, int64_t, INT64_MIN, FOLD_LARGER, GREATER)
POSITIONS(long_smallest, int64_t, INT64_MAX, FOLD_SMALLER, LESS)
POSITIONS(truth_largest, uint8_t, 0, FOLD_LARGER, GREATER)
POSITIONS(truth_smallest, uint8_t, 1, FOLD_SMALLER, LESS)

void dk_positions(dk_reduction reduction, dk_type type, const void *from, int32_t *to, int64_t outer, int64_t count, int64_t inner) {
  search s = { from, to, outer, count, inner, (inner + COLUMNS - 1) / COLUMNS };
  bool largest = reduction == DK_REDUCE_ARGMAX;
  void (*work)(void *, int64_t, int64_t) = largest ? float_largest : float_smallest;
  if (type == DK_INT32) work = largest ? int_largest : int_smallest;
  if (type == DK_FLOAT64) work = largest ? double_largest : double_smallest;
  if (type == DK_INT64) work = largest ? long_largest : long_smallest;
  if (type == DK_TRUTH) work = largest ? truth_largest : truth_smallest;
  int64_t width = inner < COLUMNS ? inner : COLUMNS;
  if (count > 0) dk_parallel(outer * s.tiles, GRAIN / (count * width) + 1, work, &s);
}
