import Testing

/// Calls of what nobody knows.
@Suite struct UnknownCallsTests {
  @Test(arguments: [
    ("x = [none]; len(x)", "x.count"), ("for i in range(3) { }", "for i in 0..<3 { }"), ("for i in range(1, 4) { }", "for i in 1..<4 { }"),
    ("x = 2; pow(x, 3)", "x^3"), ("np.double(2)", "double(2)"), ("x = 3; x.double()", "double(x)"), ("x <- 3", "x = 3"),
    ("x = 3; y = x.item()", "y = x"), ("xs = [none]; n = xs.length", "n = xs.count"),
  ])
  func meanALineOfThisLanguage(_ source: String, _ line: String) {
    let message = Program().failure(source)
    #expect(message.hasPrefix("error[name]: "))
    #expect(message.hasSuffix(line), "\(message)")
  }

  @Test(arguments: [
    ("loss = 3; loss.backward()", "gradients are taken by `grad(loss, at: w)`"), ("x = 3; x.eval()", "the verb decides"),
    ("self", "there are no objects"), ("plt.show()", "all words stand alone, without a module"),
  ])
  func orAreExplained(_ source: String, _ label: String) { #expect(Program().failure(source).contains(label)) }
}
