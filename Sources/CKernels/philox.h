// Philox4x32-10, a counter-based generator: each counter gives four words of 32 bits, whatever was drawn before.
// (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011.)
#ifndef DLN_PHILOX_H
#define DLN_PHILOX_H

#include "clones.h"
#include "kernels.h"

typedef struct { uint32_t word[4]; } philox_words;

DK_INLINE philox_words philox(philox_words counter, uint32_t key_low, uint32_t key_high) {
  uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
  for (int round = 0; round < 10; round++) {
    uint64_t first = (uint64_t)c0 * 0xD2511F53u, second = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(second >> 32) ^ c1 ^ key_low;
    c1 = (uint32_t)second;
    c2 = (uint32_t)(first >> 32) ^ c3 ^ key_high;
    c3 = (uint32_t)first;
    key_low += 0x9E3779B9u;
    key_high += 0xBB67AE85u;
  }
  philox_words words = { { c0, c1, c2, c3 } };
  return words;
}

/// The words of one draw. An array of 2^34 elements, after which they would repeat, would take 64 GB.
DK_INLINE philox_words philox_draw(dk_random_key key, uint32_t stream, uint32_t group) {
  philox_words counter = { { group, stream, (uint32_t)key.counter, (uint32_t)(key.counter >> 32) } };
  return philox(counter, (uint32_t)key.key, (uint32_t)(key.key >> 32));
}

/// Words first ..< first + count of a draw, first a multiple of 4, rounded up to whole groups of 4.
void dk_random_words(dk_random_key key, uint32_t stream, int64_t first, int64_t count, uint32_t *words);

/// Words first ..< first + count as floats in [0, 1): the upper 24 bits. `to` has room for whole groups of 4.
void dk_random_fractions(dk_random_key key, uint32_t stream, int64_t first, int64_t count, float *to);

#endif
