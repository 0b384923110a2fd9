// One SIMD loop for each element-wise operation, and the table of them. An operation is a line below and a line of the table.
#include "chain_operations.h"

#include <math.h>
#include <stdbool.h>

#include "clones.h"
#include "mathematics.h"
#include "mathematics_wide.h"

// Functions named after the operation; x, y and z are the inputs' lanes (all may be read, those not needed are not).
#define FUNCTION(name)                                                                                              \
  DK_CLONES static void name(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform)
#define LOOP(result, input, at_a, at_b, at_c, expression)                                                           \
  DK_LANES for (int64_t i = 0; i < count; i++) {                                                                    \
    input x = ((const input *)a)[at_a], y = ((const input *)b)[at_b], z = ((const input *)c)[at_c];                 \
    (void)x, (void)y, (void)z;                                                                                      \
    ((result *)to)[i] = (result)(expression);                                                                       \
  }

// One input.
#define UNARY(name, result, input, expression)                                                                      \
  FUNCTION(name) {                                                                                                  \
    __builtin_assume(count % DK_WIDTH == 0);                                                                        \
    (void)uniform;                                                                                                  \
    LOOP(result, input, i, i, i, expression)                                                                        \
  }
// Two inputs, either of which may be uniform.
#define BINARY(name, result, input, expression)                                                                     \
  FUNCTION(name) {                                                                                                  \
    __builtin_assume(count % DK_WIDTH == 0);                                                                        \
    if (uniform & DK_UNIFORM_B) LOOP(result, input, i, 0, i, expression)                                            \
    else if (uniform & DK_UNIFORM_A) LOOP(result, input, 0, i, i, expression)                                       \
    else LOOP(result, input, i, i, i, expression)                                                                   \
  }
// Three inputs, of which the second or the third or both may be uniform.
#define TERNARY(name, result, input, expression)                                                                    \
  FUNCTION(name) {                                                                                                  \
    __builtin_assume(count % DK_WIDTH == 0);                                                                        \
    if ((uniform & DK_UNIFORM_B) && (uniform & DK_UNIFORM_C)) LOOP(result, input, i, 0, 0, expression)              \
    else if (uniform & DK_UNIFORM_B) LOOP(result, input, i, 0, i, expression)                                       \
    else if (uniform & DK_UNIFORM_C) LOOP(result, input, i, i, 0, expression)                                       \
    else LOOP(result, input, i, i, i, expression)                                                                   \
  }
#define FLOAT(name, expression) UNARY(name, float, float, expression)
#define FLOATS(name, expression) BINARY(name, float, float, expression)
#define COMPARE(name, expression) BINARY(name, int32_t, float, expression)
#define WHOLE(name, expression) UNARY(name, int32_t, int32_t, expression)
#define WHOLES(name, expression) BINARY(name, int32_t, int32_t, expression)

FLOAT(negate, -x)
FLOAT(absolute, __builtin_fabsf(x))
FLOAT(sign, x > 0.0f ? 1.0f : (x < 0.0f ? -1.0f : x))
FLOAT(square_root, __builtin_sqrtf(x))
FLOAT(inverse_root, 1.0f / __builtin_sqrtf(x))
FLOAT(reciprocal, 1.0f / x)
FLOAT(exponential, exp_float(x))
FLOAT(exponential_less_one, expm1_float(x))
FLOAT(logarithm, log_float(x))
FLOAT(logarithm_of_one_more, log1p_float(x))
FLOAT(arcsine, asin_float(x))
FLOAT(arccosine, acos_float(x))
FLOAT(arctangent, atan_float(x))
FLOAT(hyperbolic_sine, sinh_float(x))
FLOAT(hyperbolic_cosine, cosh_float(x))
FLOAT(hyperbolic_tangent, tanh_float(x))
FLOAT(sigmoid, sigmoid_float(x))
FLOAT(error_function, erf_float(x))
FLOAT(floor_, __builtin_floorf(x))
FLOAT(ceiling, __builtin_ceilf(x))
FLOAT(round_, __builtin_rintf(x))
FLOAT(truncate_, __builtin_truncf(x))
FLOAT(rectify, x <= 0.0f ? 0.0f : x) // a NaN stays
FLOAT(square, x * x)

FLOATS(add, x + y)
FLOATS(subtract, x - y)
FLOATS(multiply, x * y)
FLOATS(divide, x / y)
FLOAT(power, power_float(x, y))
FLOATS(minimum, x < y || x != x ? x : y)
FLOATS(maximum, x > y || x != x ? x : y)
FLOAT(arctangent_of_two, atan2_float(x, y))
TERNARY(multiply_add, float, float, x * y + z)

COMPARE(equal, x == y)
COMPARE(less, x < y)
COMPARE(less_equal, x <= y)

// Signed overflow is undefined in C: unsigned numbers wrap around.
#define WRAP(operator) (int32_t)((uint32_t)x operator (uint32_t)y)

/// A quotient of two int32 in double, rounded down, is exact.
DK_INLINE int32_t divide_down(int32_t dividend, int32_t divisor) {
  double quotient = __builtin_floor((double)dividend / (double)(divisor == 0 ? 1 : divisor));
  return divisor == 0 ? 0 : (int32_t)(int64_t)quotient;
}

DK_INLINE int32_t rest_of(int32_t dividend, int32_t divisor) {
  uint32_t rest = (uint32_t)dividend - (uint32_t)divide_down(dividend, divisor) * (uint32_t)divisor;
  return divisor == 0 ? 0 : (int32_t)rest;
}

WHOLE(int_negate, 0u - (uint32_t)x)
WHOLE(int_absolute, x < 0 ? 0u - (uint32_t)x : (uint32_t)x)
WHOLES(int_add, WRAP(+))
WHOLES(int_subtract, WRAP(-))
WHOLES(int_multiply, WRAP(*))
WHOLE(int_divide, divide_down(x, y))
WHOLE(int_remainder, rest_of(x, y))
WHOLES(int_minimum, x < y ? x : y)
WHOLES(int_maximum, x > y ? x : y)
WHOLES(int_equal, x == y)
WHOLES(int_less, x < y)
WHOLES(int_less_equal, x <= y)
WHOLES(and_, x & y)
WHOLES(or_, x | y)
WHOLE(not_, x ^ 1)
TERNARY(select_, int32_t, int32_t, x ? y : z)
WHOLE(int_to_truth, x != 0)
UNARY(to_float, float, int32_t, x)

/// Towards zero; numbers out of range become the nearest int32 and NaN becomes 0.
DK_INLINE int32_t whole_of(float value) {
  float low = value < -2147483648.0f ? -2147483648.0f : value;
  float bounded = low < 2147483520.0f ? low : 2147483520.0f;
  int32_t whole = (int32_t)(value == value ? bounded : 0.0f);
  return value >= 2147483648.0f ? INT32_MAX : whole;
}

UNARY(to_int, int32_t, float, whole_of(x))
UNARY(to_truth, int32_t, float, x != 0.0f)

FLOAT(sine_lanes, sin_float(x))
FLOAT(cosine_lanes, cos_float(x))
FLOAT(tangent_lanes, tan_float(x))
FLOAT(remainder_lanes, remainder_float(x, y))

DK_CLONES static bool turns_far(int64_t count, const float *angles) {
  int32_t far = 0;
  for (int64_t i = 0; i < count; i++) {
    float size = __builtin_fabsf(angles[i]);
    far |= size > turn_limit && size < __builtin_inff();
  }
  return far;
}

// Angles that large are so rare that libm may take the whole block.
#define TRIGONOMETRIC(name, lanes, exact)                                                                           \
  static void name(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform) {        \
    if (!turns_far(count, a)) return lanes(count, to, a, b, c, uniform);                                            \
    for (int64_t i = 0; i < count; i++) ((float *)to)[i] = exact(((const float *)a)[i]);                            \
  }

TRIGONOMETRIC(sine, sine_lanes, sinf)
TRIGONOMETRIC(cosine, cosine_lanes, cosf)
TRIGONOMETRIC(tangent, tangent_lanes, tanf)

DK_CLONES static bool divides_far(int64_t count, const float *dividends, const float *divisors) {
  int32_t far = 0;
  for (int64_t i = 0; i < count; i++) {
    double quotient = __builtin_fabs((double)dividends[i] / (double)divisors[i]);
    far |= quotient > quotient_limit && quotient < __builtin_inf();
  }
  return far;
}

static float exact_remainder(float dividend, float divisor) {
  float rest = fmodf(dividend, divisor);
  if (rest == 0.0f) return copysignf(0.0f, divisor);
  return (rest < 0.0f) != (divisor < 0.0f) ? rest + divisor : rest;
}

static void remainder_(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform) {
  if (!divides_far(count, a, b)) return remainder_lanes(count, to, a, b, c, uniform);
  for (int64_t i = 0; i < count; i++) ((float *)to)[i] = exact_remainder(((const float *)a)[i], ((const float *)b)[i]);
}

DK_CLONES void dk_index_loop(int64_t count, int32_t *to, int64_t first) {
  __builtin_assume(count % DK_WIDTH == 0);
  DK_LANES for (int64_t i = 0; i < count; i++) to[i] = (int32_t)(first + i);
}

const dk_loop dk_loops[DK_OPERATION_COUNT] = {
  [DK_NEGATE] = negate, [DK_ABS] = absolute, [DK_SIGN] = sign, [DK_SQRT] = square_root, [DK_RSQRT] = inverse_root,
  [DK_RECIPROCAL] = reciprocal, [DK_EXP] = exponential, [DK_EXPM1] = exponential_less_one, [DK_LOG] = logarithm,
  [DK_LOG1P] = logarithm_of_one_more, [DK_SIN] = sine, [DK_COS] = cosine, [DK_TAN] = tangent, [DK_ASIN] = arcsine,
  [DK_ACOS] = arccosine, [DK_ATAN] = arctangent, [DK_SINH] = hyperbolic_sine, [DK_COSH] = hyperbolic_cosine,
  [DK_TANH] = hyperbolic_tangent, [DK_SIGMOID] = sigmoid, [DK_ERF] = error_function, [DK_FLOOR] = floor_, [DK_CEIL] = ceiling,
  [DK_ROUND] = round_, [DK_TRUNC] = truncate_, [DK_RELU] = rectify, [DK_SQUARE] = square,
  [DK_ADD] = add, [DK_SUBTRACT] = subtract, [DK_MULTIPLY] = multiply, [DK_DIVIDE] = divide, [DK_POWER] = power,
  [DK_REMAINDER] = remainder_, [DK_MINIMUM] = minimum, [DK_MAXIMUM] = maximum, [DK_ATAN2] = arctangent_of_two,
  [DK_EQUAL] = equal, [DK_LESS] = less, [DK_LESS_EQUAL] = less_equal,
  [DK_INT_NEGATE] = int_negate, [DK_INT_ABS] = int_absolute, [DK_INT_ADD] = int_add, [DK_INT_SUBTRACT] = int_subtract,
  [DK_INT_MULTIPLY] = int_multiply, [DK_INT_DIVIDE] = int_divide, [DK_INT_REMAINDER] = int_remainder,
  [DK_INT_MINIMUM] = int_minimum, [DK_INT_MAXIMUM] = int_maximum, [DK_INT_EQUAL] = int_equal, [DK_INT_LESS] = int_less,
  [DK_INT_LESS_EQUAL] = int_less_equal,
  [DK_AND] = and_, [DK_OR] = or_, [DK_NOT] = not_, [DK_SELECT] = select_,
  [DK_TO_FLOAT] = to_float, [DK_TO_INT] = to_int, [DK_TO_TRUTH] = to_truth, [DK_INT_TO_TRUTH] = int_to_truth,
  [DK_MULTIPLY_ADD] = multiply_add,
};
