// LAPACK for Swift: what is done to one matrix, row by row in memory, float32 or float64. Called from the numerics thread.
// The library is loaded when it is first needed, since loading it with the program would cost every start a millisecond.
// Each function gives 0 when all is well, LAPACK's number above 0 where the matrix has no such factors, LAPACK's number below 0 where
// it holds something that is no number, or DLA_MISSING.
#ifndef DLN_LAPACK_SHIM_H
#define DLN_LAPACK_SHIM_H

#include <dlfcn.h>
#include <lapacke.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DLA_MISSING = INT32_MIN };

/// A function of the library, or NULL. A BLAS with threads of its own is told to use one: the engine has its pool already.
static inline void *dla_symbol(const char *name) {
  static void *library;
  if (!library) {
    library = dlopen("liblapacke.so.3", RTLD_NOW | RTLD_GLOBAL);
    if (!library) library = dlopen("liblapacke.so", RTLD_NOW | RTLD_GLOBAL);
    void (*limit)(int) = library ? (void (*)(int))dlsym(RTLD_DEFAULT, "openblas_set_num_threads") : NULL;
    if (limit) limit(1);
  }
  return library ? dlsym(library, name) : NULL;
}

#define DLA_NAME(name) #name
#define DLA_CALL(name, ...) \
  (dla_symbol(DLA_NAME(name)) ? ((__typeof__(&name))dla_symbol(DLA_NAME(name)))(LAPACK_COL_MAJOR, __VA_ARGS__) : DLA_MISSING)

#define item float
#define NAMED(name) dla_##name##_float
#define LAPACK(name) LAPACKE_s##name
#include "algebra.h"

#define item double
#define NAMED(name) dla_##name##_double
#define LAPACK(name) LAPACKE_d##name
#include "algebra.h"

// Either of the two, over the memory of one type: `wide` for float64.
static inline int dla_inverse(bool wide, int n, const void *a, void *to) {
  return wide ? dla_inverse_double(n, a, to) : dla_inverse_float(n, a, to);
}
static inline int dla_solve(bool wide, int n, int m, const void *a, const void *b, void *x) {
  return wide ? dla_solve_double(n, m, a, b, x) : dla_solve_float(n, m, a, b, x);
}
static inline int dla_determinant(bool wide, int n, const void *a, void *sign, void *logarithm) {
  return wide ? dla_determinant_double(n, a, sign, logarithm) : dla_determinant_float(n, a, sign, logarithm);
}
static inline int dla_cholesky(bool wide, int n, const void *a, void *to) {
  return wide ? dla_cholesky_double(n, a, to) : dla_cholesky_float(n, a, to);
}
static inline int dla_qr(bool wide, int m, int n, const void *a, void *q, void *r) {
  return wide ? dla_qr_double(m, n, a, q, r) : dla_qr_float(m, n, a, q, r);
}
static inline int dla_eigh(bool wide, int n, const void *a, void *values, void *vectors) {
  return wide ? dla_eigh_double(n, a, values, vectors) : dla_eigh_float(n, a, values, vectors);
}
static inline int dla_svd(bool wide, int m, int n, const void *a, void *u, void *s, void *v) {
  return wide ? dla_svd_double(m, n, a, u, s, v) : dla_svd_float(m, n, a, u, s, v);
}

/// Steps of a single row may be anything; BLAS wants them long enough all the same.
static inline int dla_step(int64_t step, int least) { return step < least ? (least > 0 ? least : 1) : (int)step; }

/// to [m, n] += a [m, k] b [k, n]. Of a and b either the rows or the columns lie one after the other; the other step, and that from row to
/// row of the result, may be longer.
static inline int dla_product(
  int m, int k, int n, const double *a, int64_t a_row, int64_t a_column, const double *b, int64_t b_row, int64_t b_column, double *to,
  int64_t to_row
) {
  typedef void (*product)(
    const char *, const char *, const int *, const int *, const int *, const double *, const double *, const int *, const double *,
    const int *, const double *, double *, const int *);
  product multiply = (product)dla_symbol("dgemm_");
  if (!multiply) return DLA_MISSING;
  const double one = 1;
  bool a_rows = a_column == 1, b_rows = b_column == 1;
  int a_step = dla_step(a_rows ? a_row : a_column, a_rows ? k : m), b_step = dla_step(b_rows ? b_row : b_column, b_rows ? n : k);
  int to_step = dla_step(to_row, n);
  // Row by row in memory is the transpose column by column: b' a' is asked for.
  multiply(b_rows ? "N" : "T", a_rows ? "N" : "T", &n, &m, &k, &one, b, &b_step, a, &a_step, &one, to, &to_step);
  return 0;
}

#endif
