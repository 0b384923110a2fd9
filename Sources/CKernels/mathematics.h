// The functions that training spends its time in, in float32 without branches, so that the compiler turns them into lanes.
// Where a product and a sum round as one it is written out (`fused`), and nowhere else: every instruction set gives the same bits.
// Errors stay below 3 ulp, those of gelu below 8.
// The polynomials were fitted for the smallest relative error on the interval named beside each.
#ifndef DLN_MATHEMATICS_H
#define DLN_MATHEMATICS_H

#include "clones.h"

/// a * b + c, rounded once: an instruction of every processor since 2013, and a function of libm before.
DK_INLINE float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

/// Adding and subtracting 1.5 * 2^23 rounds to a whole number, which then stands in the low bits of the sum.
static const float whole_float = 12582912.0f;

/// e^r for |r| <= log(2) / 2.
DK_INLINE float exp_reduced(float r) {
  float p = 0.00138144649f;
  p = fused(p, r, 0.00836878084f);
  p = fused(p, r, 0.0416683927f);
  p = fused(p, r, 0.166665196f);
  p = fused(p, r, 0.49999994f);
  return fused(p, r * r, r) + 1.0f;
}

typedef struct { float rest; int32_t power; } exp_parts;

/// x = power * log(2) + rest; log(2) is split so that the first product is exact.
DK_INLINE exp_parts exp_split(float x) {
  float shifted = fused(x, 1.44269504f, whole_float);
  float k = shifted - whole_float;
  float near = fused(k, -0.693359375f, x);
  exp_parts parts = { fused(k, 2.12194440e-4f, near), (int32_t)(bits_of_float(shifted) - bits_of_float(whole_float)) };
  return parts;
}

DK_INLINE float power_of_two(int32_t k) { return float_of_bits((uint32_t)(k + 127) << 23); }

/// e^x where the result is a normal number: |x| < 87.
DK_INLINE float exp_middle(float x) {
  exp_parts parts = exp_split(x);
  return exp_reduced(parts.rest) * power_of_two(parts.power);
}

/// e^x. The scale is applied in two halves, as 2^128 and the subnormal powers are no floats.
DK_INLINE float exp_float(float x) {
  float clamped = x < -105.0f ? -105.0f : x;
  clamped = clamped > 89.0f ? 89.0f : clamped;
  exp_parts parts = exp_split(clamped);
  int32_t half = parts.power >> 1;
  return exp_reduced(parts.rest) * power_of_two(half) * power_of_two(parts.power - half);
}

/// log(1 + f) - f + f^2 / 2 for sqrt(1/2) <= 1 + f <= sqrt(2).
DK_INLINE float log_reduced(float f) {
  float p = 0.0674830824f;
  p = fused(p, f, -0.116778769f);
  p = fused(p, f, 0.118886456f);
  p = fused(p, f, -0.124052793f);
  p = fused(p, f, 0.14219451f);
  p = fused(p, f, -0.166680083f);
  p = fused(p, f, 0.200021237f);
  p = fused(p, f, -0.250000089f);
  p = fused(p, f, 0.333333135f);
  return p * f * (f * f);
}

/// The natural logarithm.
DK_INLINE float log_float(float x) {
  float normal = x < 1.17549435e-38f ? x * 8388608.0f : x;
  int32_t bits = (int32_t)bits_of_float(normal);
  int32_t power = (bits - 0x3f3504f3) >> 23; // 0x3f3504f3 is sqrt(1/2)
  float f = float_of_bits((uint32_t)(bits - power * (1 << 23))) - 1.0f;
  float k = (float)power - (x < 1.17549435e-38f ? 23.0f : 0.0f);
  float low = fused(f * f, -0.5f, fused(k, -2.12194440e-4f, log_reduced(f)));
  float result = fused(k, 0.693359375f, f + low);
  float odd = x < 0.0f ? __builtin_nanf("") : (x == 0.0f ? -__builtin_inff() : x);
  return x > 0.0f && x < __builtin_inff() ? result : odd;
}

/// The hyperbolic tangent: a polynomial below 0.625, 1 - 2 / (e^2x + 1) above.
DK_INLINE float tanh_float(float x) {
  float size = __builtin_fabsf(x), t = x * x;
  float p = -0.00570497848f;
  p = fused(p, t, 0.0206390787f);
  p = fused(p, t, -0.0537397116f);
  p = fused(p, t, 0.133314416f);
  p = fused(p, t, -0.333332807f);
  float small = fused(p * t, x, x);
  float bounded = size > 10.0f ? 10.0f : size;
  float large = 1.0f - 2.0f / (exp_middle(2.0f * bounded) + 1.0f);
  return __builtin_copysignf(size < 0.625f ? small : large, x);
}

/// 1 / (1 + e^-x), from e^-|x| so that small results keep their digits.
DK_INLINE float sigmoid_float(float x) {
  float e = exp_float(-__builtin_fabsf(x));
  return (x < 0.0f ? e : 1.0f) / (1.0f + e);
}

/// The error function: x times a polynomial of x^2 below 1, 1 - e^-q(x) above, where q = -log(erfc) on 1 ... 4.
DK_INLINE float erf_float(float x) {
  float size = __builtin_fabsf(x), t = x * x;
  float p = 7.85385782e-05f;
  p = fused(p, t, -0.000801019254f);
  p = fused(p, t, 0.00518832775f);
  p = fused(p, t, -0.026853811f);
  p = fused(p, t, 0.112835854f);
  p = fused(p, t, -0.37612626f);
  p = fused(p, t, 0.128379166f);
  float small = fused(p, x, x);
  float a = size > 4.0f ? 4.0f : size;
  float q = -0.000186380086f;
  q = fused(q, a, 0.00294766692f);
  q = fused(q, a, -0.0218380969f);
  q = fused(q, a, 0.103106819f);
  q = fused(q, a, 0.638144732f);
  q = fused(q, a, 1.12708926f);
  q = fused(q, a, 0.000341512583f);
  float large = __builtin_copysignf(1.0f - exp_middle(-q), x);
  return size < 1.0f ? small : large;
}

typedef struct { float share, density; } normal_parts;

/// The share of the normal distribution below x, and its density times the root of 2 pi. Beyond |x| = 13 the tail is no float: the tail
/// is the density times a polynomial of 1 / (1 + 0.26 |x|).
DK_INLINE normal_parts normal_distribution(float x) {
  float size = __builtin_fabsf(x), bounded = size > 13.0f ? 13.0f : size;
  float square = bounded * bounded, lost = fused(bounded, bounded, -square); // what rounding took of the square counts in the tail
  float rounded = exp_middle(-0.5f * square), density = fused(-0.5f * lost, rounded, rounded);
  float t = 1.0f / fused(0.26f, bounded, 1.0f);
  float p = 0.0309526827f;
  p = fused(p, t, -0.155017704f);
  p = fused(p, t, 0.256046116f);
  p = fused(p, t, -0.156207725f);
  p = fused(p, t, 0.164624408f);
  p = fused(p, t, 0.0494371653f);
  p = fused(p, t, 0.103445262f);
  p = fused(p, t, 0.102957129f);
  p = fused(p, t, 0.103762664f);
  float tail = p * t * density;
  normal_parts parts = { x < 0.0f ? (x < -13.0f ? 0.0f : tail) : 1.0f - tail, density };
  return parts;
}

/// x times the share of a normal distribution below x.
DK_INLINE float gelu_float(float x) { return x * normal_distribution(x).share; }

/// That share, and x times the density.
DK_INLINE float gelu_slope_float(float x) {
  normal_parts normal = normal_distribution(x);
  float bounded = x > 13.0f ? 13.0f : (x < -13.0f ? -13.0f : x);
  return normal.share + bounded * (normal.density * 0.398942280f);
}

#endif
