// Three notebooks that use most of the grammar.

enum Notebooks {
  static let all = [line, digits, byHand]

  /// Fit a line by hand: tensors, `grad`, a loop.
  static let line = #"""
    # %% [markdown]
    # # Fit a line by hand
    # No layers, no optimizer: tensors, `grad`, a loop.

    # %% Data
    seed(7)
    x: [n, 1] = uniform([256, 1], -1..1)
    y = 3 * x + 0.5 + 0.1 * normal([256, 1])

    # %% Loss
    fn mse(p, y) = mean((p - y)^2)
    fn loss(w) = mse(x @ w.slope + w.bias, y)

    # %% Train
    param steps = 200 "how many updates"
    param rate = 0.3 "size of one update"
    w = record(slope: zeros([1, 1]), bias: zeros([1]))
    losses = []
    for i in 1..steps {
        g, l = grad(loss, at: w)          # the gradient, and the value it was taken at
        w = w - rate * g                  # records, nets and gradients add and scale leaf by leaf
        losses = append(losses, l)
        if i mod 50 == 0 { print("step {i}: loss {l:.4}") }
    }
    expect losses[-1] < 0.02
    w.slope                               #=> [[3.00]] +- 0.05

    # %% Plot
    plot(losses, title: "Loss", x: "step", log: "y") |> save("loss.png")
    """#

  /// A network, an augmentation, `fit`.
  static let digits = #"""
    # %% Data and augmentation
    param epochs = 8 "passes over the data"
    data = dataset("digits")
    aug = augment {
        shift(1 px)
        rotate(10 deg)
        cutout(2x2, chance: 25%)
    }
    data.train[0..31] |> aug |> grid(columns: 8) |> save("augmented.png")

    # %% Model
    fn block(channels) = layers {
        conv(channels, 3x3)
        batch_norm
        relu
    }
    net = layers(1x8x8) {
        block(32)
        residual {
            block(32)
            conv(32, 3x3); batch_norm
        }
        max_pool(2x2)
        flatten
        dense(128, init: he); relu; dropout(25%)
        dense(data.classes)
    }
    summary(net)

    # %% Train
    rate = warmup(0.1, over: 10%) |> cosine(to: 0)
    plot(rate, title: "Learning rate")
    run = fit(net, data.train |> aug,
        validate: data.test,
        epochs: epochs,
        batch: 64,
        loss: cross_entropy,
        optimizer: sgd(rate, momentum: 90%, decay: 0.0005),
        metrics: [accuracy],
        stop: patience(3 epochs))
    expect run.accuracy > 97%

    # %% Results
    plot(run) |> save("curves.png")
    confusion(run.net, data.test) |> plot(title: "Confusion") |> save("confusion.png")
    save(run.net, "digits.safetensors")
    """#

  /// `update`, pruning, search.
  static let byHand = #"""
    # %% The same training, by hand and as fast
    net = layers(1x8x8) { flatten; dense(64); relu; dense(10) }
    opt = adam(0.001)
    for epoch in 1..10 {
        for batch in batches(data.train, 64) {
            loss = update net by opt { cross_entropy(net(batch.x), batch.y) }
        }
        print("epoch {epoch}: {score(net, data.test):.1%}")
    }

    # %% Smaller
    small = run.net |> prune(80%) |> fit(data.train, epochs: 2, optimizer: adam(0.0001))
    tiny = quantize(small.net, bits: 8, calibrate: data.train)
    compare([run.net, small.net, tiny], on: data.test)      # size, multiply-adds, milliseconds, accuracy

    # %% Search
    best = search(trials: 20, by: hyperband) {
        width = choose(32, 64, 128)
        rate = choose(0.0001..0.1, scale: "log")
        net = layers(1x8x8) { flatten; dense(width); choose(relu, gelu, tanh); dense(10) }
        fit(net, data.train, validate: data.test, epochs: 5, optimizer: adam(rate)).accuracy
    }
    plot(best)
    """#
}
