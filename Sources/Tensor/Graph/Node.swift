// The graph: what each tensor is made of. Making a node computes nothing.

/// One step of the graph, or a leaf that holds numbers. Identity matters: a class.
public final class Node {
  /// What makes this node from its inputs.
  let primitive: Primitive
  /// Emptied when the node is evaluated, so that a graph never outlives its use.
  private(set) var inputs: [Node]
  /// Whole numbers that the primitive reads: axes, strides, paddings.
  let attributes: [Int]
  public let shape: Shape
  public let type: ElementType
  /// The shapes of a node with several results, which `part` nodes take out; empty for the usual one.
  let parts: [Part]
  /// The numbers, once they are known. They begin [offset] items into the storage and are contiguous.
  private(set) var storage: Storage?
  private(set) var offset = 0
  /// A leaf that has the same number everywhere.
  let fill: Double?
  /// Scratch of the walk over the graph: the node's place in the order, valid while [visit] is the current walk's.
  var place = 0
  var visit = 0

  struct Part {
    let shape: Shape
    let type: ElementType
  }

  init(_ primitive: Primitive, _ inputs: [Node], _ attributes: [Int] = [], shape: Shape, type: ElementType, parts: [Part] = []) {
    self.primitive = primitive
    self.inputs = inputs
    self.attributes = attributes
    self.shape = shape
    self.type = type
    self.parts = parts
    fill = nil
  }

  /// A leaf over numbers that are known.
  init(_ storage: Storage, offset: Int = 0, shape: Shape, type: ElementType) {
    primitive = .leaf
    inputs = []
    attributes = []
    self.shape = shape
    self.type = type
    parts = []
    fill = nil
    self.storage = storage
    self.offset = offset
  }

  /// A leaf of one number repeated.
  init(fill: Double, shape: Shape, type: ElementType) {
    primitive = .leaf
    inputs = []
    attributes = []
    self.shape = shape
    self.type = type
    parts = []
    self.fill = fill
  }

  /// A leaf whose numbers come later: an input of a traced step.
  init(awaiting shape: Shape, type: ElementType) {
    primitive = .leaf
    inputs = []
    attributes = []
    self.shape = shape
    self.type = type
    parts = []
    fill = nil
  }

  /// Lets go of the nodes behind it one by one: by itself a deep graph would go down frame by frame and fill the stack.
  deinit {
    var pending = inputs
    inputs = []
    while var node = pending.popLast() {
      guard isKnownUniquelyReferenced(&node) else { continue }
      pending += node.inputs
      node.inputs = []
    }
  }

  var isLeaf: Bool { primitive === Primitive.leaf }
  /// Nothing is left to compute.
  public var isKnown: Bool { storage != nil || isLeaf }

  /// Takes the numbers. The inputs are let go unless a gradient may still walk over them.
  func become(_ storage: Storage, keepingInputs: Bool) {
    self.storage = storage
    offset = 0
    if !keepingInputs { inputs = [] }
  }

  /// Points the leaf of a traced step at numbers.
  func bind(_ storage: Storage?, offset: Int = 0) {
    self.storage = storage
    self.offset = offset
  }
}
