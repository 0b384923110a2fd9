// What each kind of error means: one page a kind, with an example that is run when the page is shown.

import Catalog
import Interpreter
import Language
import Notebook

/// The page of one kind.
struct Explanation: Sendable {
  let kind: Complaint.Kind
  /// One line, for the list of kinds.
  let title: String
  let meaning: String
  let causes: [String]
  /// A program that gives such an error.
  let example: String
  /// Files that the example uses.
  var files: [String: String] = [:]
  /// What must be so for the example to fail.
  var prepare: @Sendable (Context) -> Void = { _ in }
  let remedies: [String]

  static func page(of kind: Complaint.Kind) -> Explanation? { pages.first { $0.kind == kind } }

  /// What the example gives.
  func message(stackSize: Int) -> String? {
    let context = Context(catalog: .complete())
    prepare(context)
    let session = Session(context, stackSize: stackSize) { name in
      guard let text = files[name] else { throw Complaint(.file, "there is no \(name)") }
      return text
    }
    let document = Document(Source(name: "example.dln", text: example))
    do {
      try Runner(document, session, show: { _ in }).run()
      return nil
    } catch {
      return (error as? Failure)?.render()
    }
  }

  /// The whole page.
  func text(stackSize: Int) -> String {
    let indented = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" } }
    let listed = { (lines: [String]) in lines.map { "  - \($0)" } }
    var lines = ["\(kind.rawValue): \(title)", "", meaning, "", "Usual causes:"] + listed(causes)
    lines += ["", "An example:", ""] + indented(example)
    if let message = message(stackSize: stackSize) { lines += ["", "It gives:", ""] + indented(message) }
    lines += ["", "What to do:"] + listed(remedies)
    return lines.joined(separator: "\n")
  }
}

extension Explanation {
  static let pages: [Explanation] = [
    Explanation(
      kind: .syntax, title: "a line that cannot be read",
      meaning: """
        The text is no program of the language: a bracket, an operator or a word stands where the grammar has no place for it.
        Nothing of a text runs as long as some of it cannot be read.
        """,
      causes: [
        "a bracket that is never closed, or closed twice", "a habit of another language: x**2, def f(x):, x++",
        "a comma, an operator or a quote that is missing",
      ],
      example: "x = 3\ny = x**2",
      remedies: [
        "Look at the caret: what stands there, or just before it, does not fit.",
        "`dln check FILE` lists all such places; `:fix` at the prompt takes the `try:` over.",
      ]),
    Explanation(
      kind: .name, title: "a name that nobody knows",
      meaning: """
        The word is neither bound by the program nor a word of the language, or a value has no such field.
        Names are bound by `=`, `fn`, `for`, `param` and `use`; what a function binds inside is gone behind it.
        """,
      causes: [
        "a letter too many, too few or changed", "a word of Python, PyTorch or Keras that is called otherwise here",
        "a name that was bound inside of a `fn` only", "a method: here `mean(x)`, not x.mean()",
      ],
      example: "losses = [0.9, 0.4]\nprint(mean(loses))",
      remedies: [
        "`dln help` lists all words, `dln help NAME` answers foreign names with the word.",
        "The message lists the fields that the value has.",
      ]),
    Explanation(
      kind: .argument, title: "arguments that a word or function does not take",
      meaning: """
        A call gives an argument that the word does not know, gives one too many or too few, or gives a value outside of its range.
        The first arguments stand by position, settings by name: conv(32, 3x3, stride: 2).
        """,
      causes: [
        "a setting that belongs to another word: the rate belongs to the optimizer, not to `fit`",
        "a name that is spelled otherwise here: batch, not batch_size", "a number without its unit where steps or epochs could be meant",
      ],
      example:
        "data = dataset(\"digits\")\nnet = layers(1x8x8) { flatten; dense(10) }\nrun = fit(net, data.train, epochs: 1, learning_rate: 0.01)",
      remedies: ["`dln help WORD` shows what the word takes, with ranges and defaults.", "The message lists the names it knows."]),
    Explanation(
      kind: .type, title: "a value of another kind than is wanted",
      meaning: "An operation met values that it does not work on: a text and a number added, a list called, a loop over a number.",
      causes: [
        "a text and a number joined with +", "a number where one truth is wanted, or many truths where one is",
        "a quantity with a unit beside a bare number", "a name that was bound to something else meanwhile",
      ],
      example: "epochs = 3\nprint(\"epochs: \" + epochs)",
      remedies: [
        "Both sides are labelled with what they are: see which of them is the odd one.",
        "A text holds values in braces: \"epochs: {epochs}\".",
      ]),
    Explanation(
      kind: .shape, title: "sizes that do not fit together",
      meaning: """
        Every tensor has a shape, and an operation wants certain sizes to agree. Shapes are checked when a line is read, before anything is
        computed, so the line in the message is the one that joins them.
        """,
      causes: [
        "two matrices whose inner sizes differ", "a batch whose samples have another shape than the net takes",
        "predictions [n, 1] against labels [n]: a loss never broadcasts", "`flatten` left out before `dense`",
      ],
      example: "x: [n, 2] = uniform([256, 2], -1..1)\nw = zeros([3, 1])\ny = x @ w",
      remedies: [
        "Compare the shapes under the carets, and look at the line that made the odd one.",
        "Promise shapes where names are bound, x: [n, 2] = ..., and messages speak of n.",
        "summary(net) shows the shape behind each layer.",
      ]),
    Explanation(
      kind: .label, title: "labels that the scores do not cover",
      meaning: """
        A loss for classes looks up the score that has the label's number. With fewer scores than classes, or labels that do not count from 0,
        there is no such score.
        """,
      causes: ["the last layer is smaller than the number of classes", "labels count from 1", "a class appears only in the test data"],
      example: "data = dataset(\"digits\")\nnet = layers(1x8x8) {\n    flatten\n    dense(8)\n}\nrun = fit(net, data.train, epochs: 1)",
      remedies: ["Let the data say how many scores there are: dense(data.classes).", "Labels are whole numbers from 0 on."]),
    Explanation(
      kind: .file, title: "a file that is not there, or cannot be read",
      meaning: "A notebook reads beside itself, and first in its own out folder; the prompt reads in the current folder.",
      causes: [
        "a letter in the name, or the folder in front of it", "an ending that no reader knows", "a file that is cut off or of another kind",
      ],
      example: "table = load(\"measurements.csv\")",
      remedies: ["The message says in which folders was looked.", "Between the quotes, Tab completes names of files at the prompt."]),
    Explanation(
      kind: .memory, title: "a value that is larger than the memory that is free",
      meaning:
        "The size of a result is worked out before anything is allocated. One that does not fit is refused, and all names stay as they were.",
      causes: ["all pairs of many samples: x @ x.T", "a whole data set in one batch", "an axis too many, after `expand` or a broadcast"],
      example: "x = ones([1000000, 8])\npairs = x @ x.T",
      remedies: ["Take a part of the samples: x[0..<1000].", "Go through the data in batches: for batch in batches(data, 64) { ... }."]),
    Explanation(
      kind: .nan, title: "a loss that is not a number any more",
      meaning: """
        Some step gave inf or nan, and from there on nothing can be learned. Training stops at that step; the net before it is kept.
        """,
      causes: [
        "a rate that is too high: each step overshoots the last", "inputs that are not scaled, or hold nan themselves",
        "the logarithm or the root of a number below zero, a division by zero",
      ],
      example: """
        seed(1)
        x = 1000 * uniform([64, 4], -1..1)
        y = x @ ones([4, 1])
        net = layers(4) { dense(1) }
        run = fit(net, record(x: x, y: y), epochs: 5, optimizer: sgd(10))
        """,
      remedies: [
        "Lower the rate, or let it rise slowly: warmup(0.1, over: 10%).", "Bring the inputs to about -1..1.",
        "plot(run) shows when the loss began to grow.",
      ]),
    Explanation(
      kind: .limit, title: "more than the program goes along with",
      meaning:
        "Something is bounded on purpose, so that a slip ends in a message: calls inside one another, curves in a figure, images in a grid.",
      causes: ["a function that calls itself and never stops", "more curves, panels or images than anybody can tell apart"],
      example: "fn f(n) = f(n - 1) + 1\nf(3)",
      remedies: ["Give a function that calls itself an end: if n == 0 { return 1 }.", "Show a part: images[0..<100]."]),
    Explanation(
      kind: .expect, title: "an `expect` or a `#=>` that does not hold",
      meaning: "A notebook is its own test. The line states something, and it is not so; the message shows both sides.",
      causes: ["a result that changed", "a tolerance that is too tight: #=> 0.98 +- 0.01", "numbers compared with == after rounding"],
      example: "total = 0.1 + 0.2\nexpect total == 0.3",
      remedies: ["Look at both values.", "Compare numbers within a tolerance: abs(a - b) < 0.001, or #=> 0.3 +- 0.001."]),
    Explanation(
      kind: .order, title: "a name that is bound only further down",
      meaning: "Lines run from top to bottom, and a cell sees what the cells above it bound.",
      causes: ["cells in the wrong order", "a function called before the names that it reads are bound"],
      example: "# %% Plot\nprint(curve)\n\n# %% Train\ncurve = [3, 2, 1]",
      remedies: ["Move the line that binds the name above the one that reads it."]),
    Explanation(
      kind: .cycle, title: "files that need one another first",
      meaning: "`use` runs another file here. Files that use each other in a circle would never begin.",
      causes: ["two notebooks that share helpers by using each other", "a file that uses itself"],
      example: "use \"helpers.dln\"", files: ["helpers.dln": "use \"example.dln\"\n"],
      remedies: ["Move what both need to a file of its own, and `use` that from both."]),
    Explanation(
      kind: .internal, title: "a mistake of dln itself",
      meaning: "The program did something that it promises never to do. It is not your mistake; names and values are as before.",
      causes: ["a bug in dln"], example: "broken_word()", prepare: { $0.catalog.addBrokenWord() },
      remedies: ["Report it with the lines that lead to it.", "Another way to write the line may avoid it."]),
    Explanation(
      kind: .interrupted, title: "stopped by Ctrl-C",
      meaning:
        "No error: the program was asked to stop. All names keep their values, and an interrupted `run = fit(...)` binds the run so far.",
      causes: ["Ctrl-C"], example: "for i in 1..3 { print(i) }", prepare: { $0.isInterrupted = { true } },
      remedies: ["`fit(run, ...)` goes on where the run stopped."]),
  ]
}

extension Catalog {
  /// A word that breaks a promise, for the page about such mistakes.
  fileprivate func addBrokenWord() {
    add(.language, "broken_word", "Breaks.") { () -> Nothing in
      throw Complaint(.internal, "this word gave no value", [.init(.callee, "here")])
    }
  }
}
