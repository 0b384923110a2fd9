// Running a fused chain: block by block, the operands are read into registers, each step is one loop over the block, and the
// results are written. Arrays that lie in the output's order are not copied: steps read and write them in place.
#include "kernels.h"

#include "chain_operations.h"
#include "chain_view.h"
#include "philox.h"
#include "registers.h"
#include "sums.h"

enum { NEVER = -1 };

/// What is known about the chain before its first block.
typedef struct {
  const dk_chain *chain;
  const dk_loop *loops;
  int64_t lane, block;                // bytes of a lane, lanes of a block
  dk_random_key key;
  chain_view reads[DK_REGISTERS], writes[DK_REGISTERS];
  bool in_place[DK_REGISTERS];        // by operand: steps may read the array itself
  bool varies[DK_REGISTERS];          // by register: written anew in each block, so that it cannot be filled once for all
  int32_t last_written[DK_REGISTERS]; // by register: the last step that writes it, and the last that may read it
  int32_t last_read[DK_REGISTERS];
  int32_t direct[DK_REGISTERS];       // by register: the result that its last step computes straight into, or NEVER
} plan;

/// One thread's registers and where the value of each now lies: there, or in an array.
typedef struct {
  const plan *plan;
  char *file;
  void *at[DK_REGISTERS];
} machine;

// ---- preparing ------------------------------------------------------------------------------------------------------------

static void follow_registers(plan *p) {
  const dk_chain *chain = p->chain;
  for (int r = 0; r < DK_REGISTERS; r++) p->varies[r] = false, p->last_written[r] = p->last_read[r] = p->direct[r] = NEVER;
  for (int i = 0; i < chain->steps; i++) {
    const dk_step *step = &chain->step[i];
    p->last_read[step->a] = p->last_read[step->b] = p->last_read[step->c] = i;
    p->last_written[step->to] = i;
    p->varies[step->to] = true;
  }
}

/// Where several results are written, one of them might overwrite an array that another hands on unchanged: that one is copied.
static bool is_handed_on(const dk_chain *chain, uint16_t r) {
  for (int i = 0; i < chain->results; i++)
    if (chain->results > 1 && chain->result[i].operand.to == r) return true;
  return false;
}

static void see_operands(plan *p, void *const *slots) {
  const dk_chain *chain = p->chain;
  for (int i = 0; i < chain->operands; i++) {
    const dk_operand *operand = &chain->operand[i];
    dk_view(chain, operand, slots, &p->reads[i]);
    p->in_place[i] = view_is_contiguous(&p->reads[i]) && p->reads[i].plain && !is_handed_on(chain, operand->to);
    if (p->reads[i].rank > 0) p->varies[operand->to] = true;
  }
}

/// Whether computing straight into `view` after `step` would spoil an array in the same place that is still to be read.
static bool spoils(const plan *p, const chain_view *view, int32_t step) {
  for (int i = 0; i < p->chain->operands; i++)
    if (p->in_place[i] && p->reads[i].base == view->base && p->last_read[p->chain->operand[i].to] > step) return true;
  return false;
}

static void see_results(plan *p, void *const *slots) {
  const dk_chain *chain = p->chain;
  for (int i = 0; i < chain->results; i++) {
    uint16_t r = chain->result[i].operand.to;
    dk_view(chain, &chain->result[i].operand, slots, &p->writes[i]);
    bool whole = chain->result[i].ending == DK_STORE && view_is_contiguous(&p->writes[i]) && p->writes[i].plain;
    int32_t step = p->last_written[r];
    if (whole && step != NEVER && p->direct[r] == NEVER && !spoils(p, &p->writes[i], step)) p->direct[r] = i;
  }
}

// ---- one block ------------------------------------------------------------------------------------------------------------

static void *own(const machine *m, uint16_t r) { return m->file + (int64_t)r * DK_PITCH * 4; }

/// Steps work on whole SIMD registers: lanes beyond the count are computed too, and not looked at.
static int64_t whole_lanes(int64_t count) { return (count + DK_WIDTH - 1) / DK_WIDTH * DK_WIDTH; }

/// What does not vary is set when a thread begins, the rest for each block.
static void set_constants(machine *m, int64_t count, bool varying) {
  const dk_chain *chain = m->plan->chain;
  for (int i = 0; i < chain->constants; i++) {
    uint16_t r = chain->constant[i].to;
    if (m->plan->varies[r] != varying) continue;
    dk_fill(own(m, r), (int32_t)chain->constant[i].bits, whole_lanes(count));
    m->at[r] = own(m, r);
  }
}

static void read_operands(machine *m, int64_t first, int64_t count, bool varying) {
  const plan *p = m->plan;
  bool whole = count % DK_WIDTH == 0;
  for (int i = 0; i < p->chain->operands; i++) {
    uint16_t r = p->chain->operand[i].to;
    if (p->varies[r] != varying) continue;
    bool direct = p->in_place[i] && whole;
    m->at[r] = direct ? (void *)(p->reads[i].base + p->lane * first) : own(m, r);
    if (!direct) dk_view_read(&p->reads[i], first, count, m->at[r]);
  }
}

static unsigned uniform_inputs(const plan *p, const dk_step *step) {
  return (p->varies[step->a] ? 0u : DK_UNIFORM_A) | (p->varies[step->b] ? 0u : DK_UNIFORM_B) | (p->varies[step->c] ? 0u : DK_UNIFORM_C);
}

static void run_steps(machine *m, int64_t first, int64_t count) {
  const plan *p = m->plan;
  int64_t lanes = whole_lanes(count);
  for (int i = 0; i < p->chain->steps; i++) {
    const dk_step *step = &p->chain->step[i];
    bool direct = lanes == count && p->direct[step->to] != NEVER && p->last_written[step->to] == i;
    void *to = direct ? (void *)(p->writes[p->direct[step->to]].base + p->lane * first) : own(m, step->to);
    if (step->operation == DK_RANDOM) dk_random_fractions(p->key, step->stream, first, lanes, to);
    else if (step->operation == DK_INDEX) dk_index_loop(lanes, to, first);
    else p->loops[step->operation](lanes, to, m->at[step->a], m->at[step->b], m->at[step->c], uniform_inputs(p, step));
    m->at[step->to] = to;
  }
}

DK_CLONES static float sum_of_lanes(const float *lanes, int64_t count) { return sum_of_run(lanes, count); }

static void write_results(machine *m, int64_t first, int64_t count) {
  const dk_chain *chain = m->plan->chain;
  int64_t blocks = (chain->count + DK_BLOCK - 1) / DK_BLOCK, lane = m->plan->lane;
  for (int i = 0; i < chain->results; i++) {
    uint16_t r = chain->result[i].operand.to;
    const chain_view *view = &m->plan->writes[i];
    if (chain->result[i].ending == DK_SUM) chain->partial[i * blocks + first / DK_BLOCK] += sum_of_lanes(m->at[r], count);
    else if (!view_is_contiguous(view) || !view->plain) dk_view_write(view, first, count, m->at[r]);
    else if (m->at[r] != view->base + lane * first) memcpy(view->base + lane * first, m->at[r], (size_t)(lane * count));
  }
}

static void run_piece(machine *m, int64_t first, int64_t count) {
  set_constants(m, count, true);
  read_operands(m, first, count, true);
  run_steps(m, first, count);
  write_results(m, first, count);
}

static void clear_partials(const dk_chain *chain, int64_t block) {
  int64_t blocks = (chain->count + DK_BLOCK - 1) / DK_BLOCK;
  for (int i = 0; i < chain->results; i++)
    if (chain->result[i].ending == DK_SUM) chain->partial[i * blocks + block] = 0.0f;
}

/// Blocks of one thread. The last few elements, less than a SIMD register, are a piece of their own: only they need copying.
static void run_range(void *context, int64_t first, int64_t last) {
  machine m = { .plan = context, .file = (char *)dk_registers() };
  int64_t size = m.plan->block;
  for (uint16_t r = 0; r < DK_REGISTERS; r++) m.at[r] = own(&m, r);
  int64_t longest = last - first < size ? last - first : size;
  set_constants(&m, longest, false);
  read_operands(&m, first, whole_lanes(longest), false);
  for (int64_t block = first; block < last; block += size) {
    int64_t count = last - block < size ? last - block : size, rest = count % DK_WIDTH;
    clear_partials(m.plan->chain, block / DK_BLOCK);
    if (count > rest) run_piece(&m, block, count - rest);
    if (rest > 0) run_piece(&m, block + count - rest, rest);
  }
}

// ---- the whole ------------------------------------------------------------------------------------------------------------

/// Adds up the blocks in their order.
static void finish_sums(const plan *p) {
  int64_t blocks = (p->chain->count + DK_BLOCK - 1) / DK_BLOCK;
  for (int i = 0; i < p->chain->results; i++) {
    if (p->chain->result[i].ending != DK_SUM) continue;
    double total = 0;
    for (int64_t block = 0; block < blocks; block++) total += (double)p->chain->partial[i * blocks + block];
    *(float *)p->writes[i].base = (float)total;
  }
}

void dk_chain_run(const dk_chain *chain, void *const *slots) {
  plan p;
  p.chain = chain;
  p.loops = chain->wide ? dk_wide_loops : dk_loops;
  p.lane = chain->wide ? 8 : 4;
  p.block = chain->wide ? DK_BLOCK / 2 : DK_BLOCK;
  if (chain->key >= 0) memcpy(&p.key, slots[chain->key], sizeof p.key);
  follow_registers(&p);
  see_operands(&p, slots);
  see_results(&p, slots);
  int64_t grain = (chain->grain + DK_BLOCK - 1) / DK_BLOCK * DK_BLOCK;
  dk_parallel(chain->count, grain < DK_BLOCK ? DK_BLOCK : grain, run_range, &p);
  finish_sums(&p);
}
