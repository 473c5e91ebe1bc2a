"""Writes test/fixtures/optim/{schedules,lamb}.json: learning rates of transformers.get_scheduler and weights after LAMB updates.

Needs torch 2.15.0, transformers 4.57.6 and numpy. LAMB is written out here from the paper (You et al., 2020) with the choices of
PopTorch's optimizer: phi(z) = z, trust ratio 1 where a norm is zero, decay inside the direction, bias correction on or off.
Usage: python test/reference/make_optim.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import get_scheduler

out = Path(__file__).resolve().parents[1] / "fixtures" / "optim"
out.mkdir(parents=True, exist_ok=True)


def rates(kind: str, peak: float, warmup: int, total: int) -> list[float]:
    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    scheduler = get_scheduler(kind, optimizer, num_warmup_steps=warmup, num_training_steps=total)
    seen = []
    for _ in range(total):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return seen


schedules = [
    {"type": kind, "peak": peak, "warmupSteps": warmup, "totalSteps": total, "rates": rates(kind, peak, warmup, total)}
    for kind in ("linear", "cosine", "constant", "constant_with_warmup")
    for peak, warmup, total in ((5e-5, 0, 7), (7e-5, 13, 97), (1e-3, 2, 12), (6e-3, 30, 30))
]
(out / "schedules.json").write_text(json.dumps(schedules) + "\n")


def lamb(bias_correction: bool) -> dict:
    rng = np.random.default_rng(5)
    tensors = {"weight": rng.normal(0, 0.5, 12), "zeros": np.zeros(4)}
    decay = {"weight": 0.1, "zeros": 0.0}
    beta1, beta2, eps = 0.9, 0.999, 1e-6
    tensors = {name: value.astype(np.float32).astype(np.float64) for name, value in tensors.items()}
    start = {name: value.tolist() for name, value in tensors.items()}
    m = {name: np.zeros_like(value) for name, value in tensors.items()}
    v = {name: np.zeros_like(value) for name, value in tensors.items()}
    steps = []
    for t in range(1, 11):
        rate = 0.02 * t / 10
        gradients = {name: rng.normal(0, 1, value.shape).astype(np.float32).astype(np.float64) for name, value in tensors.items()}
        for name, w in tensors.items():
            g = gradients[name]
            m[name] = beta1 * m[name] + (1 - beta1) * g
            v[name] = beta2 * v[name] + (1 - beta2) * g * g
            c1, c2 = (1 - beta1**t, 1 - beta2**t) if bias_correction else (1.0, 1.0)
            direction = (m[name] / c1) / (np.sqrt(v[name] / c2) + eps) + decay[name] * w
            r1, r2 = np.linalg.norm(w), np.linalg.norm(direction)
            trust = 1.0 if r1 == 0 or r2 == 0 else r1 / r2
            tensors[name] = w - rate * trust * direction
        steps.append({"rate": rate, "gradients": {n: g.tolist() for n, g in gradients.items()},
                      "weights": {n: w.tolist() for n, w in tensors.items()}})
    return {"biasCorrection": bias_correction, "beta1": beta1, "beta2": beta2, "epsilon": eps,
            "weightDecay": decay, "start": start, "steps": steps}


(out / "lamb.json").write_text(json.dumps([lamb(True), lamb(False)]) + "\n")
