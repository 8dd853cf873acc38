#!/usr/bin/env python3
"""Times the package's recurrent layers against PyTorch's and against their matrix products alone.

Each contender is a process that answers requests line by line. All but the one that is asked are
stopped, so that no idle thread of one, waiting busily for work, takes a core from another. The
rounds are interleaved, so that a machine that becomes slower does so for all.
"""

import argparse
import contextlib
import glob
import importlib.util
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CELLS = ["lstm", "rnn", "gru"]
SIZES = [
    (3, 1, 4, 2), (4, 10, 3, 5), (50, 1, 17, 17), (100, 32, 64, 64), (100, 32, 128, 128),
    (128, 64, 256, 256), (64, 64, 512, 512),
]
MEMORY_SIZE = (128, 64, 256, 256)
MEMORY_PROCESSES = 3  # PyTorch's growth differs by a tenth from process to process.
ALLOCATION_SIZES = [(10, 4, 8, 8), (1000, 4, 8, 8)]
UNOPTIMISED_SIZES = [(3, 1, 4, 2), (100, 32, 64, 64)]
BLOCK = 30.0  # The milliseconds that a block of runs lasts at least.
BUDGET = 6.0  # The seconds after which a size gets no more rounds than the fewest.
FEWEST_ROUNDS = 3


class Failure(Exception):
    """A contender that could not answer, in a sentence."""


class Contender:
    """A process that answers one line to each, stopped except while it is asked."""

    def __init__(self, name, command, threads, environment={}):
        self.name = name
        # OpenBLAS reads the first, PyTorch the second.
        threads = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
        environment = {**os.environ, **threads, **environment}
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        except OSError as error:
            raise Failure(f"{name}: '{command[0]}' cannot be run: {error.strerror}") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def ask(self, measure, cell, size, *repeats):
        request = " ".join(map(str, [measure, cell, *size, *repeats]))
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failure(f"{self.name}: the process ended before '{request}'") from None
        reply = self.process.stdout.readline().strip()
        self.process.send_signal(signal.SIGSTOP)
        if not reply or reply.startswith("error: "):
            raise Failure(f"{self.name}: {reply[7:] or f'the process ended at {request!r}'}")
        return float(reply)


class Contest:
    """Contenders by name, each with the measure that is its time."""

    def __init__(self, entries):
        self.entries = entries

    def times(self, cell, size, rounds):
        """The medians over the rounds of each contender's medians in milliseconds, and failures."""
        start = time.monotonic()
        runs, failures, medians = {}, [], {}
        for name, (contender, measure) in self.entries.items():
            try:
                first = contender.ask(measure, cell, size, 1)
            except Failure as failure:
                failures.append(failure)
                continue
            # The worker adds a run that it does not time.
            runs[name] = max(2, math.ceil(BLOCK / first) - 1)
            medians[name] = []
        for done in range(rounds):
            if done >= FEWEST_ROUNDS and time.monotonic() - start > BUDGET:
                break
            for name in runs:
                contender, measure = self.entries[name]
                medians[name].append(contender.ask(measure, cell, size, runs[name]))
        return {name: statistics.median(values) for name, values in medians.items()}, failures


class Others:
    """How much of the machine the processes that are not ours took since this was made."""

    def __init__(self):
        self.start = self.busy()

    def busy(self):
        """The seconds for which all processes have run, and those of ours that are over."""
        try:
            with open("/proc/stat") as file:
                user, nice, system, _, _, interrupts, more, stolen = map(
                    int, file.readline().split()[1:9])
        except FileNotFoundError:
            return None  # Not Linux: nothing is said about the others.
        times = os.times()
        everybody = (user + nice + system + interrupts + more + stolen) / os.sysconf("SC_CLK_TCK")
        return everybody, times.user + times.system + times.children_user + times.children_system

    def warn(self):
        if self.start is None:
            return
        (everybody, us), now = self.start, self.busy()
        all_of_it, ours = now[0] - everybody, now[1] - us
        if all_of_it - ours > 0.05 * all_of_it:
            share = 100 * (all_of_it - ours) / all_of_it
            print(
                f"Other processes did {share:.0f} % of the machine's work: the times are not to be"
                " trusted.", file=sys.stderr)


def label(cell, size):
    return f"{cell} " + " ".join(letter + str(n) for letter, n in zip("TBDH", size))


class Report:
    """Prints a line for each result at once, and remembers whether anything failed."""

    def __init__(self):
        self.failed = False

    def line(self, kind, cell, size, *words):
        print(kind, label(cell, size), *words, flush=True)

    def failure(self, failure, about):
        self.failed = True
        print(f"{about}: {failure}", file=sys.stderr, flush=True)


def milliseconds(times, name):
    return f"{times[name]:.4g}" if name in times else "-"


def compare(contest, options, report):
    for cell in options.cells:
        for size in options.sizes:
            times, failures = contest.times(cell, size, options.rounds)
            for failure in failures:
                report.failure(failure, label(cell, size))
            for kind, name in [("ratio", "torch"), ("gemm", "gemm")]:
                if name in times and "ours" in times:
                    report.line(kind, cell, size, f"{times[name] / times['ours']:.2f}")
            names = ["torch", "ours", "gemm"]
            report.line(
                "time", cell, size,
                *[word for name in names for word in (name, milliseconds(times, name))])


def compare_memory(commands, threads, report):
    words = []
    for name, command in commands.items():
        try:
            growths = [memory(name, command, threads) for _ in range(MEMORY_PROCESSES)]
            words += [name, f"{statistics.median(growths):.1f}"]
        except Failure as failure:
            report.failure(failure, "memory")
            words += [name, "-"]
    report.line("memory", "lstm", MEMORY_SIZE, *words)


def memory(name, command, threads):
    """The megabytes by which a new process grows at most in a run."""
    with Contender(name, command, threads) as contender:
        # A small run loads the libraries' code, which is no memory of the layer.
        contender.ask("memory", "lstm", (1, 1, 1, 1))
        return contender.ask("memory", "lstm", MEMORY_SIZE)


def count_allocations(command, threads, report):
    try:
        with tempfile.TemporaryDirectory() as folder:
            library = f"{folder}/allocations.so"
            source = f"{HERE}/allocations.c"
            compile_with(["clang", "-O2", "-shared", "-fPIC", source, "-o", library])
            with Contender("ours", command, threads, {"LD_PRELOAD": library}) as ours:
                for size in ALLOCATION_SIZES:
                    count = ours.ask("allocations", "lstm", size)
                    report.line("allocations", "lstm", size, int(count))
    except Failure as failure:
        report.failure(failure, "allocations")


def compare_unoptimised(ours, options, report):
    """How much longer the same calls take from a caller that is compiled as a chapter is."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            command = unoptimised_worker(options.worker, folder)
        except Failure as failure:
            report.failure(failure, "unoptimised")
            return
        with Contender("unoptimised", command, options.threads) as unoptimised:
            contest = Contest({"unoptimised": (unoptimised, "time"), "ours": (ours, "time")})
            for size in UNOPTIMISED_SIZES:
                times, failures = contest.times("lstm", size, options.rounds)
                for failure in failures:
                    report.failure(failure, "unoptimised")
                if not failures:
                    report.line(
                        "unoptimised", "lstm", size, f"{times['unoptimised'] / times['ours']:.2f}")


def unoptimised_worker(worker, folder):
    """Compiles the worker anew without optimisation, with the optimised library that it has."""
    products = os.path.dirname(os.path.realpath(worker))
    with open(f"{products}/Recurrent.build/output-file-map.json") as file:
        outputs = [entry["object"] for entry in json.load(file).values() if "object" in entry]
    command = ["swiftc", "-Onone", "-swift-version", "6", "-module-name", "RecurrentBenchmark"]
    command += ["-I", f"{products}/Modules", "-o", f"{folder}/worker"]
    for module in ("CVectorMath", "CZlib"):
        module_map = f"{os.path.dirname(HERE)}/{module}/module.modulemap"
        command += ["-Xcc", f"-fmodule-map-file={module_map}"]
    command += sorted(glob.glob(f"{HERE}/*.swift"))
    command += [path for path in sorted(outputs) if os.path.exists(path)]
    compile_with(command)
    return [f"{folder}/worker"]


def compile_with(command):
    try:
        compilation = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise Failure(f"'{command[0]}' cannot be run: {error.strerror}") from None
    if compilation.returncode != 0:
        raise Failure(f"'{command[0]}' failed:\n{compilation.stderr}")


def available_cores():
    # Only Linux knows which cores a process may use.
    known = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if known else os.cpu_count()


def size(text):
    numbers = tuple(map(int, text.split(",")))
    if len(numbers) != 4 or min(numbers) < 1:
        raise ValueError
    return numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worker", default=".build/release/RecurrentBenchmark", metavar="PATH")
    parser.add_argument("--cells", nargs="+", choices=CELLS, default=CELLS)
    parser.add_argument(
        "--sizes", nargs="+", type=size, default=SIZES, metavar="T,B,D,H",
        help="with sizes of its own, only times are measured")
    parser.add_argument(
        "--rounds", type=int, default=7, metavar="N",
        help=f"at most; {FEWEST_ROUNDS} or more when {BUDGET:g} s are over")
    parser.add_argument("--threads", type=int, default=available_cores(), metavar="N")
    options = parser.parse_args()

    report = Report()
    commands = {"ours": [options.worker], "gemm": [options.worker]}
    if importlib.util.find_spec("torch"):
        torch = [sys.executable, f"{HERE}/torch_worker.py", str(options.threads)]
        commands = {"torch": torch, **commands}
    others = Others()
    with contextlib.ExitStack() as stack:
        # OpenBLAS then says which kernels it chose, without which no time means much.
        verbose = {"OPENBLAS_VERBOSE": "2"}
        contenders = {
            name: stack.enter_context(
                Contender(name, command, options.threads, verbose if name == "ours" else {}))
            for name, command in commands.items()}
        entries = {
            name: (contender, "gemm" if name == "gemm" else "time")
            for name, contender in contenders.items()}
        ours = contenders["ours"]
        compare(Contest(entries), options, report)
        if options.sizes is SIZES and "lstm" in options.cells:
            compare_memory(
                {name: commands[name] for name in commands if name != "gemm"}, options.threads, report)
            count_allocations(commands["ours"], options.threads, report)
            compare_unoptimised(ours, options, report)
    others.warn()
    return 1 if report.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"compare.py: {failure}")
