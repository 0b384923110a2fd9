// What is done to one matrix, for one type of item. Included once for each: `item`, NAMED(name), which gives each function its name, and
// LAPACK(name), the library's own.

static inline item *NAMED(items)(int64_t count) { return (item *)malloc(sizeof(item) * (size_t)(count > 0 ? count : 1)); }

/// to [columns, rows] = the transpose of from [rows, columns].
static inline void NAMED(transpose)(const item *from, int rows, int columns, item *to) {
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) to[(int64_t)j * rows + i] = from[(int64_t)i * columns + j];
}

/// The inverse of a [n, n].
static inline int NAMED(inverse)(int n, const item *a, item *to) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  memcpy(to, a, sizeof(item) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACK(getrf), n, n, to, n, pivots);
  if (!status) status = DLA_CALL(LAPACK(getri), n, to, n, pivots);
  free(pivots);
  return status;
}

/// x [n, m] with a x = b.
static inline int NAMED(solve)(int n, int m, const item *a, const item *b, item *x) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  item *factors = NAMED(items)((int64_t)n * n), *columns = NAMED(items)((int64_t)n * m);
  memcpy(factors, a, sizeof(item) * (size_t)n * (size_t)n);
  NAMED(transpose)(b, n, m, columns);
  // Row by row in memory is the transpose column by column.
  int status = DLA_CALL(LAPACK(getrf), n, n, factors, n, pivots);
  if (!status) status = DLA_CALL(LAPACK(getrs), 'T', n, m, factors, n, pivots, columns, n);
  NAMED(transpose)(columns, m, n, x);
  free(columns);
  free(factors);
  free(pivots);
  return status;
}

/// The sign of the determinant of a [n, n], and the logarithm of its size.
static inline int NAMED(determinant)(int n, const item *a, item *sign, item *logarithm) {
  int *pivots = (int *)malloc(sizeof(int) * (size_t)n);
  item *factors = NAMED(items)((int64_t)n * n);
  memcpy(factors, a, sizeof(item) * (size_t)n * (size_t)n);
  int status = n > 0 ? DLA_CALL(LAPACK(getrf), n, n, factors, n, pivots) : 0;
  double total = 0, turned = 1;
  for (int i = 0; i < n && status >= 0; i++) {
    double pivot = factors[(int64_t)i * n + i];
    total += log(fabs(pivot));
    turned *= (pivot > 0) - (pivot < 0);
    if (pivots[i] != i + 1) turned = -turned;
  }
  *sign = (item)turned;
  *logarithm = (item)total;
  free(factors);
  free(pivots);
  return status > 0 ? 0 : status;
}

/// The lower factor of a symmetric positive definite a [n, n].
static inline int NAMED(cholesky)(int n, const item *a, item *to) {
  memcpy(to, a, sizeof(item) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACK(potrf), 'U', n, to, n);
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++) to[(int64_t)i * n + j] = 0;
  return status;
}

/// q [m, k] with orthogonal columns and r [k, n] upper triangular with q r = a [m, n]; k is the smaller of m and n.
static inline int NAMED(qr)(int m, int n, const item *a, item *q, item *r) {
  int k = m < n ? m : n;
  item *columns = NAMED(items)((int64_t)m * n), *scales = NAMED(items)(k);
  NAMED(transpose)(a, m, n, columns);
  int status = DLA_CALL(LAPACK(geqrf), m, n, columns, m, scales);
  for (int i = 0; i < k; i++)
    for (int j = 0; j < n; j++) r[(int64_t)i * n + j] = i <= j ? columns[(int64_t)j * m + i] : 0;
  if (!status) status = DLA_CALL(LAPACK(orgqr), m, k, k, columns, m, scales);
  NAMED(transpose)(columns, k, m, q);
  free(scales);
  free(columns);
  return status;
}

/// The eigenvalues of a symmetric a [n, n], the smallest first, and the eigenvectors as columns. The lower triangle is read.
static inline int NAMED(eigh)(int n, const item *a, item *values, item *vectors) {
  item *columns = NAMED(items)((int64_t)n * n);
  memcpy(columns, a, sizeof(item) * (size_t)n * (size_t)n);
  int status = DLA_CALL(LAPACK(syevd), 'V', 'U', n, columns, n, values);
  NAMED(transpose)(columns, n, n, vectors);
  free(columns);
  return status;
}

/// u [m, k], the singular values, the largest first, and v [k, n] with u diag(s) v = a [m, n]; k is the smaller of m and n.
static inline int NAMED(svd)(int m, int n, const item *a, item *u, item *s, item *v) {
  int k = m < n ? m : n;
  item *copy = NAMED(items)((int64_t)m * n);
  memcpy(copy, a, sizeof(item) * (size_t)m * (size_t)n);
  // The transpose's factors column by column are ours row by row, the outer two swapped.
  int status = DLA_CALL(LAPACK(gesdd), 'S', n, m, copy, n, s, v, n, u, k);
  free(copy);
  return status;
}

#undef item
#undef NAMED
#undef LAPACK
