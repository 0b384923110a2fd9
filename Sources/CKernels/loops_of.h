// The loops for a type. It is included where four types have theirs: the table's type is called `loops`.

static const loops *loops_of(dk_type type) {
  switch (type) {
    case DK_FLOAT64: return &loops_double;
    case DK_INT64: return &loops_long;
    case DK_INT32: return &loops_int;
    default: return &loops_float;
  }
}
