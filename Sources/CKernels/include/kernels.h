// The loops that oneDNN does not cover, as SIMD code over plain memory; arrangement.h has those that put items in order or in windows.
// All functions are called from the one numerics thread and share one pool of threads with oneDNN.
// How work is divided depends on the number of threads alone, never on how many cores there are;
// reductions add in an order that does not depend on the threads either.
#ifndef DLN_KERNELS_H
#define DLN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ---- threads ----------------------------------------------------------------------------------

/// Sets how many threads share the work from now on, oneDNN's too.
/// It is 1 until set.
void dk_set_threads(int threads);
int dk_threads(void);

/// The calling thread runs on this core alone from now on, where the system can see to it.
void dk_stay_on_core(int core);

/// Calls work(context, first, last) for ranges that cover 0..<count; each range but the last is a multiple of
/// `grain` long. One thread does it all when count <= grain, or when called from inside such work.
/// Between ranges of some hundred grains it looks whether the work is given up; then the rest is not done.
void dk_parallel(int64_t count, int64_t grain, void (*work)(void *context, int64_t first, int64_t last), void *context);

/// From now on the calling thread works alone, or not any more: what it starts, oneDNN's calls too, is not shared.
void dk_alone(bool alone);

// ---- giving work up ---------------------------------------------------------------------------

/// From now on `is_wanted` says whether somebody wants the work to stop. It is called often, from any thread.
void dk_watch(bool (*is_wanted)(void));

/// Says whether work may be given up from now on, and forgets that some was. At first it may not.
void dk_allow_stop(bool allowed);

/// Whether the work is given up: it may be, and somebody wants it, now or when it was last asked.
bool dk_stopped(void);

// ---- element types ----------------------------------------------------------------------------

typedef enum {
  DK_FLOAT32 = 0, DK_INT32 = 1, DK_TRUTH = 2 /* uint8_t, 0 or 1 */, DK_FLOAT64 = 3, DK_INT64 = 4, DK_INT8 = 5, DK_UINT8 = 6,
  DK_BFLOAT16 = 7 /* the upper half of a float32 */, DK_TYPE_COUNT
} dk_type;

/// Bytes of an element.
static inline int64_t dk_bytes(dk_type type) {
  switch (type) {
    case DK_FLOAT64: case DK_INT64: return 8;
    case DK_BFLOAT16: return 2;
    case DK_TRUTH: case DK_INT8: case DK_UINT8: return 1;
    default: return 4;
  }
}

// ---- fused chains of element-wise work ---------------------------------------------------------
// A chain computes one or more arrays of the same shape, block by block: registers hold DK_BLOCK lanes of 32 bits, or half as many of
// 64 where the chain is wide, and stay in the first-level cache. A narrow chain holds float32 and bfloat16 as float32, all else as
// int32 (truth as 0 or 1); a wide one float types as float64, all else as int64. Reading widens and writing cuts off.

enum { DK_BLOCK = 1024, DK_RANK = 8, DK_REGISTERS = 64 };

typedef enum {
  // What is called float32 and int32 here is float64 and int64 in a wide chain.
  // float32 -> float32, one input
  DK_NEGATE, DK_ABS, DK_SIGN, DK_SQRT, DK_RSQRT, DK_RECIPROCAL, DK_EXP, DK_EXPM1, DK_LOG, DK_LOG1P, DK_SIN, DK_COS, DK_TAN,
  DK_ASIN, DK_ACOS, DK_ATAN, DK_SINH, DK_COSH, DK_TANH, DK_SIGMOID, DK_ERF, DK_FLOOR, DK_CEIL, DK_ROUND /* half to even */, DK_TRUNC,
  DK_RELU, DK_SQUARE, DK_GELU, DK_GELU_SLOPE /* its derivative */,
  // float32, float32 -> float32
  DK_ADD, DK_SUBTRACT, DK_MULTIPLY, DK_DIVIDE, DK_POWER, DK_REMAINDER /* sign of the right side, as Python */,
  DK_MINIMUM, DK_MAXIMUM /* NaN wins, as NumPy */, DK_ATAN2,
  // float32, float32 -> truth
  DK_EQUAL, DK_LESS, DK_LESS_EQUAL,
  // int32 -> int32 and int32, int32 -> int32 (wrap around; x / 0 and x mod 0 give 0; DIVIDE rounds down)
  DK_INT_NEGATE, DK_INT_ABS, DK_INT_ADD, DK_INT_SUBTRACT, DK_INT_MULTIPLY, DK_INT_DIVIDE, DK_INT_REMAINDER, DK_INT_MINIMUM, DK_INT_MAXIMUM,
  // int32, int32 -> truth
  DK_INT_EQUAL, DK_INT_LESS, DK_INT_LESS_EQUAL,
  // truth
  DK_AND, DK_OR, DK_NOT,
  // a: truth, b and c: 32 bits -> b where a, else c
  DK_SELECT,
  // conversions between registers
  DK_TO_FLOAT /* int32 or truth -> float32 */,
  DK_TO_INT /* float32 -> int32, towards zero; what is out of range becomes the nearest int32, NaN 0 */,
  DK_TO_TRUTH /* float32 != 0 */, DK_INT_TO_TRUTH,
  // float32 * float32, and then + * / float32, in two roundings (not fused, so that chains agree with single operations)
  DK_MULTIPLY_ADD, DK_MULTIPLY_MULTIPLY, DK_MULTIPLY_DIVIDE,
  // uniform float32 in [0, 1) from Philox4x32-10; key: operand `a` is a register that is not read: see dk_chain.key
  DK_RANDOM,
  // the element's own index in the output, as int32
  DK_INDEX,
  // to what a narrower type can hold: nearest even; the low bits; the nearest number
  DK_TO_BFLOAT16, DK_TO_FLOAT32, DK_WRAP_INT8, DK_WRAP_UINT8, DK_CLAMP_INT8, DK_CLAMP_UINT8, DK_CLAMP_INT32,
  DK_OPERATION_COUNT
} dk_operation;

/// to = operation(a, b, c), registers by number. A register may be written more than once; `to` may equal an input.
typedef struct { uint16_t operation, to, a, b, c; uint16_t unused; uint32_t stream; /* DK_RANDOM: which random stream */ } dk_step;

typedef enum {
  DK_CONTIGUOUS, // same order as the output: element i of the block is base[first + i]
  DK_SCALAR,     // one element for all
  DK_STRIDED     // strides in elements over the chain's shape (0 = repeated)
} dk_access;

/// An array that is read into register `to` before the steps (or written from it after them).
typedef struct {
  int32_t slot;      // which address of the table
  uint16_t to;       // register
  uint8_t type;      // dk_type
  uint8_t access;    // dk_access
  int64_t offset;    // in elements, added to the address
  int64_t strides[DK_RANK];
} dk_operand;

typedef enum { DK_STORE, DK_SUM /* of all elements, float32, one number; in narrow chains */ } dk_ending;

typedef struct { dk_operand operand; uint8_t ending; /* dk_ending */ } dk_result;

/// The constants of a narrow chain are set into registers first (as raw 32 bits); then, block by block, operands are read, steps run, results written.
typedef struct { uint16_t to; uint32_t bits; } dk_constant;

typedef struct {
  int32_t rank;               // of `shape`, at most DK_RANK, neighbouring axes collapsed where all strides allow
  int64_t shape[DK_RANK];
  int64_t count;              // product of shape
  int32_t constants, operands, steps, results;
  const dk_constant *constant;
  const dk_operand *operand;
  const dk_step *step;
  const dk_result *result;
  int32_t key;                // slot of the 2 x uint64 (key, counter) that DK_RANDOM draws from, or -1
  float *partial;             // room for one float a block and DK_SUM result: results * ((count + DK_BLOCK - 1) / DK_BLOCK)
  int64_t grain;              // elements a thread takes at least (a multiple of DK_BLOCK)
  bool wide;                  // lanes of 64 bits; DK_RANDOM and DK_INDEX are for narrow chains
} dk_chain;

/// Runs a chain of at most DK_REGISTERS operands and as many results. slots[i] is the address of array i.
/// Allocates nothing (registers live in memory that each thread made once).
/// A result may be written where an operand of the same element type lies (exactly the same place): the block is read before it is written.
void dk_chain_run(const dk_chain *chain, void *const *slots);

// ---- reductions ---------------------------------------------------------------------------------

typedef enum { DK_REDUCE_SUM, DK_REDUCE_MAX, DK_REDUCE_MIN, DK_REDUCE_PRODUCT, DK_REDUCE_ARGMAX, DK_REDUCE_ARGMIN } dk_reduction;

/// from: [outer, count, inner] contiguous -> to: [outer, inner]. Sums and products of floats are multiplied by `scale` (1 for none).
/// ARGMAX and ARGMIN give int32 (the first of equals; NaN wins in both, as NumPy). type: of `from`; float32, float64 and int64 give
/// the same, int32 and truth int32; no others are known. Of nothing: 0, 1, the smallest or the largest number of the type (floats: infinities).
void dk_reduce(dk_reduction reduction, dk_type type, const void *from, void *to, int64_t outer, int64_t count, int64_t inner, float scale);

/// Running sums along the middle axis of [outer, count, inner], float32, float64, int32 or int64. `to` may be `from`.
void dk_cumulative_sum(dk_type type, const void *from, void *to, int64_t outer, int64_t count, int64_t inner);

// ---- rows ---------------------------------------------------------------------------------------
// rows x width, contiguous float32. `to` may be an input.

void dk_softmax(const float *from, float *to, int64_t rows, int64_t width);
void dk_log_softmax(const float *from, float *to, int64_t rows, int64_t width);
/// gradient of softmax: to = y * (g - sum(g * y)); of log_softmax, given y = log_softmax(x): to = g - exp(y) * sum(g)
void dk_softmax_gradient(const float *y, const float *g, float *to, int64_t rows, int64_t width);
void dk_log_softmax_gradient(const float *y, const float *g, float *to, int64_t rows, int64_t width);

// ---- moving by index -------------------------------------------------------------------------------
// An index below 0 counts from the end. Each function returns -1 when all is well, or the position of the first index that
// is out of range; then it has written nothing.

/// Nothing but the check.
int64_t dk_first_outside(const int32_t *index, int64_t count, int64_t rows);
/// to[i, :] = from[index[i], :], rows of `bytes` bytes each.
int64_t dk_gather_rows(const void *from, int64_t rows, int64_t bytes, const int32_t *index, int64_t count, void *to);
// The others know float32, float64, int32 and int64 (`type`).

/// to[index[i], :] += from[i, :], in the order of i for each row; `to` is cleared first.
int64_t dk_scatter_rows(
  dk_type type, const void *from, const int32_t *index, int64_t count, int64_t width, void *to, int64_t rows);
/// to[i] = from[i, index[i]]
int64_t dk_pick(dk_type type, const void *from, int64_t rows, int64_t width, const int32_t *index, void *to);
/// to = zeros [rows, width]; to[i, index[i]] = from[i]
int64_t dk_place(dk_type type, const void *from, int64_t rows, int64_t width, const int32_t *index, void *to);

// ---- randomness: Philox4x32-10 (Salmon and others, SC 2011) --------------------------------------------
// Element i of a draw uses the counter (i / 4, stream, lower and upper half of key.counter) and word i % 4: threads do not matter.

typedef struct { uint64_t key, counter; } dk_random_key;

/// Multiples of 2^-24 in [0, 1), spread over low ..< high.
void dk_uniform(dk_random_key key, uint32_t stream, float low, float high, float *to, int64_t count);
/// Box and Muller, from the same counters.
void dk_normal(dk_random_key key, uint32_t stream, float mean, float deviation, float *to, int64_t count);
/// One 64-bit word of the stream: for shuffles and choices.
uint64_t dk_word(dk_random_key key, uint64_t index);
/// The generator itself: four words of a 128-bit counter and a 64-bit key.
void dk_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]);

// ---- counting (for tests) -------------------------------------------------------------------------------

/// A name of the instruction set that the loops run with: "x86-64-v4", "x86-64-v3" or "default".
const char *dk_instruction_set(void);

/// Whether the processor multiplies bfloat16 numbers and sums them in float32.
bool dk_multiplies_bfloat16(void);

#endif
