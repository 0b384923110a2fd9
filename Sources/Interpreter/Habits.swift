// Names that people bring along from Python, and the line that says the same here.

/// What to answer to a habit.
struct Habit {
  /// What stands under the carets.
  let label: String
  /// One line that would work.
  let line: String
}

enum Habits {
  /// A name that other languages know.
  static func name(_ name: String) -> Habit? {
    switch name {
    case "len": Habit(label: "lists and texts have `.count`, tensors `.size` and `.shape`", line: "values.count")
    case "range": Habit(label: "a range is written with its ends", line: "0..<n")
    case "True", "TRUE": Habit(label: "written `true`", line: "true")
    case "False", "FALSE": Habit(label: "written `false`", line: "false")
    case "None", "null", "nil", "NULL", "nothing": Habit(label: "written `none`", line: "none")
    case "str", "repr", "format": Habit(label: "a text holds values in braces", line: "\"{x}\"")
    case "int": Habit(label: "numbers need no conversion; cut the fraction off with", line: "floor(x)")
    case "float", "double": Habit(label: "numbers need no conversion", line: "x / 2")
    case "enumerate": Habit(label: "count along, or walk over the places", line: "for i in 0..<values.count { print(i, values[i]) }")
    case "np", "numpy", "torch", "tf", "tensorflow", "jnp", "jax", "keras", "nn", "F", "plt", "pd", "optim":
      Habit(label: "all words stand alone, without a module", line: "zeros([3])")
    case "self", "this": Habit(label: "there are no objects: a function takes what it needs", line: "fn f(w, x) = x @ w")
    case "dict": Habit(label: "named values are a record", line: "record(a: 1, b: 2)")
    case "list", "tuple", "set": Habit(label: "a list stands in brackets", line: "[relu, tanh]")
    case "isinstance", "type": Habit(label: "values print what they are", line: "print(x)")
    case "input": Habit(label: "what the command line sets is a `param`", line: "param steps = 100")
    case "exit", "quit": Habit(label: "at the prompt, leave with", line: ":quit")
    case "help": Habit(label: "ask at the prompt with a question mark", line: "?relu")
    default: nil
    }
  }

  /// A field that other languages know, if the value has its counterpart.
  static func field(_ name: String, among known: [String]) -> String? {
    let meant: [String] =
      switch name {
      case "length", "len", "size", "numel": ["count", "size"]
      case "shape", "dims", "ndim": ["shape"]
      case "dtype": ["type"]
      case "first", "min", "begin": ["start"]
      case "last", "max", "stop": ["end"]
      case "keys", "names": []
      case "amount", "number": ["value"]
      default: []
      }
    return meant.first { known.contains($0) }
  }
}
