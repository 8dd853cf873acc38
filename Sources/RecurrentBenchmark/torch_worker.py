"""PyTorch's side of `compare.py`: answers each line of its input with one line, a number.

The argument is the number of threads. The requests are those of the worker in Swift, which makes
the same layers of Float64 and asks for the same gradients.
"""

import gc
import statistics
import sys
import time
import warnings

# PyTorch misses numpy, which nothing here needs.
warnings.filterwarnings("ignore", message=".*NumPy.*")

import torch


def layer_run(cell, steps, batch, features, hidden):
    """A run of the layer of a cell, with the gradients of parameters, inputs and initial state."""

    def random(*shape):
        return torch.rand(*shape, dtype=torch.float64) * 2 - 1

    kind = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell]
    layer = kind(features, hidden).double()
    inputs = random(steps, batch, features).requires_grad_()
    states = [
        random(1, batch, hidden).requires_grad_() for _ in range(2 if cell == "lstm" else 1)]
    upstream = random(steps, batch, hidden)
    points = [inputs, *states, *layer.parameters()]

    def run():
        output, _ = layer(inputs, tuple(states) if cell == "lstm" else states[0])
        return torch.autograd.grad(output, points, upstream)

    return run


def milliseconds(run, repeats):
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter_ns()
        run()
        times.append((time.perf_counter_ns() - start) / 1e6)
    return statistics.median(times)


def resident_growth(run):
    """The megabytes by which the peak during a run lies above what there was before it."""

    def kilobytes(name):
        with open("/proc/self/status") as file:
            return next(float(line.split()[1]) for line in file if line.startswith(name))

    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = kilobytes("VmRSS:")
    run()
    return (kilobytes("VmHWM:") - before) / 1024


def main():
    torch.set_num_threads(int(sys.argv[1]))
    kept = None
    for line in sys.stdin:
        measure, cell, *numbers = line.split()
        subject = (cell, *map(int, numbers[:4]))
        if kept is None or kept[0] != subject:
            kept = None
            kept = (subject, layer_run(*subject))
        run = kept[1]
        gc.collect()
        gc.disable()
        if measure == "memory":
            answer = resident_growth(run)
        else:
            answer = milliseconds(run, int(numbers[4]))
        gc.enable()
        print(answer, flush=True)


if __name__ == "__main__":
    main()
