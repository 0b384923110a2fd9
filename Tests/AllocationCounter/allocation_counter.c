// Stands before the C library's malloc and before oneDNN's way in. Elsewhere than with glibc nothing is counted, nor where the
// address sanitizer has a malloc of its own.
#define _GNU_SOURCE
#include "allocation_counter.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

static _Thread_local bool counting = false;
static _Thread_local bool inside_onednn = false;
static _Thread_local long count = 0;

void allocations_begin(void) {
  count = 0;
  counting = true;
}

long allocations_end(void) {
  counting = false;
  return count;
}

#if defined(__GLIBC__) && !__has_feature(address_sanitizer)
bool allocations_are_counted(void) { return true; }

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static void note(void) {
  if (counting && !inside_onednn) count++;
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

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  note();
  void *made = __libc_memalign(alignment, size);
  if (!made) return ENOMEM;
  *result = made;
  return 0;
}

// The types are oneDNN's, told without its header: two handles, a count, a list; a status comes back.
typedef int execute(const void *primitive, void *stream, int count, const void *arguments);

int dnnl_primitive_execute(const void *primitive, void *stream, int arguments, const void *list);

int dnnl_primitive_execute(const void *primitive, void *stream, int arguments, const void *list) {
  static execute *original = NULL;
  if (!original) original = (execute *)dlsym(RTLD_NEXT, "dnnl_primitive_execute");
  if (!original) return 6;  // dnnl_runtime_error
  inside_onednn = true;
  int status = original(primitive, stream, arguments, list);
  inside_onednn = false;
  return status;
}
#else
bool allocations_are_counted(void) { return false; }
#endif
