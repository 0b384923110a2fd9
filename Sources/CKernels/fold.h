// Folding a run of elements into one value, in a fixed order: 64 lanes take one element each in turn, then halves are combined
// until one is left; fewer than 64 elements are simply taken one after the other. The order depends on the count alone, so
// every thread count and every instruction set gives the same bits.
#ifndef DLN_FOLD_H
#define DLN_FOLD_H

#include "clones.h"

#define FOLD_ADD(a, b) ((a) + (b))
#define FOLD_TIMES(a, b) ((a) * (b))
// NaN wins. `|` rather than `||`, so that no branch is made of it.
#define FOLD_LARGER(a, b) ((((a) > (b)) | ((a) != (a))) ? (a) : (b))
#define FOLD_SMALLER(a, b) ((((a) < (b)) | ((a) != (a))) ? (a) : (b))

enum { FOLD_LANES = 64, FOLD_RUN = 4096 /* elements folded in float32 before float64 takes over */ };

/// A function that folds `count` elements into one `lane`.
#define FOLD(name, element, lane, start, COMBINE)                                               \
  DK_INLINE lane name(const element *from, int64_t count) {                                     \
    if (count < FOLD_LANES) {                                                                   \
      lane one = (lane)(start);                                                                 \
      for (int64_t k = 0; k < count; k++) one = COMBINE(one, (lane)from[k]);                    \
      return one;                                                                               \
    }                                                                                           \
    lane lanes[FOLD_LANES];                                                                     \
    for (int j = 0; j < FOLD_LANES; j++) lanes[j] = (lane)from[j];                              \
    int64_t i = FOLD_LANES;                                                                     \
    for (; i + FOLD_LANES <= count; i += FOLD_LANES)                                            \
      for (int j = 0; j < FOLD_LANES; j++) lanes[j] = COMBINE(lanes[j], (lane)from[i + j]);     \
    for (int j = 0; j < count - i; j++) lanes[j] = COMBINE(lanes[j], (lane)from[i + j]);        \
    for (int half = FOLD_LANES / 2; half > 0; half /= 2)                                        \
      for (int j = 0; j < half; j++) lanes[j] = COMBINE(lanes[j], lanes[j + half]);             \
    return lanes[0];                                                                            \
  }

#endif
