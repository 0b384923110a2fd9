// Names that people bring along from Python and other languages, and what says the same here.

import Catalog

/// What to answer to a habit.
struct Habit {
  /// What stands under the carets.
  let label: String
  /// What a call of the name reads here; the likeliest first.
  let calls: [Complaint.Wording]
  /// What the bare name reads here.
  let names: [Complaint.Wording]

  init(_ label: String, calls: [Complaint.Wording] = [], names: [Complaint.Wording] = []) {
    (self.label, self.calls, self.names) = (label, calls, names)
  }
}

enum Habits {
  /// A name that other languages know.
  static func name(_ name: String) -> Habit? { namesByWord[name] }

  /// What other languages call with a dot behind the value.
  static func method(_ name: String) -> Habit? { methodsByWord[name] }

  /// Names of modules, before whose dot nothing stands here.
  static let modules: Set<String> = [
    "np", "numpy", "torch", "tf", "tensorflow", "jnp", "jax", "keras", "nn", "F", "optim", "plt", "pd", "math", "Math", "random", "os",
    "sys", "time", "console", "functional", "torchvision", "sns", "Flux", "Base",
  ]

  private static let namesByWord = byWord([
    (
      "len length numel",
      Habit(
        "lists and texts have `.count`, tensors `.size` and `.shape`",
        calls: ["\(operand: .position(0)).count", "\(operand: .position(0)).size"])
    ),
    ("shape size dims dim", Habit("a tensor has `.shape` and `.size`", calls: ["\(operand: .position(0)).shape"])),
    ("ndim ndims rank", Habit("the shape has as many sizes as there are axes", calls: ["\(operand: .position(0)).shape.count"])),
    (
      "range xrange seq",
      Habit(
        "a range is written with its ends",
        calls: [
          "\(operand: .position(0))..<\(operand: .position(1)) by \(operand: .position(2))",
          "\(operand: .position(0))..<\(operand: .position(1))", "0..<\(operand: .position(0))",
        ])
    ),
    (
      "arange",
      Habit(
        "a range is written with its ends",
        calls: [
          "tensor(\(operand: .position(0))..<\(operand: .position(1)) by \(operand: .position(2)))",
          "tensor(\(operand: .position(0))..<\(operand: .position(1)))", "tensor(0..<\(operand: .position(0)))",
        ])
    ),
    ("True TRUE", Habit("written `true`", names: ["true"])),
    ("False FALSE", Habit("written `false`", names: ["false"])),
    ("None null nil NULL nothing undefined", Habit("written `none`", names: ["none"])),
    ("NaN NAN NA", Habit("written `nan`", names: ["nan"])),
    ("Inf Infinity infinity", Habit("written `inf`", names: ["inf"])),
    ("pass", Habit("a line that does nothing is `none`", names: ["none"])),
    ("format sprintf", Habit("a text holds values in braces: \"{x:.3}\"", calls: ["text(\(part: .position(0)))"])),
    ("int", Habit("the fraction is cut off by `trunc`", calls: ["trunc(\(part: .position(0)))"])),
    (
      "enumerate",
      Habit("count along with `zip`", calls: ["zip(0..<\(operand: .position(0)).count, \(part: .position(0)))"])
    ),
    ("pow power", Habit("the power is written `^`", calls: ["\(operand: .position(0))^\(operand: .position(1))"])),
    ("c vec", Habit("a list stands in brackets", calls: ["[\(part: .arguments)]"])),
    ("bool", Habit("a truth comes of a comparison", calls: ["\(operand: .position(0)) != 0"])),
    ("assert", Habit("what must hold is written `expect`", calls: ["expect \(part: .position(0))"])),
    ("self this", Habit("there are no objects: a function takes what it needs")),
    ("set tuple", Habit("a list stands in brackets", calls: ["list(\(part: .position(0)))"])),
    ("isinstance type typeof", Habit("values print what they are")),
    ("input", Habit("what the command line sets is a `param`")),
    ("exit quit", Habit("at the prompt, leave with :quit")),
    ("help", Habit("ask at the prompt with a question mark: ?relu")),
    ("no_grad", Habit("gradients are taken only where `grad` or `update` asks for them")),
    // Layers, losses and optimizers of PyTorch and Keras.
    ("Linear", Habit("a layer with weights is `dense`; its inputs are found", calls: ["dense(\(part: .position(1)))"])),
    ("Dense", Habit("a layer with weights is `dense`", calls: ["dense(\(part: .position(0)))"])),
    (
      "Conv2d",
      Habit(
        "a convolution is `conv`; its inputs are found", calls: ["conv(\(part: .position(1)), \(part: .position(2))x\(part: .position(2)))"]
      )
    ),
    (
      "Conv2D",
      Habit(
        "a convolution is `conv`",
        calls: [
          "conv(\(part: .position(0)), \(part: .position(1))x\(part: .position(1)))", "conv(\(part: .position(0)), \(part: .position(1)))",
        ])
    ),
    ("MaxPool2d MaxPooling2D", Habit("written `max_pool`", calls: ["max_pool(\(part: .position(0))x\(part: .position(0)))"])),
    ("AvgPool2d", Habit("written `avg_pool`", calls: ["avg_pool(\(part: .position(0))x\(part: .position(0)))"])),
    ("BatchNorm1d BatchNorm2d BatchNormalization bn", Habit("written `batch_norm`", calls: ["batch_norm"], names: ["batch_norm"])),
    ("Dropout Dropout2d", Habit("written `dropout`", calls: ["dropout(\(part: .position(0)))"])),
    ("Flatten", Habit("written `flatten`", calls: ["flatten"], names: ["flatten"])),
    ("ReLU", Habit("written `relu`", calls: ["relu"], names: ["relu"])),
    ("GELU", Habit("written `gelu`", calls: ["gelu"], names: ["gelu"])),
    ("Tanh", Habit("written `tanh`", calls: ["tanh"], names: ["tanh"])),
    ("Sigmoid", Habit("written `sigmoid`", calls: ["sigmoid"], names: ["sigmoid"])),
    ("Softmax", Habit("written `softmax`", calls: ["softmax"], names: ["softmax"])),
    ("CrossEntropyLoss", Habit("written `cross_entropy`", calls: ["cross_entropy"], names: ["cross_entropy"])),
    ("MSELoss mse_loss", Habit("written `mse`", calls: ["mse(\(part: .arguments))", "mse"], names: ["mse"])),
    ("Adam", optimizer("adam")), ("AdamW", optimizer("adamw")), ("SGD", optimizer("sgd")),
    ("Sequential", Habit("layers stand in `layers { }`, a line each")),
  ])

  private static func optimizer(_ word: String) -> Habit {
    Habit(
      "written `\(word)`",
      calls: ["\(word)(\(value: "lr"))", "\(word)(\(value: "learning_rate"))", "\(word)(\(part: .arguments))", "\(word)(0.001)"],
      names: ["\(word)"])
  }

  private static let same: [Complaint.Wording] = ["\(part: .owner)"]

  private static let methodsByWord = byWord([
    (
      "append push add push_back",
      Habit(
        "lists never change: bind the longer one",
        calls: [
          "\(part: .owner) = append(\(part: .owner), \(part: .arguments))", "append(\(part: .owner), \(part: .arguments))",
        ])
    ),
    (
      "extend",
      Habit("lists are joined by `+`", calls: ["\(part: .owner) = \(part: .owner) + \(operand: .position(0))"])
    ),
    ("join", Habit("a word here", calls: ["join(\(part: .position(0)), \(part: .owner))"])),
    ("split", Habit("a word here", calls: ["split_text(\(part: .owner), \(part: .arguments))", "split_text(\(part: .owner))"])),
    (
      "view",
      Habit(
        "written `reshape`", calls: ["reshape(\(part: .owner), [\(part: .arguments)])", "reshape(\(part: .owner), \(part: .arguments))"])
    ),
    ("dim ndim", Habit("the shape has as many sizes as there are axes", calls: ["\(operand: .owner).shape.count"])),
    ("numel nelement", Habit("tensors have `.size`", calls: ["\(operand: .owner).size"])),
    ("t", Habit("written `.T`", calls: ["\(operand: .owner).T"])),
    ("pow", Habit("the power is written `^`", calls: ["\(operand: .owner)^\(operand: .position(0))"])),
    ("mm matmul", Habit("the matrix product is written `@`", calls: ["\(operand: .owner) @ \(operand: .position(0))"])),
    ("item numpy detach cpu cuda to clone copy contiguous tolist requires_grad_", Habit("the value itself does", calls: same)),
    ("astype type", Habit("written `tensor(x, type: …)`", calls: ["tensor(\(part: .owner), type: \(part: .arguments))"] + same)),
    ("long", Habit("written `int64`", calls: ["int64(\(part: .owner))"])),
    ("double", Habit("written `float64`", calls: ["float64(\(part: .owner))"])),
    ("float", Habit("written `float32`", calls: ["float32(\(part: .owner))"])),
    ("byte", Habit("written `uint8`", calls: ["uint8(\(part: .owner))"])),
    ("int", Habit("whole numbers are int32", calls: ["int32(\(part: .owner))"])),
    ("unsqueeze", Habit("written `expand`", calls: ["expand(\(part: .owner), \(part: .arguments))"])),
    ("permute", Habit("written `transpose`", calls: ["transpose(\(part: .owner), [\(part: .arguments)])"])),
    ("backward", Habit("gradients are taken by `grad(loss, at: w)`, or by `update net by opt { loss }`")),
    ("step", Habit("`update net by opt { loss }` takes the gradient and moves")),
    ("zero_grad", Habit("gradients do not add up: there is nothing to set to zero")),
    ("eval train", Habit("the verb decides: `fit` and `update` train, anything else does not")),
    ("format", Habit("a text holds values in braces: \"{x:.3}\"")),
    ("items keys values", Habit("`for name, value in record` walks over a record", calls: same)),
  ])

  /// A field that other languages know, if the value has its counterpart.
  static func field(_ name: String, among known: [String]) -> String? {
    let meant: [String] =
      switch name {
      case "length", "len", "size", "numel": ["count", "size"]
      case "count": ["size"]
      case "shape", "dims", "ndim": ["shape"]
      case "dtype": ["type"]
      case "first", "min", "begin": ["start"]
      case "last", "max", "stop": ["end"]
      case "amount", "number": ["value"]
      case "model", "network": ["net"]
      default: []
      }
    return meant.first { known.contains($0) }
  }

  private static func byWord(_ rows: [(words: String, habit: Habit)]) -> [String: Habit] {
    var table: [String: Habit] = [:]
    for (words, habit) in rows { for word in words.split(separator: " ") { table[String(word)] = habit } }
    return table
  }
}
