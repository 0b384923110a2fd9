// bfloat16, the upper half of a float32: how one becomes the other.
#ifndef DLN_BFLOAT16_H
#define DLN_BFLOAT16_H

#include "clones.h"

DK_INLINE float float_of_half(uint16_t half) { return float_of_bits((uint32_t)half << 16); }

/// The nearest bfloat16, halves to the even one, still as a float.
DK_INLINE float bfloat16_of(float x) {
  uint32_t bits = bits_of_float(x);
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
  return float_of_bits(x == x ? rounded : 0x7fc00000);
}

/// The upper half of a float that is a bfloat16 already.
DK_INLINE uint16_t half_of_float(float x) { return (uint16_t)(bits_of_float(x) >> 16); }

#endif
