# dln: `make demo` and `make test` do everything, from system packages to pictures.
# Both use one release build. PREFIX is where `make install` puts the program.

SHELL := /bin/sh
PREFIX ?= /usr/local
PACKAGES := libdnnl-dev liblapacke-dev libfftw3-dev zlib1g-dev libpng-dev libcairo2-dev libpango1.0-dev libreadline-dev \
  fonts-dejavu-core pkg-config
FLAGS := -c release -Xswiftc -enable-testing
NOTEBOOK := notebooks/digits.dln

# The workloads that are measured, and the programs that measure them in PyTorch and JAX: PEERS names a Python that has both.
WORKLOADS ?= mlp_tiny mlp_mnist cnn_mnist resnet_cifar lstm_text transformer_text elementwise_fwd elementwise_grad
BENCH := .build/release/dln bench --threads 2
AGAINST = $(foreach peer,torch torch_tuned torch_compile jax,--against "$(peer)=env -u OPENBLAS_CORETYPE $(PEERS) Benchmarks/peers.py $(peer)")
PARITY := .build/parity
GROWTH := Benchmarks/growth.out

.PHONY: demo test sanitize goldens bench bench-neighbour parity growth build install setup lint clean

demo: build
	@.build/release/dln $(NOTEBOOK)
	@echo "The pictures are in $(NOTEBOOK:.dln=.out)/:"
	@ls $(NOTEBOOK:.dln=.out)/*.png

test: setup
	swift build $(FLAGS) --build-tests
	swift test $(FLAGS) --skip-build --no-parallel

# The engine's tests under the address sanitizer, kernels in C included. Leaks are not looked for: what Swift's runtime and oneDNN hold
# to the end of the program would all be told.
SANITIZED := $(FLAGS) --sanitize=address --scratch-path .build-asan
sanitize: setup
	swift build $(SANITIZED) --build-tests
	ASAN_OPTIONS=detect_leaks=0 swift test $(SANITIZED) --skip-build --no-parallel \
	  --filter '^(CKernels|COneDNN|Tensor|Learning|Data)Tests'

# Writes the messages in Tests/Programs/errors anew; look at the difference before it is committed.
goldens: setup
	swift build $(FLAGS) --build-tests
	DLN_REWRITE=1 swift test $(FLAGS) --skip-build --no-parallel --filter ErrorsTests

# How long a step takes, in turn with the peers where PEERS is set; bench-neighbour with a program beside it that keeps a core busy.
bench: build
	$(BENCH) --starts $(if $(PEERS),$(AGAINST)) $(WORKLOADS:%=Benchmarks/%.dln)

bench-neighbour: build
	$(BENCH) --neighbour $(WORKLOADS:%=Benchmarks/%.dln)

# Whether 20 steps from PyTorch's weights give PyTorch's losses.
parity: build
	@test -n "$(PEERS)" || { echo "PEERS names a Python that has PyTorch: make parity PEERS=python3"; exit 2; }
	@for name in $(WORKLOADS); do $(PEERS) Benchmarks/peers.py export $$name $(PARITY) || exit 1; done
	$(BENCH) --parity $(PARITY) $(WORKLOADS:%=Benchmarks/%.dln)

# Measures what growth costs and draws the pictures of Documentation/performance.md.
growth: build
	@mkdir -p $(GROWTH)
	@measure() { $(BENCH) --rounds 2 $$1.dln $$2 --vary $$3 --csv $(GROWTH)/$$(basename $$1)_$${3%%=*}.csv; }; \
	measure Benchmarks/mlp_tiny "width=256 depth=4" batch=16,32,64,128,256,512,1024; \
	measure Benchmarks/mlp_tiny "batch=64 depth=4" width=64,128,256,512,1024,2048; \
	measure Benchmarks/mlp_tiny "batch=64 width=256" depth=2,4,8,16,32; \
	measure Benchmarks/transformer_text "width=64 depth=2" batch=1,2,4,8,16,32,64; \
	measure Benchmarks/transformer_text "batch=8 depth=2" width=32,64,128,256,512,1024; \
	measure Benchmarks/transformer_text "batch=8 width=64" depth=1,2,4,8,16
	.build/release/dln Benchmarks/growth.dln --out $(GROWTH)
	@mkdir -p Documentation/growth
	cp $(GROWTH)/*.png Documentation/growth/

build: setup
	swift build $(FLAGS) --product dln

# A program that runs without this checkout and without Swift's libraries.
install: setup
	swift build -c release --static-swift-stdlib --scratch-path .build-install --product dln
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build-install/release/dln "$(DESTDIR)$(PREFIX)/bin/dln"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/dln"

# Installs what Debian has and this machine lacks. Where that cannot be done it says the line to run, and exits with 2.
setup:
	@missing=""; \
	for package in $(PACKAGES); do \
	  if command -v dpkg-query >/dev/null 2>&1; then \
	    case "$$(dpkg-query -W -f '$${Status}' $$package 2>/dev/null)" in *"ok installed") continue;; esac; \
	    missing="$$missing $$package"; \
	  fi; \
	done; \
	if ! command -v dpkg-query >/dev/null 2>&1 && ! pkg-config --exists libpng pangocairo 2>/dev/null; then \
	  echo "dln needs oneDNN, libpng, Cairo, Pango and readline with their headers. On Debian: apt-get install $(PACKAGES)"; exit 2; \
	fi; \
	[ -z "$$missing" ] && exit 0; \
	line="apt-get install -y --no-install-recommends$$missing"; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "Missing:$$missing. Install them, or on Debian run: sudo $$line"; exit 2; \
	elif [ "$$(id -u)" -eq 0 ]; then run=""; \
	elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then run="sudo"; \
	else echo "Missing:$$missing. Please run: sudo $$line"; exit 2; fi; \
	echo "Installing the missing system packages:$$missing"; \
	DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; \
	$$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive $$line >/dev/null || \
	  { echo "That failed. Please run: sudo apt-get update && sudo $$line"; exit 2; }

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

clean:
	rm -rf .build .build-asan .build-install notebooks/*.out Benchmarks/*.out
