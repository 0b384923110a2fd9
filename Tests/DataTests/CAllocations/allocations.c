// Stands before the C library's malloc. Elsewhere than with glibc nothing is counted.
#include "allocations.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

static _Thread_local bool counting = false;
static _Thread_local long count = 0;

void allocations_begin(void) {
  count = 0;
  counting = true;
}

long allocations_end(void) {
  counting = false;
  return count;
}

#ifdef __GLIBC__
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static void note(void) {
  if (counting) count++;
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  note();
  return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  note();
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}
#endif
