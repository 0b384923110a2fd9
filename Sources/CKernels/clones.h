// How a loop becomes SIMD code: DK_CLONES before a function builds it for three instruction sets, chosen when the program is
// loaded (DK_TWO_CLONES for two, where speed comes second); DK_LANES before a loop promises that its turns are independent (a result may lie exactly on an input) and asks for 16 lanes.
#ifndef DLN_CLONES_H
#define DLN_CLONES_H

#include <stdint.h>
#include <string.h>

// The sanitizer of threads starts after the functions are chosen, so the choice would crash under it.
#if defined(__linux__) && defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define DK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define DK_TWO_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define DK_CLONES
#define DK_TWO_CLONES
#endif

#define DK_LANES _Pragma("clang loop vectorize(assume_safety) vectorize_width(16) interleave_count(1)")

/// Small functions of the loops must be inlined: only so are they compiled for the caller's instruction set.
#define DK_INLINE static inline __attribute__((always_inline))

enum { DK_WIDTH = 16 /* lanes of 32 bits: the widest register */ };

DK_INLINE uint32_t bits_of_float(float x) { uint32_t bits; memcpy(&bits, &x, 4); return bits; }
DK_INLINE float float_of_bits(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
DK_INLINE uint64_t bits_of_double(double x) { uint64_t bits; memcpy(&bits, &x, 8); return bits; }
DK_INLINE double double_of_bits(uint64_t bits) { double x; memcpy(&x, &bits, 8); return x; }

#endif
