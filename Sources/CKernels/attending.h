// What attention's two directions share: a block of queries, its scores, and where things lie.
#ifndef DLN_ATTENDING_H
#define DLN_ATTENDING_H

#include "attention.h"
#include "panels.h"

enum { DK_QUERIES = 32 /* taken together */ };

/// The matrix of a leading place.
dk_matrix dk_matrix_at(const dk_attention *attention, const dk_matrices *matrices, int64_t place);

/// Queries from..<from + count of a leading place, and how many keys they see at most.
typedef struct {
  const dk_attention *attention;
  int64_t place, from, count, keys;
  int64_t pitch; // of scores: dk_panelled(all keys)
} dk_query_block;

dk_query_block dk_block_of(const dk_attention *attention, int64_t place, int64_t from);

/// Scales scores; what may not be seen becomes -inf, up to the end of the last vector.
void dk_scale_scores(const dk_query_block *block, float *scores);

/// Whether a query sees any key.
bool dk_sees(const dk_query_block *block, int64_t query);

/// Calls work for each slot's leading places with the slot's scratch.
void dk_share_places(
  const dk_attention *attention, void (*work)(const void *context, int64_t place, float *scratch), const void *context);

static inline int64_t dk_to_vectors(int64_t count) { return (count + 15) / 16 * 16; }

#endif
