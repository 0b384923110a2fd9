// The reserved words and the signs of the language, each with how it is written and a line that shows it.

import Catalog

extension Catalog {
  /// All that the grammar itself knows.
  func addGrammar() {
    addStatements()
    addBlockWords()
    addOperators()
    addSpellings()
    addCells()
  }

  private func addStatements() {
    addGrammar(
      .statement, "=", also: ["+=", "-=", "*=", "/="], "NAME = EXPR", "Binds a name, anew if need be; values never change.",
      examples: [Example("a, b = 1, 2\na, b = b, a\na", gives: "2"), Example("w = record(a: 1)\nw.a += 2\nw", gives: "record(a: 3)")])
    addGrammar(
      .statement, "fn", also: ["return"], "fn NAME(PARAMETER: SHAPE = DEFAULT, …) -> SHAPE = EXPR, or { … }",
      "Defines a function. The last line of its body is its value; `return` ends it early, with several values if wanted.",
      examples: [
        Example("fn area(width, height = 2) = width * height\narea(3)", gives: "6"),
        Example("fn both(x) {\n    return x + 1, x - 1\n}\nup, down = both(5)\ndown", gives: "4"),
      ])
    addGrammar(
      .statement, "if", also: ["else"], "if EXPR { … } else if EXPR { … } else { … }",
      "Runs the block whose condition is true; its value is that of the block. `else` stands on the line of the `}`.",
      examples: [Example("x = 5\nif x > 3 { \"large\" } else { \"small\" }", gives: "large")])
    addGrammar(
      .statement, "for", also: ["in", "by", "break", "continue"], "for NAME, … in EXPR { … }",
      "Walks over the items of a range, a list, a tensor, a record or batches. `break` ends the loop, `continue` goes to the next item.",
      examples: [Example("total = 0\nfor i in 0..10 by 5 { total += i }\ntotal", gives: "15")])
    addGrammar(
      .statement, "while", "while EXPR { … }", "Runs its block as long as the condition is true.",
      examples: [Example("n = 1\nwhile n < 100 { n *= 2 }\nn", gives: "128")])
    addGrammar(
      .statement, "param", "param NAME = EXPR \"note\"",
      "A knob of the notebook: `dln FILE NAME=VALUE` sets it, `dln FILE --help` lists it.",
      examples: [Example("param steps = 200 \"how many updates\"\nsteps", gives: "200")])
    addGrammar(
      .statement, "expect", "expect EXPR, or expect fails { … }",
      "Must be true, or must end in an error: `dln test` counts it, a run stops where it does not hold.",
      examples: [Example("expect 1 + 1 == 2\nexpect fails { [1, 2] + [1, 2, 3] }")])
    addGrammar(
      .statement, "use", "use \"FILE.dln\"", "Runs another file here and binds its names.",
      examples: [Example("expect fails { use \"missing.dln\" }")])
  }

  private func addBlockWords() {
    addGrammar(
      .block, "layers", also: ["it"], "layers(INPUT) { … }",
      "A network: each line is applied to `it`, the value that flows. INPUT is the shape of one sample, or named inputs; with it every shape is checked at once.",
      examples: [
        Example("net = layers(1x8x8) { flatten; dense(16); relu; dense(10) }\nnet.parameters", gives: "1210"),
        Example("two = layers(a: 3, b: 2) { concat(a, b) |> dense(1) }\ntwo(a: ones([4, 3]), b: ones([4, 2])).shape", gives: "4x1"),
      ])
    addGrammar(
      .block, "residual", "residual { … }", "Inside `layers`: adds its input to its result.",
      examples: [Example("layers(4) { residual { dense(4); relu } }.shape", gives: "[4]")])
    addGrammar(
      .block, "branches", "branches(join: concat) { … }", "Inside `layers`: applies each line to the same input and joins what they give.",
      examples: [Example("layers(2x4x4) { branches { conv(3, 1x1); conv(5, 3x3) } }.shape", gives: "8x4x4")])
    addGrammar(
      .block, "augment", "augment { … }",
      "Changes each sample anew in every epoch; applied to data it gives data, to images it gives images.",
      examples: [
        Example("aug = augment { shift(1 px); rotate(10 deg) }\n(dataset(\"digits\").train |> aug).count", gives: "1257")
      ])
    addGrammar(
      .block, "search", "search(trials: N) { … }",
      "Runs its body once a trial with other choices and keeps the best. Not there yet; it says so.",
      examples: [])
    addGrammar(
      .block, "update", "update NAME, … by OPTIMIZER { LOSS }",
      "One step of training: takes gradients of the loss for the named nets, tensors or records, and binds them and the optimizer anew. Its value is the loss.",
      examples: [
        Example(
          "w = [4.0]\nopt = sgd(0.1)\nfor i in 1..100 { loss = update w by opt { sum((w - 1)^2) } }\nround(w)", gives: "[1]")
      ])
  }

  private func addOperators() {
    addGrammar(
      .sign, "|>", "EXPR |> FUNCTION(ARGUMENTS)", "Puts what stands before it in as the first argument; may begin a line.",
      examples: [Example("[1, 2, 3] |> sum", gives: "6"), Example("x = [1, -2]\nx |> clamp(0, 1)", gives: "[1, 0]")])
    addGrammar(
      .sign, "->", "NAME -> EXPR, or (NAME, …) -> { … }", "A function without a name.",
      examples: [Example("map(1..3, n -> n^2)", gives: "[1, 4, 9]")])
    addGrammar(
      .sign, "+", also: ["-", "*", "/", "mod", "^"], "a + b   a - b   a * b   a / b   a mod b   a^b",
      "Arithmetic, item by item; shapes broadcast as in NumPy. `mod` has the sign of its right side, `^` the power binds tightest.",
      examples: [Example("[1, 2, 3] * 2 + 1", gives: "[3, 5, 7]"), Example("-7 mod 3", gives: "2"), Example("2^10", gives: "1024")])
    addGrammar(
      .sign, "@", "a @ b", "The matrix product.", examples: [Example("[[1, 2], [3, 4]] @ [1, 1]", gives: "[3, 7]")])
    addGrammar(
      .sign, "==", also: ["!=", "<", "<=", ">", ">=", "and", "or", "not"], "a == b   a < b   a and b   not a",
      "Comparison and logic, item by item on tensors; `if`, `while` and `expect` want one truth.",
      examples: [Example("[1, 2, 3] > 1 and [1, 2, 3] < 3", gives: "[false, true, false]"), Example("3 in 1..5", gives: "true")])
    addGrammar(
      .sign, "..", also: ["..<"], "FIRST..LAST by STEP, or FIRST..<END", "A range: with its last number, or without its end.",
      examples: [Example("list(0..<3)", gives: "[0, 1, 2]"), Example("list(3..1 by -1)", gives: "[3, 2, 1]")])
    addGrammar(
      .sign, "[ ]", also: ["[", "]", "...", ":"], "[a, b]   t[0]   t[2..5]   t[2:5]   t[:, 0]   t[..., 1]",
      "Items that are numbers or truths make a tensor, others a list. Behind a value: an index from 0, from the end below 0.",
      examples: [
        Example("t = [[1, 2, 3], [4, 5, 6]]\nt[:, 1]", gives: "[2, 5]"), Example("[1, 2, 3, 4][1..2]", gives: "[2, 3]"),
        Example("[relu, tanh][-1]", gives: "tanh"),
      ])
    addGrammar(
      .sign, "( )", also: ["(", ")", ","], "f(a, name: b)   (a, b)", "Calls a function, or holds several values together.",
      examples: [Example("softmax([[0, 0]], axis: 1)", gives: "[[0.5, 0.5]]")])
    addGrammar(
      .sign, ";", "EXPR;", "Ends a statement on its line; behind the last one its value is not shown.",
      examples: [Example("a = 1; b = 2; a + b", gives: "3")])
  }

  private func addSpellings() {
    addGrammar(
      .sign, "true", also: ["false", "none"], "true   false   none", "The two truths, and no value.",
      examples: [Example("not false", gives: "true")])
    addGrammar(
      .sign, "numbers", also: ["%"], "42   1_000   0.5   3e-4   25%", "Numbers are float64, in tensors float32; `25%` is 0.25.",
      examples: [Example("25% * 1_000", gives: "250")])
    addGrammar(
      .sign, "units", also: ["step", "steps", "epoch", "epochs", "deg", "px", "ms", "s", "min", "h", "KB", "MB", "GB"],
      "500 steps   3 epochs   10 deg   2 px   30 s   5 min   200 KB",
      "A number that knows its unit: steps, epochs, deg, px, ms, s, min, h, KB, MB, GB.",
      examples: [Example("1 min + 30 s", gives: "1.5 min"), Example("2 * 3 epochs", gives: "6 epochs")])
    addGrammar(
      .sign, "sizes", "3x3   1x28x28", "A shape, as `.shape` gives it; its numbers touch the `x`.",
      examples: [Example("zeros(2x3).shape == 2x3", gives: "true")])
    addGrammar(
      .sign, "texts", also: ["\"", "\"\"\"", "{", "}"], "\"words {EXPR} {EXPR:FORMAT}\"",
      "A text with values in it: `{x:.3}` three decimals, `{x:8.3}` in a field of eight, `{x:.2e}` scientific, `{x:.1%}` per cent; `{{` is a brace.",
      examples: [Example("accuracy = 0.9731\n\"{accuracy:.1%} right\"", gives: "97.3% right")])
    addGrammar(
      .sign, "shapes", "NAME: [n, 1] = EXPR", "A checked promise about a shape; names in it are sizes that must agree.",
      examples: [Example("x: [n, 2] = zeros([6, 2])\nx.shape", gives: "6x2")])
  }

  private func addCells() {
    addGrammar(
      .sign, "#", also: ["#=>", "+-"], "# words   EXPR  #=> VALUE +- TOLERANCE",
      "A comment; `#=>` states the value before it, and `dln test` checks it.",
      examples: [Example("0.1 + 0.2  #=> 0.3 +- 1e-12", gives: "0.30000000000000004")])
    addGrammar(
      .sign, "# %%", "# %% TITLE, or # %% [markdown]",
      "Begins a cell; prose stands in `# ` lines. Each cell has random numbers of its own.",
      examples: [])
    addGrammar(
      .sign, "ans", also: ["out"], "ans   out(3)", "At the prompt: the last value shown, and the third.", examples: [])
  }
}
