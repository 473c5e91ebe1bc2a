"""AdamW with clipping, as transformers' Trainer sets it up."""

import torch

from model import build_model


def build_optimizer(model, request):
    """torch.optim.AdamW, fused (the Trainer's default), without decay on biases and layer norms."""
    named = list(model.named_parameters())

    def decays(name):
        return not (name.endswith("bias") or "LayerNorm" in name)

    groups = [
        {"params": [p for name, p in named if decays(name)], "weight_decay": request["weightDecay"]},
        {"params": [p for name, p in named if not decays(name)], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=request["learningRate"], betas=(0.9, 0.999), eps=1e-8, fused=True)


class Optimizer:
    """One clipping and one update of all weights, with gradients everywhere."""

    def __init__(self, request):
        self.model = build_model(request)
        self.max_norm = request["maxGradNorm"]
        self.optimizer = build_optimizer(self.model, request)
        generator = torch.Generator().manual_seed(1)
        for parameter in self.model.parameters():
            parameter.grad = torch.empty_like(parameter).uniform_(-1e-3, 1e-3, generator=generator)

    def run(self):
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        self.optimizer.step()
        return None
