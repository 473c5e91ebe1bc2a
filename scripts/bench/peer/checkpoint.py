"""Weights to a file and back, with the safetensors package."""

import os

import torch
from safetensors.torch import load_file, save_file

from model import build_model


class Checkpoint:
    def __init__(self, request):
        self.request = request
        self.tensors = {name: tensor.detach() for name, tensor in build_model(request).named_parameters()}
        self.path = os.path.join(request["folder"], "peer.safetensors")

    def run(self):
        save_file(self.tensors, self.path, metadata={"format": "pt"})
        if self.request["durable"]:
            with open(self.path, "r+b") as file:
                os.fsync(file.fileno())
        # load_file only maps the file; a model's weights are in memory when they are copied into it.
        loaded = {name: torch.clone(tensor) for name, tensor in load_file(self.path).items()}
        return float(sum(tensor.numel() for tensor in loaded.values()))
