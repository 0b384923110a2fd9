// All suites of this target, one after the other: the engine keeps its memory without locks.

import Testing

@Suite(.serialized) enum DataTests {}
