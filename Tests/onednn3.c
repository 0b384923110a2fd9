// A self-check of COneDNN that needs nothing but C, so that the same text runs on oneDNN 2.6 and oneDNN 3. See onednn3.sh.
// Gradients are checked by their definition: a linear map A and its transpose satisfy <g, A x> = <Aᵀ g, x>.
#include <math.h>
#include "shim.h"

static int failures = 0;

static void expect(bool holds, const char *what) {
  if (holds) return;
  failures++;
  printf("  wrong: %s (last refusal: %s)\n", what, dnx_failure());
}

static void expect_near(double first, double second, const char *what) {
  expect(fabs(first - second) <= 1e-4 * (1 + fabs(first)), what);
}

// ---- arrays -----------------------------------------------------------------------------------

typedef struct {
  dnx_layout layout;
  dnx_memory *memory;
  float *values;
} array;

static dnx_layout plain(int rank, const int64_t *shape) {
  int64_t strides[DNX_RANK_LIMIT], step = 1;
  for (int axis = rank - 1; axis >= 0; step *= shape[axis--]) strides[axis] = step;
  return dnx_layout_strided(rank, shape, strides, DNX_FLOAT32);
}

static dnx_layout chosen(int rank, const int64_t *shape) { return dnx_layout_any(rank, shape, DNX_FLOAT32); }

static array array_make(dnx_layout layout) {
  size_t bytes = (dnx_layout_bytes(layout) + 63) / 64 * 64;
  array made = {dnx_layout_copy(layout), dnx_memory_new(layout), aligned_alloc(64, bytes ? bytes : 64)};
  memset(made.values, 0, bytes);
  dnx_memory_set(made.memory, made.values);
  return made;
}

static array array_random(int rank, const int64_t *shape, unsigned seed) {
  dnx_layout layout = plain(rank, shape);
  array made = array_make(layout);
  for (size_t i = 0; i < dnx_layout_bytes(layout) / 4; i++) {
    seed = seed * 1664525u + 1013904223u;
    made.values[i] = (float)(seed >> 8) / (1 << 23) - 1;
  }
  dnx_layout_free(layout);
  return made;
}

static double dot(array first, array second) {
  double sum = 0;
  for (size_t i = 0; i < dnx_layout_bytes(first.layout) / 4; i++) sum += (double)first.values[i] * second.values[i];
  return sum;
}

// ---- running ----------------------------------------------------------------------------------

typedef struct {
  int argument;
  array plain;
  bool written;
} part;

static void move(array from, array to) {
  dnx_primitive *reorder = dnx_reorder(from.layout, to.layout);
  const int arguments[] = {DNX_SOURCE, DNX_DESTINATION};
  dnx_memory *memories[] = {from.memory, to.memory};
  expect(reorder && dnx_execute(reorder, 2, arguments, memories) == 0, "reorder");
  dnx_primitive_free(reorder);
}

// Runs and frees a primitive whose arguments are given row by row, whatever layouts it wants. A workspace is passed as it is.
static void run(const char *what, dnx_primitive *primitive, int count, part *parts) {
  expect(primitive != NULL, what);
  if (!primitive) return;
  int arguments[DNX_ARGUMENT_LIMIT];
  dnx_memory *memories[DNX_ARGUMENT_LIMIT];
  array inner[DNX_ARGUMENT_LIMIT];
  for (int i = 0; i < count; i++) {
    inner[i] = parts[i].plain;
    if (parts[i].argument != DNX_WORKSPACE) {
      inner[i] = array_make(dnx_primitive_layout(primitive, parts[i].argument));
      move(parts[i].plain, inner[i]);
    }
    arguments[i] = parts[i].argument;
    memories[i] = inner[i].memory;
  }
  dnx_layout scratchpad = dnx_primitive_layout(primitive, DNX_SCRATCHPAD);
  if (scratchpad) {
    arguments[count] = DNX_SCRATCHPAD;
    memories[count] = array_make(scratchpad).memory;
  }
  expect(dnx_execute(primitive, count + (scratchpad != NULL), arguments, memories) == 0, what);
  for (int i = 0; i < count; i++)
    if (parts[i].written && parts[i].argument != DNX_WORKSPACE) move(inner[i], parts[i].plain);
  dnx_primitive_free(primitive);
}

#define RUN(what, primitive, ...)                              \
  do {                                                         \
    part parts[] = {__VA_ARGS__};                              \
    run(what, primitive, sizeof parts / sizeof *parts, parts); \
  } while (0)

// ---- checks -----------------------------------------------------------------------------------

static void check_matmul(void) {
  const int64_t shape[] = {2, 2}, row[] = {1, 2};
  array a = array_random(2, shape, 1), b = array_random(2, shape, 2), bias = array_random(2, row, 3), c = array_random(2, shape, 4);
  array factor = array_random(2, shape, 5);
  dnx_post posts[] = {{DNX_POST_RELU, 0, 0, NULL}, {DNX_POST_BINARY_MULTIPLY, 0, 0, factor.layout}, {DNX_POST_SUM, 2, 0, NULL}};
  float expected[4];
  for (int i = 0; i < 4; i++) {
    float sum = a.values[i / 2 * 2] * b.values[i % 2] + a.values[i / 2 * 2 + 1] * b.values[2 + i % 2] + bias.values[i % 2];
    expected[i] = fmaxf(sum, 0) * factor.values[i] + 2 * c.values[i];
  }
  RUN("matmul", dnx_matmul(a.layout, chosen(2, shape), bias.layout, c.layout, posts, 3), {DNX_SOURCE, a, false}, {DNX_WEIGHTS, b, false},
      {DNX_BIAS, bias, false}, {DNX_POST_0 + 1, factor, false}, {DNX_DESTINATION, c, true});
  for (int i = 0; i < 4; i++) expect_near(c.values[i], expected[i], "matmul with bias, relu, product and sum");
}

static void check_convolution(int algorithm) {
  const int64_t from[] = {2, 6, 9, 9}, to[] = {2, 4, 4, 4}, kernel[] = {2, 2, 3, 3, 3}, channels[] = {4};
  const int64_t two[] = {2, 2}, one[] = {1, 1}, none[] = {0, 0};
  array x = array_random(4, from, 1), w = array_random(5, kernel, 2), g = array_random(4, to, 3), y = array_random(4, to, 4);
  array dx = array_random(4, from, 5), dw = array_random(5, kernel, 6), db = array_random(1, channels, 7);
  dnx_layout X = chosen(4, from), Y = chosen(4, to), W = chosen(5, kernel);
  RUN("convolution", dnx_convolution_forward(true, algorithm, X, W, NULL, Y, two, one, none, none, NULL, 0), {DNX_SOURCE, x, false},
      {DNX_WEIGHTS, w, false}, {DNX_DESTINATION, y, true});
  RUN("backward data", dnx_convolution_backward_data(algorithm, X, W, Y, two, one, none, none), {DNX_DIFF_DESTINATION, g, false},
      {DNX_WEIGHTS, w, false}, {DNX_DIFF_SOURCE, dx, true});
  RUN("backward weights", dnx_convolution_backward_weights(algorithm, X, W, db.layout, Y, two, one, none, none), {DNX_SOURCE, x, false},
      {DNX_DIFF_DESTINATION, g, false}, {DNX_DIFF_WEIGHTS, dw, true}, {DNX_DIFF_BIAS, db, true});
  double corner = 0, sum = 0;
  for (int i = 0; i < 27; i++) corner += (double)w.values[i] * x.values[i / 9 * 81 + i / 3 % 3 * 9 + i % 3];
  for (int i = 0; i < 2 * 4 * 16; i++) sum += i / 16 % 4 == 1 ? g.values[i] : 0;
  expect_near(y.values[0], corner, "convolution: first value");
  expect_near(dot(g, y), dot(dx, x), "convolution: gradient of the source");
  expect_near(dot(g, y), dot(dw, w), "convolution: gradient of the weights");
  expect_near(db.values[1], sum, "convolution: gradient of the bias");
}

static void check_deconvolution(void) {
  const int64_t from[] = {2, 3, 4, 4}, to[] = {2, 5, 9, 9}, kernel[] = {5, 3, 3, 3}, two[] = {2, 2}, one[] = {1, 1}, none[] = {0, 0};
  array x = array_random(4, from, 1), w = array_random(4, kernel, 2), g = array_random(4, to, 3), y = array_random(4, to, 4);
  array dx = array_random(4, from, 5), dw = array_random(4, kernel, 6);
  dnx_layout X = chosen(4, from), Y = chosen(4, to), W = chosen(4, kernel);
  RUN("deconvolution", dnx_deconvolution_forward(true, X, W, NULL, Y, two, one, none, none, NULL, 0), {DNX_SOURCE, x, false},
      {DNX_WEIGHTS, w, false}, {DNX_DESTINATION, y, true});
  RUN("its backward data", dnx_deconvolution_backward_data(X, W, Y, two, one, none, none), {DNX_DIFF_DESTINATION, g, false},
      {DNX_WEIGHTS, w, false}, {DNX_DIFF_SOURCE, dx, true});
  RUN("its backward weights", dnx_deconvolution_backward_weights(X, W, NULL, Y, two, one, none, none), {DNX_SOURCE, x, false},
      {DNX_DIFF_DESTINATION, g, false}, {DNX_DIFF_WEIGHTS, dw, true});
  expect_near(dot(g, y), dot(dx, x), "deconvolution: gradient of the source");
  expect_near(dot(g, y), dot(dw, w), "deconvolution: gradient of the weights");
}

// The maximum is no linear map, but near each source it is one: the one that picks the largest.
static void check_pooling(int kind) {
  const int64_t from[] = {2, 5, 6, 6}, to[] = {2, 5, 3, 3}, two[] = {2, 2}, one[] = {1, 1}, none[] = {0, 0};
  array x = array_random(4, from, 1), g = array_random(4, to, 2), y = array_random(4, to, 3), dx = array_random(4, from, 4);
  dnx_primitive *forward = dnx_pooling_forward(true, kind, x.layout, y.layout, two, two, one, none, none);
  dnx_layout wanted = forward ? dnx_primitive_layout(forward, DNX_WORKSPACE) : NULL;
  expect((wanted != NULL) == (kind == DNX_MAX), "pooling: only the maximum keeps a workspace");
  array workspace = wanted ? array_make(wanted) : y;
  dnx_primitive *backward = dnx_pooling_backward(kind, x.layout, y.layout, x.layout, y.layout, two, two, one, none, none);
  part ahead[] = {{DNX_SOURCE, x, false}, {DNX_DESTINATION, y, true}, {DNX_WORKSPACE, workspace, true}};
  part back[] = {{DNX_DIFF_DESTINATION, g, false}, {DNX_DIFF_SOURCE, dx, true}, {DNX_WORKSPACE, workspace, false}};
  run("pooling", forward, wanted ? 3 : 2, ahead);
  run("pooling backward", backward, wanted ? 3 : 2, back);
  float first[] = {x.values[0], x.values[1], x.values[6], x.values[7]};
  float largest = fmaxf(fmaxf(first[0], first[1]), fmaxf(first[2], first[3])), mean = (first[0] + first[1] + first[2] + first[3]) / 4;
  expect_near(y.values[0], kind == DNX_MAX ? largest : mean, "pooling: first value");
  expect_near(dot(g, y), dot(dx, x), "pooling: gradient");
}

static void check_refusals(void) {
  const int64_t shape[] = {2, 3};
  expect(dnx_matmul(plain(2, shape), plain(2, shape), NULL, plain(2, shape), NULL, 0) == NULL, "a product that cannot be");
  expect(!strcmp(dnx_failure(), "matmul: invalid_arguments"), "its reason");
  expect(dnx_layout_strided(0, shape, shape, DNX_FLOAT32) == NULL, "a layout without axes");
}

static void check_layouts(void) {
  const int64_t shape[] = {2, 1, 4}, last[] = {4, 1, 1}, flat[] = {8}, wrong[] = {7};
  dnx_layout rows = plain(3, shape), same = dnx_layout_strided(3, shape, last, DNX_FLOAT32);
  int64_t strides[3];
  expect(dnx_layout_is_plain(same) && dnx_layout_equal(rows, same), "strides of axes of size 1 count for nothing");
  expect(dnx_layout_strides(same, strides) && strides[1] == 1 && !dnx_layout_strides(chosen(3, shape), strides), "strides");
  expect(!dnx_layout_is_plain(chosen(3, shape)) && !dnx_layout_is_padded(rows), "a layout still to be chosen");
  expect(dnx_layout_equal(dnx_layout_reshaped(rows, 1, flat), plain(1, flat)), "reshaping");
  expect(dnx_layout_reshaped(rows, 1, wrong) == NULL, "a reshaping that cannot be");
}

int main(void) {
  expect(dnx_start(), "engine");
  check_layouts();
  check_refusals();
  check_matmul();
  check_convolution(DNX_AUTO);
  check_convolution(DNX_DIRECT);
  check_deconvolution();
  for (int kind = DNX_MAX; kind <= DNX_AVERAGE_INCLUDING; kind++) check_pooling(kind);
  printf("oneDNN %s, %s: %s\n", dnx_version(), dnx_instruction_set(), failures ? "wrong" : "right");
  return failures != 0;
}
