// Primitives and the memory they read and write: making, asking, running. Included by shim.h.
#ifndef DLN_ONEDNN_PRIMITIVE_H
#define DLN_ONEDNN_PRIMITIVE_H

/// What a primitive is given and gives, by oneDNN's numbers.
enum {
  DNX_SOURCE = DNNL_ARG_SRC,
  DNX_WEIGHTS = DNNL_ARG_WEIGHTS,
  DNX_BIAS = DNNL_ARG_BIAS,
  DNX_DESTINATION = DNNL_ARG_DST,
  DNX_MEAN = DNNL_ARG_MEAN,
  DNX_VARIANCE = DNNL_ARG_VARIANCE,
  DNX_SCALE = DNNL_ARG_SCALE,
  DNX_SHIFT = DNNL_ARG_SHIFT,
  DNX_WORKSPACE = DNNL_ARG_WORKSPACE,
  DNX_SCRATCHPAD = DNNL_ARG_SCRATCHPAD,
  DNX_DIFF_SOURCE = DNNL_ARG_DIFF_SRC,
  DNX_DIFF_WEIGHTS = DNNL_ARG_DIFF_WEIGHTS,
  DNX_DIFF_BIAS = DNNL_ARG_DIFF_BIAS,
  DNX_DIFF_DESTINATION = DNNL_ARG_DIFF_DST,
  DNX_DIFF_SCALE = DNNL_ARG_DIFF_SCALE,
  DNX_DIFF_SHIFT = DNNL_ARG_DIFF_SHIFT,
  /// The other operand of post 0; that of post i is DNX_POST_0 + i.
  DNX_POST_0 = 1 << 24,
};

/// The most arguments one execution takes.
enum { DNX_ARGUMENT_LIMIT = 16 };

/// What is done to each element of a result before it is stored.
enum {
  DNX_POST_RELU,             // alpha: the slope below zero
  DNX_POST_TANH,
  DNX_POST_SIGMOID,
  DNX_POST_GELU_TANH,
  DNX_POST_GELU_ERF,
  DNX_POST_SUM,              // adds alpha times what the destination held
  DNX_POST_BINARY_ADD,       // adds an array of `layout`, broadcast along its axes of size 1, given as DNX_POST_0 + i
  DNX_POST_BINARY_MULTIPLY,
};

typedef struct {
  int kind;
  float alpha, beta;
  dnx_layout _Nullable layout;  // of the other operand, for the binary kinds
} dnx_post;

/// A computation prepared for the number of threads there was when it was made. Free it with `dnx_primitive_free`.
typedef struct {
  dnnl_primitive_t primitive;
  const_dnnl_primitive_desc_t description;  // borrowed from the primitive
  int ignored;                              // an argument the caller gives and this oneDNN refuses, or 0
} dnx_primitive;

/// A layout with an address. Free it with `dnx_memory_free`; the address is the caller's.
typedef struct {
  dnnl_memory_t memory;
} dnx_memory;

// One of each for the whole program, however many object files include this: hence weak.
typedef struct {
  pthread_once_t once;
  dnnl_engine_t _Nullable engine;
  dnnl_stream_t _Nullable stream;
} dnx_session;
__attribute__((weak)) dnx_session dnx_the_session = {PTHREAD_ONCE_INIT, NULL, NULL};
__attribute__((weak)) _Thread_local char dnx_failure_text[120] = "";

static inline void dnx_open_session(void) {
  if (dnnl_engine_create(&dnx_the_session.engine, dnnl_cpu, 0)) return;
  dnnl_stream_create(&dnx_the_session.stream, dnx_the_session.engine, dnnl_stream_default_flags);
}

/// Makes the engine and the stream, once; everything below calls it by itself. False when oneDNN cannot run here.
static inline bool dnx_start(void) {
  pthread_once(&dnx_the_session.once, dnx_open_session);
  return dnx_the_session.stream != NULL;
}

static inline dnnl_engine_t _Nullable dnx_engine(void) { return dnx_start() ? dnx_the_session.engine : NULL; }
static inline dnnl_stream_t _Nullable dnx_stream(void) { return dnx_start() ? dnx_the_session.stream : NULL; }

/// Why the last creation on this thread gave NULL, such as "matmul: invalid_arguments".
static inline const char *dnx_failure(void) { return dnx_failure_text; }

/// The version of the library that runs, such as "2.6.3".
static inline const char *dnx_version(void) {
  static _Thread_local char text[32];
  const dnnl_version_t *version = dnnl_version();
  snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
  return text;
}

/// The instruction set oneDNN generates code for, such as "avx512_core_bf16".
static inline const char *dnx_instruction_set(void) {
  const char *name = dnnl_cpu_isa2str(dnnl_get_effective_cpu_isa());
  return strncmp(name, "cpu_isa_", 8) ? name : name + 8;
}

/// Whether the processor multiplies bfloat16 itself.
static inline bool dnx_bfloat16_is_fast(void) {
  return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

// ---- making -----------------------------------------------------------------------------------

static inline dnnl_status_t dnx_append_post(dnnl_post_ops_t posts, const dnx_post *post) {
  switch (post->kind) {
    case DNX_POST_RELU: return dnx_append_activation(posts, dnnl_eltwise_relu, post->alpha, post->beta);
    case DNX_POST_TANH: return dnx_append_activation(posts, dnnl_eltwise_tanh, 0, 0);
    case DNX_POST_SIGMOID: return dnx_append_activation(posts, dnnl_eltwise_logistic, 0, 0);
    case DNX_POST_GELU_TANH: return dnx_append_activation(posts, dnnl_eltwise_gelu_tanh, 0, 0);
    case DNX_POST_GELU_ERF: return dnx_append_activation(posts, dnnl_eltwise_gelu_erf, 0, 0);
    case DNX_POST_SUM: return dnx_append_sum(posts, post->alpha);
    case DNX_POST_BINARY_ADD: return dnnl_post_ops_append_binary(posts, dnnl_binary_add, (dnx_description)post->layout);
    case DNX_POST_BINARY_MULTIPLY: return dnnl_post_ops_append_binary(posts, dnnl_binary_mul, (dnx_description)post->layout);
    default: return dnnl_invalid_arguments;
  }
}

/// A primitive while it is being made: every creator begins one, describes it and finishes it.
typedef struct {
  const char *name;
  dnnl_status_t status;
  dnnl_primitive_attr_t _Nullable attributes;
  dnnl_primitive_desc_t _Nullable hint;  // the forward pass a backward pass belongs to
  dnnl_primitive_desc_t _Nullable description;
} dnx_draft;

static inline dnnl_status_t dnx_draft_posts(dnx_draft *draft, const dnx_post *posts, int count) {
  dnnl_post_ops_t list = NULL;
  dnnl_status_t status = dnnl_post_ops_create(&list);
  for (int i = 0; i < count && !status; i++) status = dnx_append_post(list, &posts[i]);
  if (!status) status = dnnl_primitive_attr_set_post_ops(draft->attributes, list);
  dnnl_post_ops_destroy(list);
  return status;
}

// The scratchpad is the caller's, so that running allocates none.
static inline dnx_draft dnx_draft_begin(const char *name, const dnx_post *_Nullable posts, int post_count) {
  dnx_draft draft = {name, dnx_start() ? dnnl_success : dnnl_runtime_error, NULL, NULL, NULL};
  if (!draft.status) draft.status = dnnl_primitive_attr_create(&draft.attributes);
  if (!draft.status) draft.status = dnnl_primitive_attr_set_scratchpad_mode(draft.attributes, dnnl_scratchpad_mode_user);
  if (!draft.status && post_count > 0) draft.status = dnx_draft_posts(&draft, posts, post_count);
  return draft;
}

static inline dnx_primitive *_Nullable dnx_draft_finish(dnx_draft *draft) {
  dnx_primitive *made = draft->status ? NULL : (dnx_primitive *)calloc(1, sizeof *made);
  if (!draft->status && !made) draft->status = dnnl_out_of_memory;
  if (!draft->status) draft->status = dnnl_primitive_create(&made->primitive, draft->description);
  if (!draft->status) draft->status = dnnl_primitive_get_primitive_desc(made->primitive, &made->description);
  if (draft->description) dnnl_primitive_desc_destroy(draft->description);
  if (draft->hint) dnnl_primitive_desc_destroy(draft->hint);
  if (draft->attributes) dnnl_primitive_attr_destroy(draft->attributes);
  if (!draft->status) return made;
  snprintf(dnx_failure_text, sizeof dnx_failure_text, "%s: %s", draft->name, dnnl_status2str(draft->status));
  free(made);
  return NULL;
}

static inline void dnx_primitive_free(dnx_primitive *_Nullable primitive) {
  if (!primitive) return;
  dnnl_primitive_destroy(primitive->primitive);
  free(primitive);
}

// ---- asking -----------------------------------------------------------------------------------

static inline int dnx_argument_number(int argument) {
  return argument >= DNX_POST_0 ? DNNL_ARG_ATTR_MULTIPLE_POST_OP(argument - DNX_POST_0) | DNNL_ARG_SRC_1 : argument;
}

/// The layout in which a primitive wants an argument; it belongs to the primitive. NULL when it has no such argument.
static inline dnx_layout _Nullable dnx_primitive_layout(const dnx_primitive *primitive, int argument) {
  dnx_description found =
      dnnl_primitive_desc_query_md(primitive->description, dnnl_query_exec_arg_md, dnx_argument_number(argument));
  dnx_layout layout = (dnx_layout)(uintptr_t)found;
  return dnx_layout_geometry(layout).rank > 0 ? layout : NULL;
}

/// The name of the kernel that was chosen, such as "jit_wino_4x3:avx512_core".
static inline const char *dnx_primitive_kernel(const dnx_primitive *primitive) {
  const char *name = NULL;
  dnnl_status_t status = dnnl_primitive_desc_query(primitive->description, dnnl_query_impl_info_str, 0, &name);
  return status || !name ? "" : name;
}

// ---- running ----------------------------------------------------------------------------------

/// A memory in a copy of `layout`, without an address yet.
static inline dnx_memory *_Nullable dnx_memory_new(dnx_layout layout) {
  dnx_memory *made = dnx_start() ? (dnx_memory *)calloc(1, sizeof *made) : NULL;
  if (made && dnnl_memory_create(&made->memory, (dnx_description)layout, dnx_engine(), DNNL_MEMORY_NONE)) {
    free(made);
    return NULL;
  }
  return made;
}

/// Says where the array lies, 64 bytes aligned for full speed. 0, or oneDNN's status.
/// oneDNN writes zeros into the padding of its results and relies on them in what it reads: whoever else fills such an array does the same.
static inline int dnx_memory_set(dnx_memory *memory, void *address) {
  return dnnl_memory_set_data_handle(memory->memory, address);
}

static inline void dnx_memory_free(dnx_memory *_Nullable memory) {
  if (!memory) return;
  dnnl_memory_destroy(memory->memory);
  free(memory);
}

/// Runs a primitive: `memories[i]` is its argument number `arguments[i]`. 0, or oneDNN's status.
static inline int dnx_execute(const dnx_primitive *primitive, int count, const int *arguments, dnx_memory *_Nullable const *memories) {
  dnnl_exec_arg_t list[DNX_ARGUMENT_LIMIT];
  int used = 0;
  if (count > DNX_ARGUMENT_LIMIT) return dnnl_invalid_arguments;
  for (int i = 0; i < count; i++) {
    if (arguments[i] == primitive->ignored) continue;
    list[used].arg = dnx_argument_number(arguments[i]);
    list[used++].memory = memories[i] ? memories[i]->memory : NULL;
  }
  return dnnl_primitive_execute(primitive->primitive, dnx_stream(), used, list);
}

#endif
