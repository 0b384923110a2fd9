#!/bin/sh
# Proves that COneDNN is the same over oneDNN 3 as over the system's oneDNN: builds onednn3.c against both, every function of the
# headers included, and runs it. oneDNN 3.2 comes from PyPI into a folder that is removed again. Needs gcc, python3 with pip, a network.
set -eu

tests=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
finish() {
  status=$?
  rm -rf "$place"
  [ "$status" -eq 0 ] || echo "onednn3: FAILED"
}
trap finish EXIT

# check NAME [FLAG...]: builds the self-check against one oneDNN and runs it. The inline functions are kept, so all of them must link.
check() {
  name=$1
  shift
  gcc -std=c11 -O1 -Wall -Wextra -Werror -fkeep-inline-functions "$@" -I "$tests/../Sources/COneDNN" \
    "$tests/onednn3.c" -o "$place/$name" -ldnnl -lpthread -lm
  "$place/$name"
}

# pip's --target would drop the libraries, hence the unpacking by hand.
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$place" \
  onednn-devel-cpu-gomp==2023.2.0 onednn-cpu-gomp==2023.2.0
for wheel in "$place"/*.whl; do python3 -m zipfile -e "$wheel" "$place"; done
include=$(echo "$place"/onednn_devel_*.data/data/include)
library=$(echo "$place"/onednn_cpu_*.data/data/lib)

check three -isystem "$include" -L "$library" -Wl,-rpath,"$library"
if [ -e /usr/include/oneapi/dnnl/dnnl.h ]; then
  check system
  echo "onednn3: passed, with oneDNN 3 and with the system's"
else
  echo "onednn3: passed, with oneDNN 3; the system has none to compare"
fi
