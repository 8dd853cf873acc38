# make site    the book as web pages in site/
# make test    every test, the chapters' snippets included
# make lint    the formatter's opinion
# Each installs the Debian packages that are missing; on other systems install their like by hand.

PACKAGES = libcmark-gfm-dev libcmark-gfm-extensions-dev libjavascriptcoregtk-4.1-dev \
	libjs-katex fonts-katex libopenblas0-pthread zlib1g-dev pkg-config

.PHONY: site test lint setup clean

site: setup
	swift build --configuration release --product notebook
	swift build --configuration release --target RecurrentNotebook
	.build/release/notebook build .

test: setup lint
	swift test

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Plugins

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
