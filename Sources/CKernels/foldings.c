// The loops that reductions are made of, from one template: see foldings.h.
#include "foldings.h"

#include "fold.h"

enum { RUN = 256 /* rows folded in float32 before float64 takes over */ };

// `lane` holds the partial results of a run, `field` the total, which is worked on as `wide`. Four rows at a time save reading
// and writing the lanes so often.
#define FOLDING(name, element, lane, field, wide, begin, COMBINE)                                                           \
  FOLD(name##_of_run, element, lane, begin, COMBINE)                                                                        \
  DK_CLONES static void name##_rows(const void *from, int64_t rows, int64_t count, dk_accumulator *totals) {                \
    for (int64_t row = 0; row < rows; row++) {                                                                              \
      wide sum = begin;                                                                                                     \
      const element *of = (const element *)from + row * count;                                                              \
      for (int64_t i = 0; i < count; i += FOLD_RUN)                                                                         \
        sum = COMBINE(sum, (wide)name##_of_run(of + i, count - i < FOLD_RUN ? count - i : FOLD_RUN));                       \
      totals[row].field = sum;                                                                                              \
    }                                                                                                                       \
  }                                                                                                                         \
  DK_CLONES static void name##_run(const element *from, int64_t rows, int64_t pitch, int64_t width, lane *lanes) {          \
    int64_t i = 0;                                                                                                          \
    for (; i + 4 <= rows; i += 4, from += 4 * pitch)                                                                        \
      DK_LANES for (int64_t j = 0; j < width; j++) {                                                                        \
        lane first = COMBINE((lane)from[j], (lane)from[j + pitch]);                                                         \
        lane second = COMBINE((lane)from[j + 2 * pitch], (lane)from[j + 3 * pitch]);                                        \
        lane both = COMBINE(first, second);                                                                                 \
        lanes[j] = COMBINE(lanes[j], both);                                                                                 \
      }                                                                                                                     \
    for (; i < rows; i++, from += pitch)                                                                                    \
      DK_LANES for (int64_t j = 0; j < width; j++) lanes[j] = COMBINE(lanes[j], (lane)from[j]);                             \
  }                                                                                                                         \
  static void name##_columns(                                                                                               \
    const void *from, int64_t rows, int64_t pitch, int64_t width, int64_t columns, dk_accumulator *totals                   \
  ) {                                                                                                                       \
    _Alignas(64) lane lanes[DK_TILE];                                                                                       \
    for (int64_t i = 0; i < rows; i += RUN) {                                                                               \
      for (int64_t j = 0; j < width; j++) lanes[j] = (lane)(begin);                                                         \
      name##_run((const element *)from + i * pitch, rows - i < RUN ? rows - i : RUN, pitch, width, lanes);                  \
      for (int64_t k = 0; k < width; k += columns)                                                                          \
        for (int64_t j = 0; j < columns; j++) totals[j].field = COMBINE((wide)totals[j].field, (wide)lanes[k + j]);         \
    }                                                                                                                       \
  }                                                                                                                         \
  static void name##_combine(dk_accumulator *totals, const dk_accumulator *more, int64_t columns) {                         \
    for (int64_t j = 0; j < columns; j++) totals[j].field = COMBINE((wide)totals[j].field, (wide)more[j].field);            \
  }                                                                                                                         \
  static const dk_folding name = { { .field = begin }, name##_rows, name##_columns, name##_combine };

FOLDING(float_sum, float, float, real, double, 0, FOLD_ADD)
FOLDING(float_largest, float, float, real, double, -__builtin_inff(), FOLD_LARGER)
FOLDING(float_smallest, float, float, real, double, __builtin_inff(), FOLD_SMALLER)
FOLDING(float_product, float, float, real, double, 1, FOLD_TIMES)

FOLDING(double_sum, double, double, real, double, 0, FOLD_ADD)
FOLDING(double_largest, double, double, real, double, -__builtin_inf(), FOLD_LARGER)
FOLDING(double_smallest, double, double, real, double, __builtin_inf(), FOLD_SMALLER)
FOLDING(double_product, double, double, real, double, 1, FOLD_TIMES)

// Sums and products wrap around: unsigned lanes may, signed ones must not.
FOLDING(int_sum, int32_t, uint32_t, whole, uint32_t, 0, FOLD_ADD)
FOLDING(int_largest, int32_t, int32_t, whole, int32_t, INT32_MIN, FOLD_LARGER)
FOLDING(int_smallest, int32_t, int32_t, whole, int32_t, INT32_MAX, FOLD_SMALLER)
FOLDING(int_product, int32_t, uint32_t, whole, uint32_t, 1, FOLD_TIMES)

FOLDING(long_sum, int64_t, uint64_t, whole, uint64_t, 0, FOLD_ADD)
FOLDING(long_largest, int64_t, int64_t, whole, int64_t, INT64_MIN, FOLD_LARGER)
FOLDING(long_smallest, int64_t, int64_t, whole, int64_t, INT64_MAX, FOLD_SMALLER)
FOLDING(long_product, int64_t, uint64_t, whole, uint64_t, 1, FOLD_TIMES)

FOLDING(truth_sum, uint8_t, uint32_t, whole, uint32_t, 0, FOLD_ADD)
FOLDING(truth_largest, uint8_t, int32_t, whole, int32_t, 0, FOLD_LARGER)
FOLDING(truth_smallest, uint8_t, int32_t, whole, int32_t, 1, FOLD_SMALLER)

/// By dk_reduction. A product of truths is their smallest.
static const dk_folding *const floats[] = { &float_sum, &float_largest, &float_smallest, &float_product };
static const dk_folding *const doubles[] = { &double_sum, &double_largest, &double_smallest, &double_product };
static const dk_folding *const ints[] = { &int_sum, &int_largest, &int_smallest, &int_product };
static const dk_folding *const longs[] = { &long_sum, &long_largest, &long_smallest, &long_product };
static const dk_folding *const truths[] = { &truth_sum, &truth_largest, &truth_smallest, &truth_smallest };

const dk_folding *dk_folding_of(dk_reduction reduction, dk_type type) {
  switch (type) {
    case DK_FLOAT64: return doubles[reduction];
    case DK_INT32: return ints[reduction];
    case DK_INT64: return longs[reduction];
    case DK_TRUTH: return truths[reduction];
    default: return floats[reduction];
  }
}
