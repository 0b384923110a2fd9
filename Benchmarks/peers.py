#!/usr/bin/env python3
"""The workloads of this folder in PyTorch and JAX, to be measured in turn with dln's, or exported for comparison.

    peers.py FRAMEWORK WORKLOAD THREADS   measures on request: a line `SECONDS [STEPS]` asks for samples of that length
    peers.py export WORKLOAD FOLDER [name=value]   writes weights, data and the losses of 20 steps of PyTorch

A step of the workloads in bfloat16 is an epoch of a few batches; their factors are bfloat16, parameters and sums float32.
FRAMEWORK: torch (eager, as it comes), torch_tuned (fused optimizer, channels_last), torch_compile (inductor as well), jax (jax.jit).
The workload `start` does nothing but one matrix product. A sample is a run of steps that lasts about 8 ms, closed by one wait for the
result; the answer is the milliseconds of a step for each sample.
"""
import json
import os
import struct
import sys
import time

import numpy as np

# The sizes of each workload; the notebooks call them by the same names.
SIZES = dict(
    mlp_tiny=dict(batch=32, width=64, depth=2),
    mlp_mnist=dict(batch=64, inputs=784, width=256),
    cnn_mnist=dict(batch=64, size=28, channels=32, units=128, share=0.25),
    resnet_cifar=dict(batch=128, size=32, channels=16, blocks=3),
    lstm_text=dict(batch=32, letters=96, time=64, features=64, units=128),
    transformer_text=dict(batch=16, letters=96, time=64, width=128, depth=4),
    dense_bfloat16=dict(batch=2048, batches=8, width=1024),
    conv_bfloat16=dict(batch=128, batches=2, channels=64, size=32),
    elementwise_fwd=dict(count=10_000_000),
    elementwise_grad=dict(count=10_000_000),
)


def data(workload, s):
    """Inputs and labels as NumPy arrays, channels first."""
    draw = np.random.default_rng(1)
    normal = lambda *shape: draw.standard_normal(shape, dtype=np.float32)
    uniform = lambda *shape: draw.random(shape, dtype=np.float32)
    classes = lambda: draw.integers(0, 10, s["batch"])
    if workload == "mlp_tiny":
        x = normal(s["batch"], 2)
        return x, (x[:, 0] * x[:, 1] > 0).astype(np.int64)
    if workload == "mlp_mnist":
        return uniform(s["batch"], s["inputs"]), classes()
    if workload == "cnn_mnist":
        return uniform(s["batch"], 1, s["size"], s["size"]), classes()
    if workload in ("resnet_cifar", "conv_bfloat16"):
        return normal(s["batch"], 3, s["size"], s["size"]), classes()
    if workload == "dense_bfloat16":
        return normal(s["batch"], 512), normal(s["batch"], 10)
    if workload in ("lstm_text", "transformer_text"):
        text = draw.integers(0, s["letters"], (s["batch"], s["time"] + 1))
        return text[:, :-1].copy(), text[:, 1:].copy()
    return normal(s["count"]), None


# ---------------------------------------------------------------- PyTorch


def torch_net(workload, s):
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        """Two convolutions around which the input is added; a 1x1 convolution where the shape changes."""

        def __init__(self, inputs, channels, stride):
            super().__init__()
            conv = lambda i, o, kernel, stride: nn.Conv2d(i, o, kernel, stride, kernel // 2, bias=False)
            self.conv1, self.norm1 = conv(inputs, channels, 3, stride), nn.BatchNorm2d(channels)
            self.conv2, self.norm2 = conv(channels, channels, 3, 1), nn.BatchNorm2d(channels)
            changes = stride != 1 or inputs != channels
            self.shortcut = nn.Sequential(conv(inputs, channels, 1, stride), nn.BatchNorm2d(channels)) if changes else nn.Identity()

        def forward(self, x):
            y = self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x)))))
            return torch.relu(y + self.shortcut(x))

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(s["letters"], s["features"])
            self.lstm = nn.LSTM(s["features"], s["units"], batch_first=True)
            self.output = nn.Linear(s["units"], s["letters"])

        def forward(self, x):
            return self.output(self.lstm(self.embedding(x))[0])

    class Attending(nn.Module):
        """A pre-norm block: causal attention with four heads, and two dense layers."""

        def __init__(self, width):
            super().__init__()
            self.norm1, self.input, self.mix = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.norm2, self.wide, self.narrow = nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

        def forward(self, x):
            batch, time, width = x.shape
            q, k, v = self.input(self.norm1(x)).view(batch, time, 3, 4, width // 4).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.mix(seen.transpose(1, 2).reshape(batch, time, width))
            return x + self.narrow(F.gelu(self.wide(self.norm2(x))))

    class Transformer(nn.Module):
        def __init__(self):
            super().__init__()
            width = s["width"]
            self.embedding = nn.Embedding(s["letters"], width)
            self.positions = nn.Parameter(torch.randn(s["time"], width) * 0.02)
            self.blocks = nn.Sequential(*[Attending(width) for _ in range(s["depth"])])
            self.norm, self.output = nn.LayerNorm(width), nn.Linear(width, s["letters"])

        def forward(self, x):
            return self.output(self.norm(self.blocks(self.embedding(x) + self.positions)))

    def dense(*widths):
        layers = []
        for i, o in zip(widths, widths[1:]):
            layers += [nn.Linear(i, o), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

    def convolutional():
        c, side = s["channels"], (s["size"] - 4) // 2
        return nn.Sequential(
            nn.Conv2d(1, c, 3), nn.ReLU(), nn.Conv2d(c, 2 * c, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(s["share"]), nn.Flatten(),
            nn.Linear(2 * c * side * side, s["units"]), nn.ReLU(), nn.Linear(s["units"], 10))

    def wide():
        n = s["width"]
        return nn.Sequential(nn.Linear(512, n), nn.GELU(), nn.Linear(n, n), nn.GELU(), nn.Linear(n, n), nn.GELU(), nn.Linear(n, 10))

    def four_convolutions():
        c, layers = s["channels"], []
        for inputs in (3, c, c, c):
            layers += [nn.Conv2d(inputs, c, 3, padding=1), nn.ReLU()]
        return nn.Sequential(*layers, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(c * (s["size"] // 2) ** 2, 10))

    def residual():
        c = s["channels"]
        layers = [nn.Conv2d(3, c, 3, 1, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
        inputs = c
        for stage in range(3):
            for block in range(s["blocks"]):
                layers.append(Block(inputs, c << stage, 2 if stage > 0 and block == 0 else 1))
                inputs = c << stage
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))

    return dict(
        mlp_tiny=lambda: dense(2, *[s["width"]] * s["depth"], 2), dense_bfloat16=wide, conv_bfloat16=four_convolutions,
        mlp_mnist=lambda: dense(s["inputs"], s["width"], s["width"] // 2, 10),
        cnn_mnist=convolutional, resnet_cifar=residual, lstm_text=Recurrent, transformer_text=Transformer)[workload]()


def torch_optimizer(workload, net, **settings):
    from torch import optim

    parameters = list(net.parameters())
    if workload == "cnn_mnist":
        return optim.SGD(parameters, lr=0.01, momentum=0.9, **settings)
    if workload == "resnet_cifar":
        return optim.SGD(parameters, lr=0.05, momentum=0.9, weight_decay=1e-4, **settings)
    if workload == "transformer_text":
        return optim.AdamW(parameters, lr=3e-4, weight_decay=0.01, **settings)
    return optim.Adam(parameters, lr=1e-3, **settings)


def torch_loss(workload, net, s):
    from torch.nn import functional as F

    if workload in ("lstm_text", "transformer_text"):
        return lambda x, y: F.cross_entropy(net(x).view(-1, s["letters"]), y.reshape(-1))
    if workload == "dense_bfloat16":
        return lambda x, y: F.mse_loss(net(x).float(), y)
    return lambda x, y: F.cross_entropy(net(x), y)


def torch_formula(t):
    import torch

    return (torch.tanh(t * 2 + 1) * torch.sigmoid(t) - t**2).sum()


def torch_step(framework, workload, threads, s):
    """A function that does one step, and one that waits for its result."""
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    x, y = data(workload, s)
    x = torch.from_numpy(x)
    compiled = torch.compile if framework == "torch_compile" else lambda f: f
    wait = lambda result: float(result.detach())
    if workload.startswith("elementwise"):
        formula = compiled(torch_formula)
        if workload == "elementwise_fwd":

            def forward():
                with torch.no_grad():
                    return formula(x)

            return forward, wait
        x.requires_grad_(True)

        def backward():
            x.grad = None
            value = formula(x)
            value.backward()
            return value

        return backward, wait
    y = torch.from_numpy(y)
    net = torch_net(workload, s)
    tuned = framework != "torch"
    if tuned and x.ndim == 4:
        net = net.to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
    optimizer = torch_optimizer(workload, net, **(dict(fused=True) if tuned else {}))
    loss = compiled(torch_loss(workload, net, s))

    parts = [(a, b) for a, b in zip(x.chunk(s.get("batches", 1)), y.chunk(s.get("batches", 1)))]
    is_half = workload.endswith("bfloat16")

    def step():
        for inputs, targets in parts:
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=is_half):
                value = loss(inputs, targets)
            value.backward()
            optimizer.step()
        return value

    return step, wait


# ---------------------------------------------------------------- JAX


def jax_step(workload, s):
    """The whole step is one jax.jit, and its state is donated."""
    import jax
    from jax import numpy as jnp

    x, y = data(workload, s)
    if workload.startswith("elementwise"):
        formula = lambda t: (jnp.tanh(t * 2 + 1) * jax.nn.sigmoid(t) - t**2).sum()
        run = jax.jit(formula if workload == "elementwise_fwd" else jax.value_and_grad(formula))
        x = jnp.asarray(x)
        return lambda: run(x), lambda result: float(jax.tree_util.tree_leaves(jax.block_until_ready(result))[0])
    if x.ndim == 4:
        x = np.ascontiguousarray(x.transpose(0, 2, 3, 1))
    x, y = jnp.asarray(x), jnp.asarray(y.astype(np.int32) if y.dtype == np.int64 else y)
    parts = list(zip(jnp.split(x, s.get("batches", 1)), jnp.split(y, s.get("batches", 1))))
    parameters, kept, loss = jax_net(workload, s)
    map_ = jax.tree_util.tree_map
    is_adam = workload not in ("cnn_mnist", "resnet_cifar")
    zeros = lambda: map_(jnp.zeros_like, parameters)

    def adam(p, m, v, g, count):
        rate, decay = (3e-4, 0.01) if workload == "transformer_text" else (1e-3, 0.0)
        m = map_(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = map_(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        a, b = 1 - 0.9**count, 1 - 0.999**count
        return map_(lambda p, m, v: p * (1 - rate * decay) - rate * (m / a) / (jnp.sqrt(v / b) + 1e-8), p, m, v), m, v

    def sgd(p, m, g):
        rate, decay = (0.05, 1e-4) if workload == "resnet_cifar" else (0.01, 0.0)
        m = map_(lambda m, g, p: 0.9 * m + g + decay * p, m, g, p)
        return map_(lambda p, m: p - rate * m, p, m), m

    def step(state, x, y):
        p, m, v, count, kept, key = state
        key, drop = jax.random.split(key) if workload == "cnn_mnist" else (key, key)
        (value, kept), g = jax.value_and_grad(loss, has_aux=True)(p, kept, x, y, drop)
        count = count + 1
        if is_adam:
            p, m, v = adam(p, m, v, g, count)
        else:
            p, m = sgd(p, m, g)
        return (p, m, v, count, kept, key), value

    run = jax.jit(step, donate_argnums=0)
    state = [(parameters, zeros(), zeros() if is_adam else (), jnp.float32(0), kept, jax.random.PRNGKey(1))]

    def once():
        for x, y in parts:
            state[0], value = run(state[0], x, y)
        return value

    return once, lambda value: float(jax.block_until_ready((state[0], value))[1])


def jax_net(workload, s):
    """Parameters, what batch norms keep, and the loss."""
    import jax
    from jax import lax
    from jax import numpy as jnp

    draw = np.random.default_rng(2)

    def weight(*shape, scale=None):
        fan = int(np.prod(shape[:-1]))
        return jnp.asarray(draw.standard_normal(shape, dtype=np.float32) * np.float32(scale or fan**-0.5))

    dense = lambda i, o: dict(w=weight(i, o), b=jnp.zeros(o))
    apply = lambda p, x: x @ p["w"] + p["b"]
    relu = jax.nn.relu

    def conv(x, w, stride=1, padding="VALID"):
        return lax.conv_general_dilated(x, w, (stride, stride), padding, dimension_numbers=("NHWC", "HWIO", "NHWC"))

    def cross_entropy(scores, labels):
        return -jnp.take_along_axis(jax.nn.log_softmax(scores), labels[..., None], -1).mean()

    if workload in ("mlp_tiny", "mlp_mnist"):
        widths = (2, *[s["width"]] * s["depth"], 2) if workload == "mlp_tiny" else (s["inputs"], s["width"], s["width"] // 2, 10)
        parameters = [dense(i, o) for i, o in zip(widths, widths[1:])]

        def loss(p, kept, x, y, key):
            for layer in p[:-1]:
                x = relu(apply(layer, x))
            return cross_entropy(apply(p[-1], x), y), kept

        return parameters, (), loss

    if workload.endswith("bfloat16"):
        half = lambda tree: jax.tree_util.tree_map(lambda t: t.astype(jnp.bfloat16), tree)
        if workload == "dense_bfloat16":
            widths = (512, *[s["width"]] * 3, 10)
            parameters = [dense(i, o) for i, o in zip(widths, widths[1:])]

            def loss(p, kept, x, y, key):
                h, p = half(x), half(p)
                for layer in p[:-1]:
                    h = jax.nn.gelu(apply(layer, h), approximate=False)
                return jnp.square(apply(p[-1], h).astype(jnp.float32) - y).mean(), kept

            return parameters, (), loss
        c = s["channels"]
        parameters = dict(
            convs=[dict(w=weight(3, 3, i, c), b=jnp.zeros(c)) for i in (3, c, c, c)], output=dense(c * (s["size"] // 2) ** 2, 10))

        def loss(p, kept, x, y, key):
            h, p = half(x), half(p)
            for layer in p["convs"]:
                h = relu(conv(h, layer["w"], 1, "SAME") + layer["b"])
            h = lax.reduce_window(h, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID").reshape(h.shape[0], -1)
            return cross_entropy(apply(p["output"], h).astype(jnp.float32), y), kept

        return parameters, (), loss

    if workload == "cnn_mnist":
        c, side = s["channels"], (s["size"] - 4) // 2
        parameters = dict(
            conv1=weight(3, 3, 1, c), bias1=jnp.zeros(c), conv2=weight(3, 3, c, 2 * c), bias2=jnp.zeros(2 * c),
            dense1=dense(2 * c * side * side, s["units"]), dense2=dense(s["units"], 10))

        def loss(p, kept, x, y, key):
            h = relu(conv(x, p["conv1"]) + p["bias1"])
            h = relu(conv(h, p["conv2"]) + p["bias2"])
            h = lax.reduce_window(h, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            stays = 1 - s["share"]
            h = jnp.where(jax.random.bernoulli(key, stays, h.shape), h / stays, 0.0).reshape(h.shape[0], -1)
            return cross_entropy(apply(p["dense2"], relu(apply(p["dense1"], h))), y), kept

        return parameters, (), loss

    if workload == "resnet_cifar":
        return jax_residual(s, weight, dense, apply, conv, cross_entropy)

    if workload == "lstm_text":
        units = s["units"]
        parameters = dict(
            embedding=weight(s["letters"], s["features"], scale=1.0), input=weight(s["features"], 4 * units),
            recurrent=weight(units, 4 * units), bias=jnp.zeros(4 * units), output=dense(units, s["letters"]))

        def loss(p, kept, x, y, key):
            inputs = p["embedding"][x].transpose(1, 0, 2) @ p["input"] + p["bias"]

            def cell(state, gates):
                h, c = state
                i, f, n, o = jnp.split(gates + h @ p["recurrent"], 4, -1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(n)
                h = jax.nn.sigmoid(o) * jnp.tanh(c)
                return (h, c), h

            zero = jnp.zeros((x.shape[0], units))
            _, outputs = lax.scan(cell, (zero, zero), inputs)
            return cross_entropy(apply(p["output"], outputs), y.T), kept

        return parameters, (), loss

    width, heads, time = s["width"], 4, s["time"]
    norm = lambda: dict(g=jnp.ones(width), b=jnp.zeros(width))
    block = lambda: dict(
        norm1=norm(), input=dense(width, 3 * width), mix=dense(width, width), norm2=norm(), wide=dense(width, 4 * width),
        narrow=dense(4 * width, width))
    parameters = dict(
        embedding=weight(s["letters"], width, scale=1.0), positions=weight(time, width, scale=0.02), norm=norm(),
        output=dense(width, s["letters"]), blocks=[block() for _ in range(s["depth"])])
    seen = jnp.tril(jnp.ones((time, time), bool))

    def normal(p, x):
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) * lax.rsqrt(variance + 1e-5) * p["g"] + p["b"]

    def loss(p, kept, x, y, key):
        h = p["embedding"][x] + p["positions"]
        for b in p["blocks"]:
            qkv = apply(b["input"], normal(b["norm1"], h)).reshape(x.shape[0], time, 3, heads, width // heads)
            q, k, v = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
            weights = jnp.einsum("bthd,bshd->bhts", q, k) * (width // heads) ** -0.5
            weights = jax.nn.softmax(jnp.where(seen, weights, -1e30), -1)
            h = h + apply(b["mix"], jnp.einsum("bhts,bshd->bthd", weights, v).reshape(x.shape[0], time, width))
            h = h + apply(b["narrow"], jax.nn.gelu(apply(b["wide"], normal(b["norm2"], h)), approximate=False))
        return cross_entropy(apply(p["output"], normal(p["norm"], h)), y), kept

    return parameters, (), loss


def jax_residual(s, weight, dense, apply, conv, cross_entropy):
    import jax
    from jax import lax
    from jax import numpy as jnp

    c = s["channels"]
    plan = [(stage, 2 if stage > 0 and block == 0 else 1) for stage in range(3) for block in range(s["blocks"])]
    parameters, kept = dict(conv=weight(3, 3, 3, c)), {}

    def add_norm(name, channels):
        parameters[name] = dict(g=jnp.ones(channels), b=jnp.zeros(channels))
        kept[name] = dict(mean=jnp.zeros(channels), variance=jnp.ones(channels))

    add_norm("norm", c)
    inputs = c
    for number, (stage, stride) in enumerate(plan):
        outputs = c << stage
        parameters[f"{number}conv1"], parameters[f"{number}conv2"] = weight(3, 3, inputs, outputs), weight(3, 3, outputs, outputs)
        add_norm(f"{number}norm1", outputs)
        add_norm(f"{number}norm2", outputs)
        if stride != 1:
            parameters[f"{number}shortcut"] = weight(1, 1, inputs, outputs)
            add_norm(f"{number}norm3", outputs)
        inputs = outputs
    parameters["output"] = dense(inputs, 10)

    def loss(p, kept, x, y, key):
        news = {}

        def norm(name, x):
            mean = x.mean((0, 1, 2))
            variance = jnp.square(x).mean((0, 1, 2)) - mean * mean
            old = kept[name]
            news[name] = dict(mean=0.9 * old["mean"] + 0.1 * mean, variance=0.9 * old["variance"] + 0.1 * variance)
            scale = p[name]["g"] * lax.rsqrt(variance + 1e-5)
            return x * scale + (p[name]["b"] - mean * scale)

        around = ((1, 1), (1, 1))
        h = jax.nn.relu(norm("norm", conv(x, p["conv"], 1, around)))
        for number, (_, stride) in enumerate(plan):
            r = jax.nn.relu(norm(f"{number}norm1", conv(h, p[f"{number}conv1"], stride, around)))
            r = norm(f"{number}norm2", conv(r, p[f"{number}conv2"], 1, around))
            h = norm(f"{number}norm3", conv(h, p[f"{number}shortcut"], stride)) if stride != 1 else h
            h = jax.nn.relu(r + h)
        return cross_entropy(apply(p["output"], h.mean((1, 2))), y), news

    return parameters, kept, loss


# ---------------------------------------------------------------- measuring


def build(framework, workload, threads):
    if workload == "start":
        if framework == "jax":
            from jax import numpy as np_

            return lambda: np_.ones((64, 64)) @ np_.ones((64, 64)), lambda r: float(r[0, 0])
        import torch

        return lambda: torch.ones(64, 64) @ torch.ones(64, 64), lambda r: float(r[0, 0])
    s = SIZES[workload]
    return jax_step(workload, s) if framework == "jax" else torch_step(framework, workload, threads, s)


def timed(step, wait, count):
    start = time.perf_counter()
    for _ in range(count):
        result = step()
    wait(result)
    return time.perf_counter() - start


def measure(framework, workload, threads):
    """Answers requests until there are none."""
    os.environ["OMP_NUM_THREADS"] = str(threads)
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    try:
        step, wait = build(framework, workload, threads)
        first = timed(step, wait, 1)
        least, start, count = first, time.perf_counter(), 0
        while workload != "start" and (count < 5 or time.perf_counter() - start < 0.5):
            least = min(least, timed(step, wait, 1))
            count += 1
    except Exception as error:
        print("failed", type(error).__name__, str(error).replace("\n", " ")[:200], flush=True)
        return
    print(f"ready first={first}", flush=True)
    for request in sys.stdin:
        words = request.split()
        steps = int(words[1]) if len(words) > 1 else max(1, int(0.008 / least))
        start, samples = time.perf_counter(), []
        while not samples or time.perf_counter() - start < float(words[0]):
            samples.append(timed(step, wait, steps) / steps * 1000)
        print(*samples, flush=True)


# ---------------------------------------------------------------- exporting


def write_safetensors(path, tensors):
    header, body = {}, b""
    for name, array in tensors.items():
        array = np.ascontiguousarray(array)
        kind = dict(float32="F32", int64="I64")[str(array.dtype)]
        header[name] = dict(dtype=kind, shape=list(array.shape), data_offsets=[len(body), len(body) + array.nbytes])
        body += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def export(workload, folder, settings, steps=20):
    """The net as it starts, the sizes, the data, and what comes out: `expected_…`, a row for each step. Nothing drops."""
    import torch

    torch.manual_seed(0)
    s = {**SIZES[workload], **(dict(share=0) if workload == "cnn_mnist" else {}), **{name: int(value) for name, value in (setting.split("=") for setting in settings)}}
    os.makedirs(folder, exist_ok=True)
    x, y = data(workload, s)
    t = torch.from_numpy(x)
    if workload.startswith("elementwise"):
        t.requires_grad_(True)
        value = torch_formula(t)
        value.backward()
        expected = dict(expected_value=value.detach().numpy()[None])
        if workload == "elementwise_grad":
            expected["expected_gradient"] = t.grad.numpy()[None]
        np.savez(os.path.join(folder, workload + ".npz"), x=x, **s, **expected)
        return
    net = torch_net(workload, s)
    write_safetensors(os.path.join(folder, workload + ".safetensors"), {n: p.detach().numpy() for n, p in net.state_dict().items()})
    optimizer = torch_optimizer(workload, net)
    loss = torch_loss(workload, net, s)
    labels, losses = torch.from_numpy(y), []
    for _ in range(steps):
        optimizer.zero_grad()
        value = loss(t, labels)
        value.backward()
        optimizer.step()
        losses.append(float(value.detach()))
    tight = x.astype(np.int32) if x.dtype == np.int64 else x
    expected = np.array(losses, np.float32)
    np.savez(os.path.join(folder, workload + ".npz"), x=tight, y=y.astype(np.int32), expected_loss=expected, **s)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    if sys.argv[1] == "export":
        export(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))
