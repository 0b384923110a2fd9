// The element-wise operations over lanes of one width, one SIMD loop each, and the table of them. It is included twice; before, these
// are said: `real`, `whole` and `natural`, a lane as a number, a whole number and one that wraps around; LANE_CLONES and LANES, as in
// clones.h; BUILTIN(name) and MATH(name), a function of `real`; divide_down, rest_of and whole_of; CHECKED(name), a loop or another that
// looks at the lanes first; LOOPS, the table's name.
// An operation is a line below and a line of the table.

// Functions named after the operation; x, y and z are the inputs' lanes (all may be read, those not needed are not).
#define FUNCTION(name)                                                                                              \
  LANE_CLONES static void name(int64_t count, void *to, const void *a, const void *b, const void *c, unsigned uniform)
#define LOOP(result, input, at_a, at_b, at_c, expression)                                                           \
  LANES for (int64_t i = 0; i < count; i++) {                                                                       \
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
#define FLOAT(name, expression) UNARY(name, real, real, expression)
#define FLOATS(name, expression) BINARY(name, real, real, expression)
#define COMPARE(name, expression) BINARY(name, whole, real, expression)
#define WHOLE(name, expression) UNARY(name, whole, whole, expression)
#define WHOLES(name, expression) BINARY(name, whole, whole, expression)

FLOAT(negate, -x)
FLOAT(absolute, BUILTIN(fabs)(x))
FLOAT(sign, x > 0 ? 1 : (x < 0 ? -1 : x))
FLOAT(square_root, BUILTIN(sqrt)(x))
FLOAT(inverse_root, 1 / BUILTIN(sqrt)(x))
FLOAT(reciprocal, 1 / x)
FLOAT(exponential, MATH(exp)(x))
FLOAT(exponential_less_one, MATH(expm1)(x))
FLOAT(logarithm, MATH(log)(x))
FLOAT(logarithm_of_one_more, MATH(log1p)(x))
FLOAT(sine, MATH(sin)(x))
FLOAT(cosine, MATH(cos)(x))
FLOAT(tangent, MATH(tan)(x))
FLOAT(arcsine, MATH(asin)(x))
FLOAT(arccosine, MATH(acos)(x))
FLOAT(arctangent, MATH(atan)(x))
FLOAT(hyperbolic_sine, MATH(sinh)(x))
FLOAT(hyperbolic_cosine, MATH(cosh)(x))
FLOAT(hyperbolic_tangent, MATH(tanh)(x))
FLOAT(sigmoid, MATH(sigmoid)(x))
FLOAT(error_function, MATH(erf)(x))
FLOAT(floor_, BUILTIN(floor)(x))
FLOAT(ceiling, BUILTIN(ceil)(x))
FLOAT(round_, BUILTIN(rint)(x))
FLOAT(truncate_, BUILTIN(trunc)(x))
FLOAT(rectify, x <= 0 ? 0 : x) // a NaN stays
FLOAT(square, x * x)
FLOAT(gelu, MATH(gelu)(x))
FLOAT(gelu_slope, MATH(gelu_slope)(x))

FLOATS(add, x + y)
FLOATS(subtract, x - y)
FLOATS(multiply, x * y)
FLOATS(divide, x / y)
FLOAT(power, MATH(power)(x, y))
FLOAT(rest, MATH(remainder)(x, y))
FLOATS(minimum, x < y || x != x ? x : y)
FLOATS(maximum, x > y || x != x ? x : y)
FLOAT(arctangent_of_two, MATH(atan2)(x, y))
TERNARY(multiply_add, real, real, x * y + z)
TERNARY(multiply_multiply, real, real, x * y * z)
TERNARY(multiply_divide, real, real, x * y / z)

COMPARE(equal, x == y)
COMPARE(less, x < y)
COMPARE(less_equal, x <= y)

// Signed overflow is undefined in C: unsigned numbers wrap around.
#define WRAP(operator) (whole)((natural)x operator (natural)y)

WHOLE(int_negate, (natural)0 - (natural)x)
WHOLE(int_absolute, x < 0 ? (natural)0 - (natural)x : (natural)x)
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
TERNARY(select_, whole, whole, x ? y : z)
WHOLE(int_to_truth, x != 0)
UNARY(to_float, real, whole, x)

UNARY(to_int, whole, real, whole_of(x))
UNARY(to_truth, whole, real, x != 0)

FLOAT(to_bfloat16, bfloat16_of((float)x))
FLOAT(to_float32, (float)x)
WHOLE(wrap_int8, (int8_t)x)
WHOLE(wrap_uint8, (uint8_t)x)
#define WITHIN(low, high) x < (low) ? (low) : (x > (high) ? (high) : x)
WHOLE(clamp_int8, WITHIN(INT8_MIN, INT8_MAX))
WHOLE(clamp_uint8, WITHIN(0, UINT8_MAX))
WHOLE(clamp_int32, WITHIN(INT32_MIN, INT32_MAX))

const dk_loop LOOPS[DK_OPERATION_COUNT] = {
  [DK_NEGATE] = negate, [DK_ABS] = absolute, [DK_SIGN] = sign, [DK_SQRT] = square_root, [DK_RSQRT] = inverse_root,
  [DK_RECIPROCAL] = reciprocal, [DK_EXP] = exponential, [DK_EXPM1] = exponential_less_one, [DK_LOG] = logarithm,
  [DK_LOG1P] = logarithm_of_one_more, [DK_SIN] = CHECKED(sine), [DK_COS] = CHECKED(cosine), [DK_TAN] = CHECKED(tangent),
  [DK_ASIN] = arcsine,
  [DK_ACOS] = arccosine, [DK_ATAN] = arctangent, [DK_SINH] = hyperbolic_sine, [DK_COSH] = hyperbolic_cosine,
  [DK_TANH] = hyperbolic_tangent, [DK_SIGMOID] = sigmoid, [DK_ERF] = error_function, [DK_FLOOR] = floor_, [DK_CEIL] = ceiling,
  [DK_ROUND] = round_, [DK_TRUNC] = truncate_, [DK_RELU] = rectify, [DK_SQUARE] = square, [DK_GELU] = gelu, [DK_GELU_SLOPE] = gelu_slope,
  [DK_ADD] = add, [DK_SUBTRACT] = subtract, [DK_MULTIPLY] = multiply, [DK_DIVIDE] = divide, [DK_POWER] = power,
  [DK_REMAINDER] = CHECKED(rest), [DK_MINIMUM] = minimum, [DK_MAXIMUM] = maximum, [DK_ATAN2] = arctangent_of_two,
  [DK_EQUAL] = equal, [DK_LESS] = less, [DK_LESS_EQUAL] = less_equal,
  [DK_INT_NEGATE] = int_negate, [DK_INT_ABS] = int_absolute, [DK_INT_ADD] = int_add, [DK_INT_SUBTRACT] = int_subtract,
  [DK_INT_MULTIPLY] = int_multiply, [DK_INT_DIVIDE] = int_divide, [DK_INT_REMAINDER] = int_remainder,
  [DK_INT_MINIMUM] = int_minimum, [DK_INT_MAXIMUM] = int_maximum, [DK_INT_EQUAL] = int_equal, [DK_INT_LESS] = int_less,
  [DK_INT_LESS_EQUAL] = int_less_equal,
  [DK_AND] = and_, [DK_OR] = or_, [DK_NOT] = not_, [DK_SELECT] = select_,
  [DK_TO_FLOAT] = to_float, [DK_TO_INT] = to_int, [DK_TO_TRUTH] = to_truth, [DK_INT_TO_TRUTH] = int_to_truth,
  [DK_MULTIPLY_ADD] = multiply_add,
  [DK_MULTIPLY_MULTIPLY] = multiply_multiply,
  [DK_MULTIPLY_DIVIDE] = multiply_divide,
  [DK_TO_BFLOAT16] = to_bfloat16, [DK_TO_FLOAT32] = to_float32, [DK_WRAP_INT8] = wrap_int8, [DK_WRAP_UINT8] = wrap_uint8,
  [DK_CLAMP_INT8] = clamp_int8, [DK_CLAMP_UINT8] = clamp_uint8, [DK_CLAMP_INT32] = clamp_int32,
};
