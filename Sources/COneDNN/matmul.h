// Matrix products, and moving an array from one layout to another. Included by shim.h.
#ifndef DLN_ONEDNN_MATMUL_H
#define DLN_ONEDNN_MATMUL_H

/// destination = a b + bias over the last two axes; leading axes are batches, and those of size 1 broadcast.
/// The bias has the rank of the destination, with size 1 where it broadcasts. Arguments: SOURCE a, WEIGHTS b, BIAS, DESTINATION.
static inline dnx_primitive *_Nullable dnx_matmul(dnx_layout a, dnx_layout b, dnx_layout _Nullable bias, dnx_layout destination,
                                                  const dnx_post *_Nullable posts, int post_count) {
  dnx_draft draft = dnx_draft_begin("matmul", posts, post_count);
  if (!draft.status)
    draft.status = dnx_describe_matmul(&draft.description, dnx_engine(), (dnx_description)a, (dnx_description)b,
                                       (dnx_description)bias, (dnx_description)destination, draft.attributes);
  return dnx_draft_finish(&draft);
}

/// Copies an array from one layout to another of the same shape, converting its type. Arguments: SOURCE, DESTINATION.
static inline dnx_primitive *_Nullable dnx_reorder(dnx_layout from, dnx_layout to) {
  dnx_draft draft = dnx_draft_begin("reorder", NULL, 0);
  if (!draft.status)
    draft.status = dnx_describe_reorder(&draft.description, (dnx_description)from, dnx_engine(), (dnx_description)to,
                                        dnx_engine(), draft.attributes);
  return dnx_draft_finish(&draft);
}

#endif
