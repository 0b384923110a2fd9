// LAPACK for Swift: what is done to one matrix, row by row in memory, float32. Called from the numerics thread.
// The library is loaded when it is first needed, since loading it with the program would cost every start a millisecond.
// Each function gives 0 when all is well, LAPACK's number above 0 where the matrix has no such factors, LAPACK's number below 0 where
// it holds something that is no number, or DLA_MISSING.
#ifndef DLN_LAPACK_SHIM_H
#define DLN_LAPACK_SHIM_H

#include <dlfcn.h>
#include <lapacke.h>
#include <math.h>
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

#define DLA_CALL(name, ...) \
  (dla_symbol(#name) ? ((__typeof__(&name))dla_symbol(#name))(LAPACK_COL_MAJOR, __VA_ARGS__) : DLA_MISSING)

static inline float *dla_floats(int64_t count) { return (float *)malloc(sizeof(float) * (size_t)(count > 0 ? count : 1)); }

/// to [columns, rows] = the transpose of from [rows, columns].
static inline void dla_transpose(const float *from, int rows, int columns, float *to) {
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) to[(int64_t)j * rows + i] = from[(int64_t)i * columns + j];
}

/// The inverse of a [n, n].
static inline int dla_inverse(int n, const float *a, float *to) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  memcpy(to, a, sizeof(float) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACKE_sgetrf, n, n, to, n, pivots);
  if (!status) status = DLA_CALL(LAPACKE_sgetri, n, to, n, pivots);
  free(pivots);
  return status;
}

/// x [n, m] with a x = b.
static inline int dla_solve(int n, int m, const float *a, const float *b, float *x) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  float *factors = dla_floats((int64_t)n * n), *columns = dla_floats((int64_t)n * m);
  memcpy(factors, a, sizeof(float) * (size_t)n * (size_t)n);
  dla_transpose(b, n, m, columns);
  // Row by row in memory is the transpose column by column.
  int status = DLA_CALL(LAPACKE_sgetrf, n, n, factors, n, pivots);
  if (!status) status = DLA_CALL(LAPACKE_sgetrs, 'T', n, m, factors, n, pivots, columns, n);
  dla_transpose(columns, m, n, x);
  free(columns);
  free(factors);
  free(pivots);
  return status;
}

/// The sign of the determinant of a [n, n], and the logarithm of its size.
static inline int dla_determinant(int n, const float *a, float *sign, float *logarithm) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  float *factors = dla_floats((int64_t)n * n);
  memcpy(factors, a, sizeof(float) * (size_t)n * (size_t)n);
  int status = n > 0 ? DLA_CALL(LAPACKE_sgetrf, n, n, factors, n, pivots) : 0;
  double total = 0, turned = 1;
  for (int i = 0; i < n && status >= 0; i++) {
    double item = factors[(int64_t)i * n + i];
    total += log(fabs(item));
    turned *= (item > 0) - (item < 0);
    if (pivots[i] != i + 1) turned = -turned;
  }
  *sign = (float)turned;
  *logarithm = (float)total;
  free(factors);
  free(pivots);
  return status > 0 ? 0 : status;
}

/// The lower factor of a symmetric positive definite a [n, n].
static inline int dla_cholesky(int n, const float *a, float *to) {
  memcpy(to, a, sizeof(float) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACKE_spotrf, 'U', n, to, n);
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++) to[(int64_t)i * n + j] = 0;
  return status;
}

/// q [m, k] with orthogonal columns and r [k, n] upper triangular with q r = a [m, n]; k is the smaller of m and n.
static inline int dla_qr(int m, int n, const float *a, float *q, float *r) {
  int k = m < n ? m : n;
  float *columns = dla_floats((int64_t)m * n), *scales = dla_floats(k);
  dla_transpose(a, m, n, columns);
  int status = DLA_CALL(LAPACKE_sgeqrf, m, n, columns, m, scales);
  for (int i = 0; i < k; i++)
    for (int j = 0; j < n; j++) r[(int64_t)i * n + j] = i <= j ? columns[(int64_t)j * m + i] : 0;
  if (!status) status = DLA_CALL(LAPACKE_sorgqr, m, k, k, columns, m, scales);
  dla_transpose(columns, k, m, q);
  free(scales);
  free(columns);
  return status;
}

/// The eigenvalues of a symmetric a [n, n], the smallest first, and the eigenvectors as columns. The lower triangle is read.
static inline int dla_eigh(int n, const float *a, float *values, float *vectors) {
  float *columns = dla_floats((int64_t)n * n);
  memcpy(columns, a, sizeof(float) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACKE_ssyevd, 'V', 'U', n, columns, n, values);
  dla_transpose(columns, n, n, vectors);
  free(columns);
  return status;
}

/// u [m, k], the singular values, the largest first, and v [k, n] with u diag(s) v = a [m, n]; k is the smaller of m and n.
static inline int dla_svd(int m, int n, const float *a, float *u, float *s, float *v) {
  int k = m < n ? m : n;
  float *copy = dla_floats((int64_t)m * n);
  memcpy(copy, a, sizeof(float) * (size_t)m * (size_t)n);
  // The transpose's factors column by column are ours row by row, the outer two swapped.
  int status = DLA_CALL(LAPACKE_sgesdd, 'S', n, m, copy, n, s, v, n, u, k);
  free(copy);
  return status;
}

#endif
