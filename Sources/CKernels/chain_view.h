// How a chain sees an array: its address and, axis by axis, its steps through memory, brought to the fewest axes.
#ifndef DLN_CHAIN_VIEW_H
#define DLN_CHAIN_VIEW_H

#include <stdbool.h>

#include "kernels.h"

typedef struct {
  char *base;                // the first element
  dk_type type;
  bool wide;                 // it is read into lanes of 64 bits
  bool plain;                // an element is a lane as it lies
  int rank;                  // 0: one element for all
  int64_t shape[DK_RANK];
  int64_t strides[DK_RANK];  // in elements
  int64_t period;            // the elements repeat after so many (INT64_MAX: never)
} chain_view;

void dk_view(const dk_chain *chain, const dk_operand *operand, void *const *slots, chain_view *view);

/// Whether the elements lie in the order of the output.
static inline bool view_is_contiguous(const chain_view *view) { return view->rank == 1 && view->strides[0] == 1; }

/// Elements first ..< first + count, count at most DK_BLOCK, into a register. The 15 lanes after them may be written too.
void dk_view_read(const chain_view *view, int64_t first, int64_t count, void *to);
void dk_view_write(const chain_view *view, int64_t first, int64_t count, const void *from);

/// Repeats one value.
void dk_fill(int32_t *to, int32_t value, int64_t count);

#endif
