// The root of this target's suites: the engine serves one thread, so all of them run one after the other.

import Testing

@Suite(.serialized) enum LearningTests {}
