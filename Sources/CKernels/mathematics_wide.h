// The functions that are called less often, computed in float64 and rounded once: short code that is right to about 0.5 ulp of
// float32, small and subnormal results included. Polynomials as in mathematics.h, errors below 2^-33.
#ifndef DLN_MATHEMATICS_WIDE_H
#define DLN_MATHEMATICS_WIDE_H

#include "clones.h"

/// As whole_float: 1.5 * 2^52.
static const double whole_double = 6755399441055744.0;

/// Beyond this |x| the sine, cosine and tangent need more digits of pi than trigonometry(x) has.
static const float turn_limit = 1.0e6f;

/// Beyond this |a / b| the quotient of a remainder has more digits than its product with b can hold.
static const double quotient_limit = 268435456.0;

typedef struct { double less_one, scale; } exp_wide; // e^x = (less_one + 1) * scale

DK_INLINE exp_wide exp_wide_parts(double x) {
  double bounded = x < -200.0 ? -200.0 : x;
  bounded = bounded > 200.0 ? 200.0 : bounded;
  double shifted = bounded * 1.4426950408889634 + whole_double;
  double r = bounded - (shifted - whole_double) * 0.6931471805599453;
  double p = 2.47963698997824e-05;
  p = p * r + 0.00019904973017023338;
  p = p * r + 0.0013888985479906628;
  p = p * r + 0.0083332889652531;
  p = p * r + 0.04166666595067097;
  p = p * r + 0.16666666754397233;
  p = p * r + 0.500000000010575;
  exp_wide parts = { p * (r * r) + r, double_of_bits((bits_of_double(shifted) + 1023) << 52) };
  return parts;
}

DK_INLINE double exp_double(double x) {
  exp_wide e = exp_wide_parts(x);
  return e.less_one * e.scale + e.scale;
}

DK_INLINE double expm1_double(double x) {
  exp_wide e = exp_wide_parts(x);
  return e.less_one * e.scale + (e.scale - 1.0);
}

/// A zero keeps its sign by not being computed.
DK_INLINE float expm1_float(float x) { return x == 0.0f ? x : (float)expm1_double((double)x); }

DK_INLINE float sinh_float(float x) {
  double e = expm1_double(__builtin_fabs((double)x));
  return __builtin_copysignf((float)(0.5 * (e + e / (e + 1.0))), x);
}

DK_INLINE float cosh_float(float x) {
  double e = exp_double(__builtin_fabs((double)x));
  return (float)(0.5 * (e + 1.0 / e));
}

/// log(1 + rest) + log(base) for a positive normal base near 1 + rest; rest is used only where base lies within sqrt(1/2) ... sqrt(2).
DK_INLINE double log_near(double base, double rest) {
  int64_t bits = (int64_t)bits_of_double(base);
  int64_t power = (bits - 0x3fe6a09e667f3bcd) >> 52; // 0x3fe6... is sqrt(1/2)
  double mantissa = double_of_bits((uint64_t)bits - ((uint64_t)power << 52));
  double f = power == 0 ? rest : mantissa - 1.0;
  double s = f / (2.0 + f), z = s * s;
  double p = 0.16823131142229014;
  p = p * z + 0.18123378879918028;
  p = p * z + 0.2222337943401652;
  p = p * z + 0.2857141702729236;
  p = p * z + 0.40000000052862256;
  p = p * z + 0.6666666666658609;
  return p * z * s + 2.0 * s + (double)(int32_t)power * 0.6931471805599453;
}

DK_INLINE float log1p_float(float x) {
  double result = log_near(1.0 + (double)x, (double)x);
  double odd = x < -1.0f ? __builtin_nan("") : (x == -1.0f ? -__builtin_inf() : (double)x);
  return (float)(x > -1.0f && x < __builtin_inff() && x != 0.0f ? result : odd);
}

DK_INLINE int is_whole(float x) { return __builtin_floorf(x) == x; }

/// x^y with the special cases of C99.
DK_INLINE float power_float(float x, float y) {
  float size = __builtin_fabsf(x), infinity = __builtin_inff();
  double base = (double)size;
  double logarithm = log_near(base, base - 1.0);
  logarithm = size == 0.0f ? -__builtin_inf() : (size == infinity ? __builtin_inf() : logarithm);
  float result = (float)exp_double((double)y * logarithm);
  result = size == 1.0f ? 1.0f : result;
  int odd = is_whole(y) & !is_whole(y * 0.5f) & (__builtin_fabsf(y) != infinity);
  result = odd ? __builtin_copysignf(result, x) : result;
  int undefined = (x != x) | (y != y) | ((x < 0.0f) & (size != infinity) & !is_whole(y));
  result = undefined ? __builtin_nanf("") : result;
  return x == 1.0f || y == 0.0f ? 1.0f : result;
}

typedef struct { double sine, cosine; } sine_cosine;

/// Sine and cosine of x, |x| <= turn_limit. Quarter turns bring x to -pi/4 ... pi/4; pi / 2 is split so that their first product is exact.
DK_INLINE sine_cosine trigonometry(double x) {
  double shifted = x * 0.6366197723675814 + whole_double;
  double k = shifted - whole_double;
  double r = (x - k * 1.5707963267341256) - k * 6.077100506506192e-11;
  double t = r * r;
  double s = -2.4761702966612815e-08;
  s = s * t + 2.755535836228796e-06;
  s = s * t - 0.00019841263825078425;
  s = s * t + 0.008333333325273527;
  s = s * t - 0.1666666666663159;
  double sine = s * t * r + r;
  double c = -2.720568281066982e-07;
  c = c * t + 2.479945928569399e-05;
  c = c * t - 0.0013888883496753616;
  c = c * t + 0.041666666619452265;
  double cosine = c * (t * t) - 0.5 * t + 1.0;
  uint64_t quarter = bits_of_double(shifted);
  uint64_t swap = -(quarter & 1); // all ones at odd quarters: the two change places
  uint64_t first = (bits_of_double(sine) & ~swap) | (bits_of_double(cosine) & swap);
  uint64_t second = (bits_of_double(cosine) & ~swap) | (bits_of_double(sine) & swap);
  sine_cosine both = { double_of_bits(first ^ (quarter & 2) << 62), double_of_bits(second ^ ((quarter + 1) & 2) << 62) };
  return both;
}

DK_INLINE float sin_float(float x) { return x == 0.0f ? x : (float)trigonometry((double)x).sine; }
DK_INLINE float cos_float(float x) { return (float)trigonometry((double)x).cosine; }
DK_INLINE float tan_float(float x) {
  sine_cosine both = trigonometry((double)x);
  return x == 0.0f ? x : (float)(both.sine / both.cosine);
}

/// The angle of the point (x, y), from the arctangent of the smaller over the larger coordinate.
DK_INLINE double angle(double y, double x) {
  double height = __builtin_fabs(y), length = __builtin_fabs(x);
  double small = height < length ? height : length, large = height < length ? length : height;
  double q = small == large ? (large == 0.0 ? 0.0 : 1.0) : small / large;
  double t = q * q;
  double p = -0.0006979388212581608;
  p = p * t + 0.004926255037503524;
  p = p * t - 0.01629920787993005;
  p = p * t + 0.03447554782200709;
  p = p * t - 0.05451569255605759;
  p = p * t + 0.07259423457310968;
  p = p * t - 0.0898543410819838;
  p = p * t + 0.11094502631887657;
  p = p * t - 0.14284167109683837;
  p = p * t + 0.19999927236900586;
  p = p * t - 0.3333333213364609;
  double a = p * t * q + q;
  a = height > length ? 1.5707963267948966 - a : a;
  a = __builtin_copysign(1.0, x) < 0.0 ? 3.141592653589793 - a : a;
  return x != x || y != y ? __builtin_nan("") : __builtin_copysign(a, y);
}

DK_INLINE float atan2_float(float y, float x) { return (float)angle((double)y, (double)x); }
DK_INLINE float atan_float(float x) { return (float)angle((double)x, 1.0); }
DK_INLINE float asin_float(float x) { return (float)angle((double)x, __builtin_sqrt((1.0 - (double)x) * (1.0 + (double)x))); }
DK_INLINE float acos_float(float x) { return (float)angle(__builtin_sqrt((1.0 - (double)x) * (1.0 + (double)x)), (double)x); }

/// a - b * floor(a / b), |a / b| <= quotient_limit. The quotient may have been rounded up to a whole number; the sign of the rest tells.
DK_INLINE float remainder_float(float left, float right) {
  double a = (double)left, b = (double)right;
  double q = __builtin_trunc(a / b);
  double rest = __builtin_fabs(b) == __builtin_inf() && a - a == 0.0 ? a : a - q * b;
  rest = rest * b < 0.0 ? rest + b : rest;
  return rest == 0.0 ? __builtin_copysignf(0.0f, right) : (float)rest;
}

#endif
