"""Writes test/fixtures/tensorboard/: event files as PyTorch's SummaryWriter and TensorBoard's own Writer make them, with what
TensorBoard's reader finds in each. Needs tensorboard and torch (test/reference/requirements.txt)."""

import json
import pathlib
import shutil
import time

import torch
from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.summary import Writer
from tensorboard.util import tensor_util
from torch.utils.tensorboard import SummaryWriter

folder = pathlib.Path(__file__).parent.parent / "fixtures" / "tensorboard"
shutil.rmtree(folder, ignore_errors=True)
start = 1_700_000_000.0


def torch_run():
    path = folder / "torch"
    with SummaryWriter(str(path), filename_suffix=".torch") as writer:
        for step in range(5):
            writer.add_scalar("train/loss", 2.5 / (step + 1), step, walltime=start + step)
            writer.add_scalar("train/learning_rate", 9e-5 * (1 - step / 5), step, walltime=start + step + 0.25)
            writer.add_histogram("weights", torch.arange(10.0), step, walltime=start + step)
        writer.add_scalar("eval/f1", float("nan"), 4, walltime=start + 5)
        writer.add_scalar("eval/f1", 88.5, 4, walltime=start + 6)
        writer.add_text("note", "not a scalar", 0, walltime=start)
        writer.add_hparams({"learning_rate": 9e-5, "seed": 7, "lamb": True, "note": "x"}, {"hparam/f1": 88.5}, run_name=".")


def tensor_run():
    writer = Writer(str(folder / "tensor" / "fold 1"))
    for step in range(3):
        writer.add_scalar("accuracy", step / 4, step, wall_time=start + step)
    writer.add_scalar("accuracy", float("inf"), 3, wall_time=start + 3)
    writer.close()


def what_tensorboard_reads(path):
    reader = event_accumulator.EventAccumulator(str(path), size_guidance={"scalars": 0, "tensors": 0})
    reader.Reload()
    tags = reader.Tags()
    scalars = {tag: [[e.wall_time, e.step, repr(e.value)] for e in reader.Scalars(tag)] for tag in tags["scalars"]}
    for tag in tags["tensors"]:
        if reader.SummaryMetadata(tag).plugin_data.plugin_name == "scalars":
            scalars[tag] = [[e.wall_time, e.step, repr(tensor_util.make_ndarray(e.tensor_proto).item())] for e in reader.Tensors(tag)]
    return scalars


torch_run()
tensor_run()
runs = {name: what_tensorboard_reads(folder / name) for name in ["torch", "tensor/fold 1"]}
(folder / "scalars.json").write_text(json.dumps(runs, indent=2) + "\n")
