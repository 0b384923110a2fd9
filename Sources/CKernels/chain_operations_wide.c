// The element-wise operations over lanes of 64 bits, with libm's functions: they are right to the last digits of float64.
#include "chain_operations.h"

#include <math.h>

#include "bfloat16.h"
#include "clones.h"

#define LIBM(name) DK_INLINE double name##_double(double x) { return name(x); }

LIBM(exp)
LIBM(expm1)
LIBM(log)
LIBM(log1p)
LIBM(sin)
LIBM(cos)
LIBM(tan)
LIBM(asin)
LIBM(acos)
LIBM(atan)
LIBM(sinh)
LIBM(cosh)
LIBM(tanh)
LIBM(erf)

DK_INLINE double power_double(double x, double y) { return pow(x, y); }
DK_INLINE double atan2_double(double y, double x) { return atan2(y, x); }

/// From e^-|x|, so that small results keep their digits.
DK_INLINE double sigmoid_double(double x) {
  double e = exp(-fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

DK_INLINE double gelu_double(double x) { return x * (0.5 * erf(x * 0.7071067811865476) + 0.5); }

DK_INLINE double gelu_slope_double(double x) {
  return 0.5 * erf(x * 0.7071067811865476) + 0.5 + x * (exp(-0.5 * x * x) * 0.3989422804014327);
}

/// The sign of the right side, as Python has it.
DK_INLINE double remainder_double(double dividend, double divisor) {
  double left = fmod(dividend, divisor);
  if (left == 0) return copysign(0.0, divisor);
  return (left < 0) != (divisor < 0) ? left + divisor : left;
}

DK_INLINE int64_t divide_down(int64_t dividend, int64_t divisor) {
  if (divisor == 0) return 0;
  if (divisor == -1) return (int64_t)(0 - (uint64_t)dividend);
  int64_t quotient = dividend / divisor;
  return quotient - (dividend % divisor != 0 && (dividend < 0) != (divisor < 0));
}

DK_INLINE int64_t rest_of(int64_t dividend, int64_t divisor) {
  if (divisor == 0) return 0;
  return (int64_t)((uint64_t)dividend - (uint64_t)divide_down(dividend, divisor) * (uint64_t)divisor);
}

/// Towards zero; numbers out of range become the nearest int64 and NaN becomes 0.
DK_INLINE int64_t whole_of(double value) {
  if (value != value) return 0;
  return value >= 0x1p63 ? INT64_MAX : (value < -0x1p63 ? INT64_MIN : (int64_t)value);
}

#define real double
#define whole int64_t
#define natural uint64_t
#define LANE_CLONES DK_TWO_CLONES
#define LANES
#define BUILTIN(name) __builtin_##name
#define MATH(name) name##_double
#define CHECKED(name) name
#define LOOPS dk_wide_loops
#include "chain_loops.h"
