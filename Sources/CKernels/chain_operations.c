// The element-wise operations over lanes of 32 bits.
#include "chain_operations.h"

#include <math.h>
#include <stdbool.h>

#include "bfloat16.h"
#include "clones.h"
#include "mathematics.h"
#include "mathematics_wide.h"

/// A quotient of two int32 in double, rounded down, is exact.
DK_INLINE int32_t divide_down(int32_t dividend, int32_t divisor) {
  double quotient = __builtin_floor((double)dividend / (double)(divisor == 0 ? 1 : divisor));
  return divisor == 0 ? 0 : (int32_t)(int64_t)quotient;
}

DK_INLINE int32_t rest_of(int32_t dividend, int32_t divisor) {
  uint32_t rest = (uint32_t)dividend - (uint32_t)divide_down(dividend, divisor) * (uint32_t)divisor;
  return divisor == 0 ? 0 : (int32_t)rest;
}

/// Towards zero; numbers out of range become the nearest int32 and NaN becomes 0.
DK_INLINE int32_t whole_of(float value) {
  float low = value < -2147483648.0f ? -2147483648.0f : value;
  float bounded = low < 2147483520.0f ? low : 2147483520.0f;
  int32_t cut = (int32_t)(value == value ? bounded : 0.0f);
  return value >= 2147483648.0f ? INT32_MAX : cut;
}

// Loops that leave rare blocks to libm: below.
typedef void loop(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform);
static loop sine_checked, cosine_checked, tangent_checked, rest_checked;

#define real float
#define whole int32_t
#define natural uint32_t
#define LANE_CLONES DK_CLONES
#define LANES DK_LANES
#define BUILTIN(name) __builtin_##name##f
#define MATH(name) name##_float
#define CHECKED(name) name##_checked
#define LOOPS dk_loops
#include "chain_loops.h"

DK_CLONES static bool turns_far(int64_t count, const float *angles) {
  int32_t far = 0;
  for (int64_t i = 0; i < count; i++) {
    float size = __builtin_fabsf(angles[i]);
    far |= size > turn_limit && size < __builtin_inff();
  }
  return far;
}

// Angles that large are so rare that libm may take the whole block.
#define TRIGONOMETRIC(name, exact)                                                                                  \
  static void name##_checked(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform) {        \
    if (!turns_far(count, a)) return name(count, to, a, b, c, uniform);                                            \
    for (int64_t i = 0; i < count; i++) ((float *)to)[i] = exact(((const float *)a)[i]);                            \
  }

TRIGONOMETRIC(sine, sinf)
TRIGONOMETRIC(cosine, cosf)
TRIGONOMETRIC(tangent, tanf)

DK_CLONES static bool divides_far(int64_t count, const float *dividends, const float *divisors) {
  int32_t far = 0;
  for (int64_t i = 0; i < count; i++) {
    double quotient = __builtin_fabs((double)dividends[i] / (double)divisors[i]);
    far |= quotient > quotient_limit && quotient < __builtin_inf();
  }
  return far;
}

static float exact_remainder(float dividend, float divisor) {
  float left = fmodf(dividend, divisor);
  if (left == 0.0f) return copysignf(0.0f, divisor);
  return (left < 0.0f) != (divisor < 0.0f) ? left + divisor : left;
}

static void rest_checked(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform) {
  if (!divides_far(count, a, b)) return rest(count, to, a, b, c, uniform);
  for (int64_t i = 0; i < count; i++) ((float *)to)[i] = exact_remainder(((const float *)a)[i], ((const float *)b)[i]);
}

DK_CLONES void dk_index_loop(int64_t count, int32_t *to, int64_t first) {
  __builtin_assume(count % DK_WIDTH == 0);
  DK_LANES for (int64_t i = 0; i < count; i++) to[i] = (int32_t)(first + i);
}
