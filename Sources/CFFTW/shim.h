// FFTW in float32 and float64 for Swift, each loaded when it is first needed.
#ifndef DLN_FFTW_SHIM_H
#define DLN_FFTW_SHIM_H

#include <dlfcn.h>
#include <fftw3.h>
#include <stdbool.h>
#include <string.h>

static inline void *dlf_symbol(const char *name) {
  static void *libraries[2];
  bool narrow = !strncmp(name, "fftwf_", 6);
  void **library = &libraries[narrow];
  if (!*library) *library = dlopen(narrow ? "libfftw3f.so.3" : "libfftw3.so.3", RTLD_NOW);
  if (!*library) *library = dlopen(narrow ? "libfftw3f.so" : "libfftw3.so", RTLD_NOW);
  return *library ? dlsym(*library, name) : NULL;
}

#define DLF_CALL(name, ...) ((__typeof__(&name))dlf_symbol(#name))(__VA_ARGS__)

/// A prepared transform of `count` rows of `size` complex numbers, from one array to another. sign: -1 there, 1 back (not scaled).
/// NULL when the library is missing. Free it with `dlf_free`.
static inline void *_Nullable dlf_prepare(int size, int count, int sign) {
  if (!dlf_symbol("fftwf_plan_many_dft")) return NULL;
  // Estimating looks at no memory: any two addresses that differ will do.
  fftwf_complex *from = (fftwf_complex *)64, *to = (fftwf_complex *)128;
  return DLF_CALL(fftwf_plan_many_dft, 1, &size, count, from, NULL, 1, size, to, NULL, 1, size, sign, FFTW_ESTIMATE | FFTW_UNALIGNED);
}

static inline void dlf_run(void *plan, const void *from, void *to) {
  DLF_CALL(fftwf_execute_dft, (fftwf_plan)plan, (fftwf_complex *)from, (fftwf_complex *)to);
}

static inline void dlf_free(void *plan) { DLF_CALL(fftwf_destroy_plan, (fftwf_plan)plan); }

// The same in float64.

static inline void *_Nullable dlf_prepare_wide(int size, int count, int sign) {
  if (!dlf_symbol("fftw_plan_many_dft")) return NULL;
  fftw_complex *from = (fftw_complex *)64, *to = (fftw_complex *)128;
  return DLF_CALL(fftw_plan_many_dft, 1, &size, count, from, NULL, 1, size, to, NULL, 1, size, sign, FFTW_ESTIMATE | FFTW_UNALIGNED);
}

static inline void dlf_run_wide(void *plan, const void *from, void *to) {
  DLF_CALL(fftw_execute_dft, (fftw_plan)plan, (fftw_complex *)from, (fftw_complex *)to);
}

static inline void dlf_free_wide(void *plan) { DLF_CALL(fftw_destroy_plan, (fftw_plan)plan); }

#endif
