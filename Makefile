# make site    the book as web pages in site/
# make test    every test, the chapters' snippets included
# make mutation  the library with one fault after another in its gradients: the checks must reject each
# make lint    the formatter's opinion
# make docs    the library's reference in .build/docs, a warning being an error
# make bench   the library's recurrent layers against PyTorch's
# make bench-build   the time from a change in a chapter to the page
# Each installs the Debian packages that are missing; on other systems install their like by hand.

PACKAGES = libcmark-gfm-dev libcmark-gfm-extensions-dev libjavascriptcoregtk-4.1-0 \
	libjs-katex fonts-katex libopenblas0-pthread libxxhash-dev zlib1g-dev bubblewrap pkg-config

# For `make bench`: PyTorch as pip spells it, where it is kept, and options such as --cells lstm.
TORCH = torch
OPTIONS =
BENCH = $${XDG_CACHE_HOME:-$$HOME/.cache}/notebook-bench

# For `make bench-build`: some of the cases, as in CASES="unchanged prose", and how often each is run.
CASES =
RUNS = 7

.PHONY: site test mutation lint docs bench bench-build setup clean

# The tool builds the modules that chapters import.
site: setup
	swift build --configuration release --product notebook
	.build/release/notebook build .

test: setup lint
	swift test
	.build/debug/FaultTest --totals

mutation: setup
	swift build --product FaultTest
	.build/debug/FaultTest

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Plugins

docs: setup
	swift build --configuration release --target Recurrent
	rm -rf .build/symbols .build/docs && mkdir -p .build/symbols
	swift symbolgraph-extract -module-name Recurrent -I .build/release/Modules \
	  -target $$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",/\1/p') \
	  -minimum-access-level public -skip-inherited-docs -output-dir .build/symbols \
	  $(foreach map,$(wildcard Sources/*/module.modulemap),-Xcc -fmodule-map-file=$(map))
	docc convert Sources/Recurrent/Recurrent.docc --additional-symbol-graph-dir .build/symbols \
	  --fallback-display-name Recurrent --fallback-bundle-identifier notebook.Recurrent \
	  --warnings-as-errors --output-path .build/docs

# PyTorch's own index has it without CUDA, a tenth as large; where that fails, pip's usual one is asked and heard.
bench: setup
	swift build --configuration release --product RecurrentBenchmark
	@bench="$(BENCH)"; python="$$bench/bin/python"; \
	if ! "$$python" -c 'import torch' 2>/dev/null; then \
	  echo "installing: PyTorch, in $$bench"; \
	  install() { "$$python" -m pip install --quiet --retries 1 "$(TORCH)" "$$@"; }; \
	  python3 -m venv "$$bench" && { \
	    install --index-url https://download.pytorch.org/whl/cpu 2>/dev/null || install; }; \
	fi >&2; \
	if ! "$$python" -c 'import torch' 2>/dev/null; then \
	  echo "PyTorch cannot be had here: only the library and its matrix products are timed" >&2; \
	  python=python3; \
	fi; \
	"$$python" Sources/RecurrentBenchmark/compare.py $(OPTIONS)

bench-build: setup
	swift build --configuration release --product notebook
	swift build --configuration release --target RecurrentNotebook
	swift build --configuration release --product BuildBenchmark
	.build/release/BuildBenchmark --runs $(RUNS) $(CASES)

setup:
	@if command -v dpkg-query >/dev/null; then \
	  missing=$$(for package in $(PACKAGES); do \
	    dpkg-query --show --showformat='$${db:Status-Status}' $$package 2>/dev/null \
	      | grep -qx installed || echo $$package; done); \
	  if [ -n "$$missing" ]; then \
	    echo "installing:" $$missing; \
	    sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    $$sudo apt-get update -q && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
	  fi; \
	fi

clean:
	rm -rf .build
