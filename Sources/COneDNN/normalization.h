// Batch and layer normalisation, forward and backward. Included by shim.h.
// The destination has the layout of the source, and so have their gradients; mean, variance, scale and shift are plain float32.
#ifndef DLN_ONEDNN_NORMALIZATION_H
#define DLN_ONEDNN_NORMALIZATION_H

/// SCALE_SHIFT multiplies by SCALE and adds SHIFT; RELU (batch norm only) cuts below zero, in training with a WORKSPACE;
/// GLOBAL takes MEAN and VARIANCE as given instead of from the batch.
enum { DNX_NORM_SCALE_SHIFT = 1, DNX_NORM_RELU = 2, DNX_NORM_GLOBAL = 4 };

static inline unsigned dnx_norm_flags(int flags) {
  unsigned result = dnnl_normalization_flags_none;
  if (flags & DNX_NORM_SCALE_SHIFT) result |= dnnl_use_scale | dnnl_use_shift;
  if (flags & DNX_NORM_RELU) result |= dnnl_fuse_norm_relu;
  if (flags & DNX_NORM_GLOBAL) result |= dnnl_use_global_stats;
  return result;
}

// Without parameters there is only the gradient of the source to find.
static inline dnnl_prop_kind_t dnx_norm_backward_kind(int flags) {
  return flags & DNX_NORM_SCALE_SHIFT ? dnnl_backward : dnnl_backward_data;
}

// The gradients of a normalisation do not depend on its shift. Some releases want it all the same and others refuse it, so the
// caller always gives it, and counting the inputs tells which release this is.
static inline dnx_primitive *_Nullable dnx_norm_backward_finish(dnx_draft *draft, int flags) {
  dnx_primitive *made = dnx_draft_finish(draft);
  if (!made) return NULL;
  int given = 4 + (flags & DNX_NORM_SCALE_SHIFT ? 2 : 0) + (flags & DNX_NORM_RELU ? 1 : 0);
  int wanted = dnnl_primitive_desc_query_s32(made->description, dnnl_query_num_of_inputs_s32, 0);
  if (wanted < given) made->ignored = DNX_SHIFT;
  return made;
}

/// Normalises each channel of [batch, channels, space…]. Arguments: SOURCE, SCALE, SHIFT, DESTINATION, WORKSPACE, and MEAN and VARIANCE
/// [channels]: read with DNX_NORM_GLOBAL, else written in training; the variance is the mean square, not Bessel's.
static inline dnx_primitive *_Nullable dnx_batch_norm_forward(bool training, dnx_layout source, float epsilon, int flags) {
  dnx_draft draft = dnx_draft_begin("batch norm", NULL, 0);
  if (!draft.status)
    draft.status = dnx_describe_batch_norm_forward(&draft.description, dnx_engine(), dnx_forward_kind(training),
                                                   (dnx_description)source, (dnx_description)source, epsilon, dnx_norm_flags(flags),
                                                   draft.attributes);
  return dnx_draft_finish(&draft);
}

/// `diff` is the layout of both gradients. Arguments: SOURCE, MEAN, VARIANCE, SCALE, SHIFT, WORKSPACE, DIFF_DESTINATION, DIFF_SOURCE,
/// DIFF_SCALE, DIFF_SHIFT.
static inline dnx_primitive *_Nullable dnx_batch_norm_backward(dnx_layout source, dnx_layout diff, float epsilon, int flags) {
  dnx_draft draft = dnx_draft_begin("batch norm, gradient", NULL, 0);
  if (!draft.status)
    draft.status = dnx_describe_batch_norm_forward(&draft.hint, dnx_engine(), dnnl_forward_training, (dnx_description)source,
                                                   (dnx_description)source, epsilon, dnx_norm_flags(flags), draft.attributes);
  if (!draft.status)
    draft.status = dnx_describe_batch_norm_backward(&draft.description, dnx_engine(), dnx_norm_backward_kind(flags),
                                                    (dnx_description)diff, (dnx_description)diff, (dnx_description)source, epsilon,
                                                    dnx_norm_flags(flags), draft.hint, draft.attributes);
  return dnx_norm_backward_finish(&draft, flags);
}

/// Normalises along the last axis. `statistics` is the layout of mean and variance: the shape of the source without that axis.
/// Arguments: SOURCE, SCALE, SHIFT [last axis], DESTINATION, and MEAN and VARIANCE, written in training.
static inline dnx_primitive *_Nullable dnx_layer_norm_forward(bool training, dnx_layout source, dnx_layout statistics, float epsilon,
                                                              int flags) {
  dnx_draft draft = dnx_draft_begin("layer norm", NULL, 0);
  if (!draft.status)
    draft.status = dnx_describe_layer_norm_forward(&draft.description, dnx_engine(), dnx_forward_kind(training),
                                                   (dnx_description)source, (dnx_description)source, (dnx_description)statistics, epsilon,
                                                   dnx_norm_flags(flags), draft.attributes);
  return dnx_draft_finish(&draft);
}

/// Arguments: SOURCE, MEAN, VARIANCE, SCALE, SHIFT, DIFF_DESTINATION, DIFF_SOURCE, DIFF_SCALE, DIFF_SHIFT.
static inline dnx_primitive *_Nullable dnx_layer_norm_backward(dnx_layout source, dnx_layout diff, dnx_layout statistics, float epsilon,
                                                               int flags) {
  dnx_draft draft = dnx_draft_begin("layer norm, gradient", NULL, 0);
  if (!draft.status)
    draft.status = dnx_describe_layer_norm_forward(&draft.hint, dnx_engine(), dnnl_forward_training, (dnx_description)source,
                                                   (dnx_description)source, (dnx_description)statistics, epsilon, dnx_norm_flags(flags),
                                                   draft.attributes);
  if (!draft.status)
    draft.status = dnx_describe_layer_norm_backward(&draft.description, dnx_engine(), dnx_norm_backward_kind(flags),
                                                    (dnx_description)diff, (dnx_description)diff, (dnx_description)source,
                                                    (dnx_description)statistics, epsilon, dnx_norm_flags(flags), draft.hint,
                                                    draft.attributes);
  return dnx_norm_backward_finish(&draft, flags);
}

#endif
