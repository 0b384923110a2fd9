// Draws of uniform and normal numbers. Element i depends on the key, the stream and i alone.
#include <math.h>

#include "mathematics.h"
#include "mathematics_wide.h"
#include "philox.h"

enum { PIECE = 1024, GRAIN = 16 * PIECE };

static const float fraction_of_24_bits = 0x1p-24f;

void dk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  philox_words start = { { counter[0], counter[1], counter[2], counter[3] } };
  memcpy(words, philox(start, key[0], key[1]).word, 16);
}

DK_CLONES void dk_random_words(dk_random_key key, uint32_t stream, int64_t first, int64_t count, uint32_t *words) {
  uint32_t group = (uint32_t)(first / 4), groups = (uint32_t)((count + 3) / 4);
  DK_LANES for (uint32_t i = 0; i < groups; i++) {
    philox_words four = philox_draw(key, stream, group + i);
    words[4 * i] = four.word[0];
    words[4 * i + 1] = four.word[1];
    words[4 * i + 2] = four.word[2];
    words[4 * i + 3] = four.word[3];
  }
}

DK_CLONES static void fractions_of_words(const uint32_t *words, int64_t count, float *to) {
  DK_LANES for (int64_t i = 0; i < count; i++) to[i] = (float)(int32_t)(words[i] >> 8) * fraction_of_24_bits;
}

void dk_random_fractions(dk_random_key key, uint32_t stream, int64_t first, int64_t count, float *to) {
  dk_random_words(key, stream, first, count, (uint32_t *)to);
  fractions_of_words((const uint32_t *)to, (count + 3) / 4 * 4, to);
}

typedef struct {
  dk_random_key key;
  uint32_t stream;
  float base, scale, last; // last: the largest value allowed, of a uniform draw
  float *to;
} draw;

/// Rounding may lift a number near the upper end onto it; the end does not belong to the range.
DK_CLONES static void spread(const float *fractions, int64_t count, const draw *d, float *to) {
  float base = d->base, scale = d->scale, last = d->last;
  DK_LANES for (int64_t i = 0; i < count; i++) {
    float value = base + scale * fractions[i];
    to[i] = value > last ? last : value;
  }
}

static void draw_uniform(void *context, int64_t first, int64_t last) {
  const draw *d = context;
  _Alignas(64) float fractions[PIECE];
  for (int64_t i = first; i < last; i += PIECE) {
    int64_t count = last - i < PIECE ? last - i : PIECE;
    dk_random_fractions(d->key, d->stream, i, count, fractions);
    spread(fractions, count, d, d->to + i);
  }
}

void dk_uniform(dk_random_key key, uint32_t stream, float low, float high, float *to, int64_t count) {
  draw d = { key, stream, low, high - low, low < high ? nextafterf(high, low) : low, to };
  dk_parallel(count, GRAIN, draw_uniform, &d);
}

/// Box and Muller: two words make the radius and the angle of two numbers. The radius takes all 32 bits, for the sake of the tails.
DK_CLONES static void normal_pairs(const uint32_t *words, int64_t pairs, const draw *d, float *to) {
  float mean = d->base, deviation = d->scale;
  DK_LANES for (int64_t i = 0; i < pairs; i++) {
    float above_zero = (float)words[2 * i] * 0x1p-32f + 0x1p-33f;
    float radius = deviation * __builtin_sqrtf(-2.0f * log_float(above_zero));
    sine_cosine turn = trigonometry((double)words[2 * i + 1] * (6.283185307179586 * 0x1p-32));
    to[2 * i] = mean + radius * (float)turn.cosine;
    to[2 * i + 1] = mean + radius * (float)turn.sine;
  }
}

static void draw_normal(void *context, int64_t first, int64_t last) {
  const draw *d = context;
  _Alignas(64) uint32_t words[PIECE];
  _Alignas(64) float values[PIECE];
  for (int64_t i = first; i < last; i += PIECE) {
    int64_t count = last - i < PIECE ? last - i : PIECE;
    dk_random_words(d->key, d->stream, i, count, words);
    normal_pairs(words, (count + 1) / 2, d, values);
    memcpy(d->to + i, values, 4 * (size_t)count);
  }
}

void dk_normal(dk_random_key key, uint32_t stream, float mean, float deviation, float *to, int64_t count) {
  draw d = { key, stream, mean, deviation, 0, to };
  dk_parallel(count, GRAIN, draw_normal, &d);
}

/// The streams of arrays count up from 0, those of single words down from the last: they never meet.
uint64_t dk_word(dk_random_key key, uint64_t index) {
  philox_words four = philox_draw(key, UINT32_MAX - (uint32_t)(index >> 33), (uint32_t)(index / 2));
  unsigned at = index % 2 ? 2 : 0;
  return four.word[at] | (uint64_t)four.word[at + 1] << 32;
}
