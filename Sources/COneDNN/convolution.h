// Convolutions and their transposes, forward and backward. Included by shim.h.
// Shapes: source and destination [batch, channels, space…], weights [out, in, space…] or [groups, out / groups, in / groups, space…].
// `strides`, `dilations` (1: none), `padding_low` and `padding_high` have one number for each axis of space.
// Each pass has a blocking of the weights of its own: handed that of another pass, oneDNN falls back on plain loops, thousands of times
// slower. So ask with `dnx_layout_any` and reorder.
#ifndef DLN_ONEDNN_CONVOLUTION_H
#define DLN_ONEDNN_CONVOLUTION_H

/// AUTO lets oneDNN take Winograd's algorithm where it judges it faster; DIRECT never does.
enum { DNX_AUTO = 0, DNX_DIRECT = 1 };

// The window in oneDNN's terms: arrays of full length, and a dilation of 0 is none.
typedef struct {
  dnnl_dims_t kernel, strides, dilations, low, high;  // the kernel is only told for pooling
} dnx_window;

static inline dnx_window dnx_window_over(dnx_layout source, const int64_t *strides, const int64_t *dilations, const int64_t *low,
                                         const int64_t *high) {
  dnx_window window = {{0}, {0}, {0}, {0}, {0}};
  for (int axis = 0; axis < dnx_layout_rank(source) - 2; axis++) {
    window.strides[axis] = strides[axis];
    window.dilations[axis] = dilations[axis] - 1;
    window.low[axis] = low[axis];
    window.high[axis] = high[axis];
  }
  return window;
}

static inline dnnl_alg_kind_t dnx_convolution_algorithm(int algorithm) {
  return algorithm == DNX_AUTO ? dnnl_convolution_auto : dnnl_convolution_direct;
}

static inline dnnl_prop_kind_t dnx_forward_kind(bool training) { return training ? dnnl_forward_training : dnnl_forward_inference; }

/// Arguments: SOURCE, WEIGHTS, BIAS, DESTINATION.
static inline dnx_primitive *_Nullable dnx_convolution_forward(bool training, int algorithm, dnx_layout source, dnx_layout weights,
                                                               dnx_layout _Nullable bias, dnx_layout destination, const int64_t *strides,
                                                               const int64_t *dilations, const int64_t *padding_low,
                                                               const int64_t *padding_high, const dnx_post *_Nullable posts,
                                                               int post_count) {
  dnx_draft draft = dnx_draft_begin("convolution", posts, post_count);
  dnx_window window = dnx_window_over(source, strides, dilations, padding_low, padding_high);
  if (!draft.status)
    draft.status = dnx_describe_convolution_forward(
        &draft.description, dnx_engine(), dnx_forward_kind(training), dnx_convolution_algorithm(algorithm),
        (dnx_description)source, (dnx_description)weights, (dnx_description)bias, (dnx_description)destination, window.strides,
        window.dilations, window.low, window.high, draft.attributes);
  return dnx_draft_finish(&draft);
}

static inline dnnl_status_t dnx_hint_convolution(dnx_draft *draft, int algorithm, dnx_layout source, dnx_layout weights,
                                                 dnx_layout destination, const dnx_window *window) {
  if (draft->status) return draft->status;
  // There is no pass forward whose factors are of different types; without a hint oneDNN decides by itself.
  if (dnx_layout_geometry(source).type != dnx_layout_geometry(weights).type) return dnnl_success;
  return dnx_describe_convolution_forward(&draft->hint, dnx_engine(), dnnl_forward_training,
                                          dnx_convolution_algorithm(algorithm), (dnx_description)source, (dnx_description)weights, NULL,
                                          (dnx_description)destination, window->strides, window->dilations, window->low, window->high,
                                          draft->attributes);
}

/// The gradient of the source. Arguments: DIFF_DESTINATION, WEIGHTS, DIFF_SOURCE.
static inline dnx_primitive *_Nullable dnx_convolution_backward_data(int algorithm, dnx_layout diff_source, dnx_layout weights,
                                                                     dnx_layout diff_destination, const int64_t *strides,
                                                                     const int64_t *dilations, const int64_t *padding_low,
                                                                     const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("convolution, gradient of the source", NULL, 0);
  dnx_window window = dnx_window_over(diff_source, strides, dilations, padding_low, padding_high);
  draft.status = dnx_hint_convolution(&draft, algorithm, diff_source, weights, diff_destination, &window);
  if (!draft.status)
    draft.status = dnx_describe_convolution_backward_data(
        &draft.description, dnx_engine(), dnx_convolution_algorithm(algorithm), (dnx_description)diff_source,
        (dnx_description)weights, (dnx_description)diff_destination, window.strides, window.dilations, window.low, window.high,
        draft.hint, draft.attributes);
  return dnx_draft_finish(&draft);
}

/// The gradients of the weights and, unless `diff_bias` is NULL, the bias. Arguments: SOURCE, DIFF_DESTINATION, DIFF_WEIGHTS, DIFF_BIAS.
static inline dnx_primitive *_Nullable dnx_convolution_backward_weights(int algorithm, dnx_layout source, dnx_layout diff_weights,
                                                                        dnx_layout _Nullable diff_bias, dnx_layout diff_destination,
                                                                        const int64_t *strides, const int64_t *dilations,
                                                                        const int64_t *padding_low, const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("convolution, gradient of the weights", NULL, 0);
  dnx_window window = dnx_window_over(source, strides, dilations, padding_low, padding_high);
  draft.status = dnx_hint_convolution(&draft, algorithm, source, diff_weights, diff_destination, &window);
  if (!draft.status)
    draft.status = dnx_describe_convolution_backward_weights(
        &draft.description, dnx_engine(), dnx_convolution_algorithm(algorithm), (dnx_description)source,
        (dnx_description)diff_weights, (dnx_description)diff_bias, (dnx_description)diff_destination, window.strides, window.dilations,
        window.low, window.high, draft.hint, draft.attributes);
  return dnx_draft_finish(&draft);
}

/// The transpose of a convolution, with the padding of that convolution. Arguments: SOURCE, WEIGHTS, BIAS, DESTINATION.
static inline dnx_primitive *_Nullable dnx_deconvolution_forward(bool training, dnx_layout source, dnx_layout weights,
                                                                 dnx_layout _Nullable bias, dnx_layout destination, const int64_t *strides,
                                                                 const int64_t *dilations, const int64_t *padding_low,
                                                                 const int64_t *padding_high, const dnx_post *_Nullable posts,
                                                                 int post_count) {
  dnx_draft draft = dnx_draft_begin("transposed convolution", posts, post_count);
  dnx_window window = dnx_window_over(source, strides, dilations, padding_low, padding_high);
  if (!draft.status)
    draft.status = dnx_describe_deconvolution_forward(
        &draft.description, dnx_engine(), dnx_forward_kind(training), dnnl_deconvolution_direct, (dnx_description)source,
        (dnx_description)weights, (dnx_description)bias, (dnx_description)destination, window.strides, window.dilations, window.low,
        window.high, draft.attributes);
  return dnx_draft_finish(&draft);
}

static inline dnnl_status_t dnx_hint_deconvolution(dnx_draft *draft, dnx_layout source, dnx_layout weights, dnx_layout destination,
                                                   const dnx_window *window) {
  if (draft->status) return draft->status;
  return dnx_describe_deconvolution_forward(&draft->hint, dnx_engine(), dnnl_forward_training, dnnl_deconvolution_direct,
                                            (dnx_description)source, (dnx_description)weights, NULL, (dnx_description)destination,
                                            window->strides, window->dilations, window->low, window->high, draft->attributes);
}

/// The gradient of the source. Arguments: DIFF_DESTINATION, WEIGHTS, DIFF_SOURCE.
static inline dnx_primitive *_Nullable dnx_deconvolution_backward_data(dnx_layout diff_source, dnx_layout weights,
                                                                       dnx_layout diff_destination, const int64_t *strides,
                                                                       const int64_t *dilations, const int64_t *padding_low,
                                                                       const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("transposed convolution, gradient of the source", NULL, 0);
  dnx_window window = dnx_window_over(diff_source, strides, dilations, padding_low, padding_high);
  draft.status = dnx_hint_deconvolution(&draft, diff_source, weights, diff_destination, &window);
  if (!draft.status)
    draft.status = dnx_describe_deconvolution_backward_data(
        &draft.description, dnx_engine(), dnnl_deconvolution_direct, (dnx_description)diff_source, (dnx_description)weights,
        (dnx_description)diff_destination, window.strides, window.dilations, window.low, window.high, draft.hint, draft.attributes);
  return dnx_draft_finish(&draft);
}

/// The gradients of the weights and, unless `diff_bias` is NULL, the bias. Arguments: SOURCE, DIFF_DESTINATION, DIFF_WEIGHTS, DIFF_BIAS.
static inline dnx_primitive *_Nullable dnx_deconvolution_backward_weights(dnx_layout source, dnx_layout diff_weights,
                                                                          dnx_layout _Nullable diff_bias, dnx_layout diff_destination,
                                                                          const int64_t *strides, const int64_t *dilations,
                                                                          const int64_t *padding_low, const int64_t *padding_high) {
  dnx_draft draft = dnx_draft_begin("transposed convolution, gradient of the weights", NULL, 0);
  dnx_window window = dnx_window_over(source, strides, dilations, padding_low, padding_high);
  draft.status = dnx_hint_deconvolution(&draft, source, diff_weights, diff_destination, &window);
  if (!draft.status)
    draft.status = dnx_describe_deconvolution_backward_weights(
        &draft.description, dnx_engine(), dnnl_deconvolution_direct, (dnx_description)source, (dnx_description)diff_weights,
        (dnx_description)diff_bias, (dnx_description)diff_destination, window.strides, window.dilations, window.low, window.high,
        draft.hint, draft.attributes);
  return dnx_draft_finish(&draft);
}

#endif
