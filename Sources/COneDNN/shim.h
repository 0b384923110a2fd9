// oneDNN for Swift: a small C interface, prefix dnx_, that reads the same over oneDNN 2.6 and oneDNN 3.
// This file holds everything in which the two differ; the headers at its end are built on it and know no version.
#ifndef DLN_ONEDNN_SHIM_H
#define DLN_ONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Pointers that may be NULL say so, for Swift to see; a compiler without the word takes it for nothing.
#ifndef __clang__
#define _Nullable
#endif

/// How an array lies in memory: shape, element type, strides or blocks. Owned by whoever made it, unless said otherwise.
typedef struct dnx_layout *dnx_layout;

/// What a layout says, as numbers that stay valid as long as the layout.
typedef struct {
  int rank;
  dnnl_data_type_t type;
  const int64_t *_Nullable shape;
  const int64_t *_Nullable padded_shape;
  const int64_t *_Nullable strides;  // NULL where blocks are nested in the strides, or the library has not chosen yet
} dnx_geometry;

#if DNNL_VERSION_MAJOR >= 3

typedef const_dnnl_memory_desc_t dnx_description;

static inline dnx_layout _Nullable dnx_layout_copy(dnx_layout layout) {
  dnnl_memory_desc_t copy = NULL;
  return dnnl_memory_desc_clone(&copy, (dnx_description)layout) ? NULL : (dnx_layout)copy;
}

static inline void dnx_layout_free(dnx_layout _Nullable layout) {
  if (layout) dnnl_memory_desc_destroy((dnnl_memory_desc_t)layout);
}

static inline dnx_layout _Nullable dnx_layout_make(int rank, const int64_t *shape, dnnl_data_type_t type,
                                                   const int64_t *_Nullable strides) {
  dnnl_memory_desc_t made = NULL;
  dnnl_status_t status = strides ? dnnl_memory_desc_create_with_strides(&made, rank, shape, type, strides)
                                 : dnnl_memory_desc_create_with_tag(&made, rank, shape, type, dnnl_format_tag_any);
  return status ? NULL : (dnx_layout)made;
}

static inline dnx_layout _Nullable dnx_layout_tagged(int rank, const int64_t *shape, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t made = NULL;
  return dnnl_memory_desc_create_with_tag(&made, rank, shape, dnnl_f32, tag) ? NULL : (dnx_layout)made;
}

static inline dnx_layout _Nullable dnx_layout_reshaped(dnx_layout layout, int rank, const int64_t *shape) {
  dnnl_memory_desc_t made = NULL;
  return dnnl_memory_desc_reshape(&made, (dnx_description)layout, rank, shape) ? NULL : (dnx_layout)made;
}

static inline dnx_layout _Nullable dnx_layout_region(dnx_layout layout, const dnnl_dims_t shape) {
  dnnl_memory_desc_t made = NULL;
  const dnnl_dims_t origin = {0};
  return dnnl_memory_desc_create_submemory(&made, (dnx_description)layout, shape, origin) ? NULL : (dnx_layout)made;
}

static inline dnx_geometry dnx_layout_geometry(dnx_layout _Nullable layout) {
  dnx_geometry geometry = {0, dnnl_data_type_undef, NULL, NULL, NULL};
  dnx_description description = (dnx_description)layout;
  if (!layout || dnnl_memory_desc_query(description, dnnl_query_ndims_s32, &geometry.rank)) return geometry;
  dnnl_format_kind_t kind = dnnl_format_kind_undef;
  int blocks = 0;
  dnnl_memory_desc_query(description, dnnl_query_data_type, &geometry.type);
  dnnl_memory_desc_query(description, dnnl_query_dims, &geometry.shape);
  dnnl_memory_desc_query(description, dnnl_query_padded_dims, &geometry.padded_shape);
  dnnl_memory_desc_query(description, dnnl_query_format_kind, &kind);
  if (kind != dnnl_blocked) return geometry;
  dnnl_memory_desc_query(description, dnnl_query_inner_nblks_s32, &blocks);
  if (blocks == 0) dnnl_memory_desc_query(description, dnnl_query_strides, &geometry.strides);
  return geometry;
}

// What oneDNN 3 does in one call. The 2.6 half of this file gives the same names the same parameters.
#define dnx_describe_reorder dnnl_reorder_primitive_desc_create
#define dnx_describe_matmul dnnl_matmul_primitive_desc_create
#define dnx_describe_convolution_forward dnnl_convolution_forward_primitive_desc_create
#define dnx_describe_convolution_backward_data dnnl_convolution_backward_data_primitive_desc_create
#define dnx_describe_convolution_backward_weights dnnl_convolution_backward_weights_primitive_desc_create
#define dnx_describe_deconvolution_forward dnnl_deconvolution_forward_primitive_desc_create
#define dnx_describe_deconvolution_backward_data dnnl_deconvolution_backward_data_primitive_desc_create
#define dnx_describe_deconvolution_backward_weights dnnl_deconvolution_backward_weights_primitive_desc_create
#define dnx_describe_pooling_forward dnnl_pooling_forward_primitive_desc_create
#define dnx_describe_pooling_backward dnnl_pooling_backward_primitive_desc_create
#define dnx_append_activation dnnl_post_ops_append_eltwise
#define dnx_append_sum(posts, scale) dnnl_post_ops_append_sum(posts, scale, 0, dnnl_data_type_undef)

#else  // oneDNN 2.6: a descriptor is filled in first, and a primitive described from it

typedef const dnnl_memory_desc_t *dnx_description;

static inline dnx_layout _Nullable dnx_layout_copy(dnx_layout layout) {
  dnnl_memory_desc_t *copy = (dnnl_memory_desc_t *)malloc(sizeof *copy);
  if (copy) *copy = *(dnx_description)layout;
  return (dnx_layout)copy;
}

static inline void dnx_layout_free(dnx_layout _Nullable layout) { free(layout); }

static inline dnx_layout _Nullable dnx_layout_make(int rank, const int64_t *shape, dnnl_data_type_t type,
                                                   const int64_t *_Nullable strides) {
  dnnl_memory_desc_t made;
  dnnl_status_t status = strides ? dnnl_memory_desc_init_by_strides(&made, rank, shape, type, strides)
                                 : dnnl_memory_desc_init_by_tag(&made, rank, shape, type, dnnl_format_tag_any);
  return status ? NULL : dnx_layout_copy((dnx_layout)&made);
}

static inline dnx_layout _Nullable dnx_layout_tagged(int rank, const int64_t *shape, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t made;
  return dnnl_memory_desc_init_by_tag(&made, rank, shape, dnnl_f32, tag) ? NULL : dnx_layout_copy((dnx_layout)&made);
}

static inline dnx_layout _Nullable dnx_layout_reshaped(dnx_layout layout, int rank, const int64_t *shape) {
  dnnl_memory_desc_t made;
  return dnnl_memory_desc_reshape(&made, (dnx_description)layout, rank, shape) ? NULL : dnx_layout_copy((dnx_layout)&made);
}

static inline dnx_layout _Nullable dnx_layout_region(dnx_layout layout, const dnnl_dims_t shape) {
  dnnl_memory_desc_t made;
  const dnnl_dims_t origin = {0};
  return dnnl_memory_desc_init_submemory(&made, (dnx_description)layout, shape, origin) ? NULL : dnx_layout_copy((dnx_layout)&made);
}

static inline dnx_geometry dnx_layout_geometry(dnx_layout _Nullable layout) {
  dnx_description description = (dnx_description)layout;
  if (!layout) return (dnx_geometry){0, dnnl_data_type_undef, NULL, NULL, NULL};
  const dnnl_blocking_desc_t *blocking = &description->format_desc.blocking;
  bool strided = description->format_kind == dnnl_blocked && blocking->inner_nblks == 0;
  return (dnx_geometry){description->ndims, description->data_type, description->dims, description->padded_dims,
                        strided ? blocking->strides : NULL};
}

#define dnx_describe_reorder dnnl_reorder_primitive_desc_create
#define dnx_append_activation(posts, kind, alpha, beta) dnnl_post_ops_append_eltwise(posts, 1, kind, alpha, beta)
#define dnx_append_sum(posts, scale) dnnl_post_ops_append_sum(posts, scale)

static inline dnnl_status_t dnx_describe_matmul(dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnx_description a, dnx_description b,
                                                dnx_description _Nullable bias, dnx_description destination,
                                                const_dnnl_primitive_attr_t attributes) {
  dnnl_matmul_desc_t wanted;
  dnnl_status_t status = dnnl_matmul_desc_init(&wanted, a, b, bias, destination);
  return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, NULL);
}

// Convolution and deconvolution are called alike, so one text makes both.
#define DNX_DESCRIBE_CONVOLUTION(name)                                                                                                     \
  static inline dnnl_status_t dnx_describe_##name##_forward(                                                                               \
      dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnnl_prop_kind_t kind, dnnl_alg_kind_t algorithm, dnx_description source,           \
      dnx_description weights, dnx_description _Nullable bias, dnx_description destination, const int64_t *strides,                        \
      const int64_t *dilations, const int64_t *low, const int64_t *high, const_dnnl_primitive_attr_t attributes) {                         \
    dnnl_convolution_desc_t wanted;                                                                                                        \
    dnnl_status_t status = dnnl_dilated_##name##_forward_desc_init(&wanted, kind, algorithm, source, weights, bias, destination, strides,  \
                                                                   dilations, low, high);                                                  \
    return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, NULL);                                            \
  }                                                                                                                                        \
  static inline dnnl_status_t dnx_describe_##name##_backward_data(                                                                         \
      dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnx_description diff_source, dnx_description weights,    \
      dnx_description diff_destination, const int64_t *strides, const int64_t *dilations, const int64_t *low, const int64_t *high,         \
      const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {                                                          \
    dnnl_convolution_desc_t wanted;                                                                                                        \
    dnnl_status_t status = dnnl_dilated_##name##_backward_data_desc_init(&wanted, algorithm, diff_source, weights, diff_destination,       \
                                                                         strides, dilations, low, high);                                   \
    return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, hint);                                            \
  }                                                                                                                                        \
  static inline dnnl_status_t dnx_describe_##name##_backward_weights(                                                                      \
      dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dnx_description source, dnx_description diff_weights,    \
      dnx_description _Nullable diff_bias, dnx_description diff_destination, const int64_t *strides, const int64_t *dilations,             \
      const int64_t *low, const int64_t *high, const_dnnl_primitive_desc_t hint, const_dnnl_primitive_attr_t attributes) {                 \
    dnnl_convolution_desc_t wanted;                                                                                                        \
    dnnl_status_t status = dnnl_dilated_##name##_backward_weights_desc_init(&wanted, algorithm, source, diff_weights, diff_bias,           \
                                                                            diff_destination, strides, dilations, low, high);              \
    return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, hint);                                            \
  }
DNX_DESCRIBE_CONVOLUTION(convolution)
DNX_DESCRIBE_CONVOLUTION(deconvolution)
#undef DNX_DESCRIBE_CONVOLUTION

static inline dnnl_status_t dnx_describe_pooling_forward(dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnnl_prop_kind_t kind,
                                                         dnnl_alg_kind_t algorithm, dnx_description source, dnx_description destination,
                                                         const int64_t *strides, const int64_t *kernel, const int64_t *dilations,
                                                         const int64_t *low, const int64_t *high, const_dnnl_primitive_attr_t attributes) {
  dnnl_pooling_v2_desc_t wanted;
  dnnl_status_t status =
      dnnl_pooling_v2_forward_desc_init(&wanted, kind, algorithm, source, destination, strides, kernel, dilations, low, high);
  return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, NULL);
}

static inline dnnl_status_t dnx_describe_pooling_backward(dnnl_primitive_desc_t *to, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
                                                          dnx_description diff_source, dnx_description diff_destination,
                                                          const int64_t *strides, const int64_t *kernel, const int64_t *dilations,
                                                          const int64_t *low, const int64_t *high, const_dnnl_primitive_desc_t hint,
                                                          const_dnnl_primitive_attr_t attributes) {
  dnnl_pooling_v2_desc_t wanted;
  dnnl_status_t status =
      dnnl_pooling_v2_backward_desc_init(&wanted, algorithm, diff_source, diff_destination, strides, kernel, dilations, low, high);
  return status ? status : dnnl_primitive_desc_create(to, &wanted, attributes, engine, hint);
}

#endif

// From here on no header knows which oneDNN it is built on.
#include "layout.h"
#include "primitive.h"
#include "matmul.h"
#include "convolution.h"
#include "pooling.h"

#endif
