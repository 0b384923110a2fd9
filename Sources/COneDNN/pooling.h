// Pooling over windows, forward and backward. Included by shim.h.
// Source and destination are [batch, channels, space…]; kernel, strides and the others have one number for each axis of space.
#ifndef DLN_ONEDNN_POOLING_H
#define DLN_ONEDNN_POOLING_H

/// INCLUDING divides by the size of the window even where it reaches into the padding; EXCLUDING by what lies inside.
enum { DNX_MAX = 0, DNX_AVERAGE_EXCLUDING = 1, DNX_AVERAGE_INCLUDING = 2 };

static inline dnnl_alg_kind_t dnx_pooling_algorithm(int kind) {
  if (kind == DNX_MAX) return dnnl_pooling_max;
  return kind == DNX_AVERAGE_EXCLUDING ? dnnl_pooling_avg_exclude_padding : dnnl_pooling_avg_include_padding;
}

static inline dnx_window dnx_pooling_window(dnx_layout source, const int64_t *kernel, const int64_t *strides, const int64_t *dilations,
                                            const int64_t *low, const int64_t *high) {
  dnx_window window = dnx_window_over(source, strides, dilations, low, high);
  for (int axis = 0; axis < dnx_layout_rank(source) - 2; axis++) window.kernel[axis] = kernel[axis];
  return window;
}

/// Arguments: SOURCE, DESTINATION, and WORKSPACE for the maximum in training, which `dnx_pooling_backward` reads.
static inline dnx_primitive *_Nullable dnx_pooling_forward(bool training, int kind, dnx_layout source, dnx_layout destination,
                                                           const int64_t *kernel, const int64_t *strides, const int64_t *dilations,
                                                           const int64_t *padding_low, const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("pooling", NULL, 0);
  dnx_window window = dnx_pooling_window(source, kernel, strides, dilations, padding_low, padding_high);
  if (!draft.status)
    draft.status = dnx_describe_pooling_forward(&draft.description, dnx_engine(), dnx_forward_kind(training),
                                                dnx_pooling_algorithm(kind), (dnx_description)source, (dnx_description)destination,
                                                window.strides, window.kernel, window.dilations, window.low, window.high, draft.attributes);
  return dnx_draft_finish(&draft);
}

/// `source` and `destination` are the layouts the forward pass had, which settle the layout of the workspace.
/// Arguments: DIFF_DESTINATION, WORKSPACE (maximum only), DIFF_SOURCE.
static inline dnx_primitive *_Nullable dnx_pooling_backward(int kind, dnx_layout source, dnx_layout destination, dnx_layout diff_source,
                                                            dnx_layout diff_destination, const int64_t *kernel, const int64_t *strides,
                                                            const int64_t *dilations, const int64_t *padding_low,
                                                            const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("pooling, gradient", NULL, 0);
  dnx_window window = dnx_pooling_window(source, kernel, strides, dilations, padding_low, padding_high);
  dnnl_alg_kind_t algorithm = dnx_pooling_algorithm(kind);
  if (!draft.status)
    draft.status = dnx_describe_pooling_forward(&draft.hint, dnx_engine(), dnnl_forward_training, algorithm,
                                                (dnx_description)source, (dnx_description)destination, window.strides, window.kernel,
                                                window.dilations, window.low, window.high, draft.attributes);
  if (!draft.status)
    draft.status = dnx_describe_pooling_backward(&draft.description, dnx_engine(), algorithm, (dnx_description)diff_source,
                                                 (dnx_description)diff_destination, window.strides, window.kernel, window.dilations,
                                                 window.low, window.high, draft.hint, draft.attributes);
  return dnx_draft_finish(&draft);
}

#endif
