// Which of the three builds of the loops runs on this machine.
#include "clones.h"
#include "kernels.h"

bool dk_multiplies_bfloat16(void) {
#if defined(__linux__) && defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

const char *dk_instruction_set(void) {
#if defined(__linux__) && defined(__x86_64__) && !__has_feature(thread_sanitizer)
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
#endif
  return "default";
}
