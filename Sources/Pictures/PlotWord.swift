// The word `plot`: values of many kinds as one figure.

import Catalog

extension Catalog {
  func addPlot() {
    add(
      .picture, "plot", "Draws numbers, functions, runs and schedules as a figure.",
      examples: [
        Example("plot([3, 2, 1]).width", gives: "640"),
        Example("plot([1, 2, 3], [1, 4, 9], x: \"n\", y: \"square\")"),
        Example("plot(x -> x^2, over: -1..1, title: \"A parabola\")"),
        Example("plot(train: [3, 2, 1], test: [3, 2.5, 2], log: \"y\")"),
        Example("plot([1, 1, 2, 3, 5, 8], kind: \"histogram\")"),
      ],
      surroundings(),
      rest("values", "numbers, lists of them, functions, runs, schedules; two rows of numbers are x and y", Value.self),
      text("title", "the heading", ""),
      text("x", "what the x axis shows", ""),
      text("y", "what the y axis shows", ""),
      given("log", "which axes go by powers of ten", LogAxes?.self, .some(nil)),
      given("kind", "how values are drawn; without it lines, or a heat map of many rows", PlotKind?.self, .some(nil)),
      given("names", "names of the curves, in order", [String].self, []),
      given("over", "where functions are drawn; -5..5 without", Progression?.self, .some(nil)),
      optionalCount("bins", "bars of a histogram; as many as suit the numbers without", in: 1...10_000),
      namedCurves()
    ) {
      (
        context: Context, values: [Value], title: String, x: String, y: String, log: LogAxes?, kind: PlotKind?, names: [String],
        over: Progression?, bins: Int?, curves: Record
      ) in
      // Who asks for bins wants a histogram.
      let kind = kind ?? (bins == nil ? nil : .histogram)
      let options = PlotOptions(title: title, x: x, y: y, log: log, kind: kind, names: names, over: over, bins: bins)
      return try PlotFigure(options, context).figure(of: values, curves)
    }
  }
}

/// Curves under names of their own. (Inside the catalogue `names` are its words.)
private func namedCurves() -> Parameter<Record> { names("curves", "curves by name") }
