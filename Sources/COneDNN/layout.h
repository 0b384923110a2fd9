// Layouts: making, comparing and measuring them. Included by shim.h.
#ifndef DLN_ONEDNN_LAYOUT_H
#define DLN_ONEDNN_LAYOUT_H

/// Element types. bfloat16 is two bytes, the others what they say.
enum { DNX_FLOAT32 = 0, DNX_BFLOAT16 = 1, DNX_INT32 = 2, DNX_INT8 = 3, DNX_UINT8 = 4 };

/// The largest rank a layout can have.
enum { DNX_RANK_LIMIT = DNNL_MAX_NDIMS };

static inline dnnl_data_type_t dnx_element_type(int type) {
  static const dnnl_data_type_t types[] = {dnnl_f32, dnnl_bf16, dnnl_s32, dnnl_s8, dnnl_u8};
  return type >= DNX_FLOAT32 && type <= DNX_UINT8 ? types[type] : dnnl_data_type_undef;
}

static inline bool dnx_layout_is_possible(int rank, int type) {
  return rank > 0 && rank <= DNX_RANK_LIMIT && dnx_element_type(type) != dnnl_data_type_undef;
}

/// Elements `strides` apart (counted in elements), in the order of `shape`. NULL when oneDNN has no such layout.
static inline dnx_layout _Nullable dnx_layout_strided(int rank, const int64_t *shape, const int64_t *strides, int type) {
  return dnx_layout_is_possible(rank, type) ? dnx_layout_make(rank, shape, dnx_element_type(type), strides) : NULL;
}

/// A shape whose place in memory the primitive may choose; see `dnx_primitive_layout` for what it chose.
static inline dnx_layout _Nullable dnx_layout_any(int rank, const int64_t *shape, int type) {
  return dnx_layout_is_possible(rank, type) ? dnx_layout_make(rank, shape, dnx_element_type(type), NULL) : NULL;
}

/// [batch, channels, space…] in float32 with the channels in blocks of 8 or 16, which lie innermost. NULL for other ranks and blocks.
static inline dnx_layout _Nullable dnx_layout_channel_blocks(int rank, const int64_t *shape, int block) {
  static const dnnl_format_tag_t tags[2][3] = {{dnnl_nCw8c, dnnl_nChw8c, dnnl_nCdhw8c}, {dnnl_nCw16c, dnnl_nChw16c, dnnl_nCdhw16c}};
  bool is_known = rank >= 3 && rank <= 5 && (block == 8 || block == 16);
  return is_known ? dnx_layout_tagged(rank, shape, tags[block == 16][rank - 3]) : NULL;
}

static inline int dnx_layout_rank(dnx_layout layout) { return dnx_layout_geometry(layout).rank; }

/// Copies the `dnx_layout_rank` sizes of the axes to `shape`.
static inline void dnx_layout_shape(dnx_layout layout, int64_t *shape) {
  dnx_geometry geometry = dnx_layout_geometry(layout);
  for (int axis = 0; axis < geometry.rank; axis++) shape[axis] = geometry.shape[axis];
}

/// Copies the strides, in elements, and says true; false, and nothing copied, for a blocked layout or one still to be chosen.
static inline bool dnx_layout_strides(dnx_layout layout, int64_t *strides) {
  dnx_geometry geometry = dnx_layout_geometry(layout);
  if (!geometry.strides) return false;
  for (int axis = 0; axis < geometry.rank; axis++) strides[axis] = geometry.strides[axis];
  return true;
}

/// The bytes an item takes.
static inline int dnx_layout_item_bytes(dnx_layout layout) { return (int)dnnl_data_type_size(dnx_layout_geometry(layout).type); }

/// The bytes an array in this layout takes, padding included; 0 while the layout is still to be chosen.
static inline size_t dnx_layout_bytes(dnx_layout layout) { return dnnl_memory_desc_get_size((dnx_description)layout); }

/// Whether blocks reach past the shape, so that elements lie between which must be zero.
static inline bool dnx_layout_is_padded(dnx_layout layout) {
  dnx_geometry geometry = dnx_layout_geometry(layout);
  for (int axis = 0; axis < geometry.rank; axis++)
    if (geometry.padded_shape[axis] != geometry.shape[axis]) return true;
  return false;
}

/// Whether the elements lie row by row without gaps. Strides of axes of size 1 count for nothing.
static inline bool dnx_layout_is_plain(dnx_layout layout) {
  dnx_geometry geometry = dnx_layout_geometry(layout);
  if (!geometry.strides || dnx_layout_is_padded(layout)) return false;
  int64_t expected = 1;
  for (int axis = geometry.rank - 1; axis >= 0; axis--) {
    if (geometry.shape[axis] != 1 && geometry.strides[axis] != expected) return false;
    expected *= geometry.shape[axis];
  }
  return true;
}

/// The same layout for the first `count` places along the first axis. NULL where they do not lie by themselves.
static inline dnx_layout _Nullable dnx_layout_first(dnx_layout layout, int64_t count) {
  dnx_geometry geometry = dnx_layout_geometry(layout);
  dnnl_dims_t shape = {0};
  for (int axis = 0; axis < geometry.rank; axis++) shape[axis] = axis == 0 ? count : geometry.shape[axis];
  return geometry.rank > 0 ? dnx_layout_region(layout, shape) : NULL;
}

/// Whether two layouts put every element in the same place, so that no reorder is needed between them.
static inline bool dnx_layout_equal(dnx_layout first, dnx_layout second) {
  if (dnnl_memory_desc_equal((dnx_description)first, (dnx_description)second)) return true;
  dnx_geometry a = dnx_layout_geometry(first), b = dnx_layout_geometry(second);
  if (a.rank != b.rank || a.type != b.type || !a.strides || !b.strides) return false;
  if (dnx_layout_is_padded(first) || dnx_layout_is_padded(second)) return false;
  for (int axis = 0; axis < a.rank; axis++) {
    if (a.shape[axis] != b.shape[axis]) return false;
    if (a.shape[axis] != 1 && a.strides[axis] != b.strides[axis]) return false;
  }
  return true;
}

#endif
