"""The PyTorch side of the benchmarks: does one kind of work again and again, on request.

One JSON object a line. The first line in says what the work is (see ../work.ts) and is answered by the versions in use; every
further line asks for one round and is answered by its seconds, a number to compare with ours, and the peak memory so far.
"""

import json
import os
import resource
import sys
import time

import torch
import transformers

import checkpoint
import evaluation
import features
import optimizer
import training

KINDS = {
    "features": features.Features,
    "step": training.Step,
    "train": training.Train,
    "evaluate": evaluation.Evaluation,
    "optimizer": optimizer.Optimizer,
    "checkpoint": checkpoint.Checkpoint,
}


def versions():
    import safetensors
    import tokenizers

    python = sys.version.split()[0]
    modules = (torch, transformers, tokenizers, safetensors)
    return ", ".join([f"Python {python}", *(f"{module.__name__} {module.__version__}" for module in modules)])


def peak_bytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main():
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever a library prints is no answer
    request = json.loads(sys.stdin.readline())
    torch.set_num_threads(request["threads"])
    work = KINDS[request["kind"]](request)
    print(json.dumps({"versions": versions()}), file=answers)
    for _ in sys.stdin:
        start = time.perf_counter()
        check = work.run()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "check": check, "peakBytes": peak_bytes()}), file=answers)


main()
