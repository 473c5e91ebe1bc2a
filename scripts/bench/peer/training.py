"""Forward and backward, and whole weight updates, as transformers' Trainer does them."""

import torch

from model import autocast, build_model, collate, read_sequences
from optimizer import build_optimizer


class Step:
    """One micro-batch, forward and backward; gradients accumulate."""

    def __init__(self, request):
        self.request = request
        self.model = build_model(request).train()
        sequences = read_sequences(request)[: request["batchSize"]]
        self.batch = collate(sequences, request["maxLength"], labels=True)

    def run(self):
        with autocast(self.request):
            loss = self.model(**self.batch).loss
        loss.backward()
        return loss.item()


class Train:
    """Weight updates: micro-batches, clipping, AdamW."""

    def __init__(self, request):
        self.request = request
        self.model = build_model(request).train()
        self.optimizer = build_optimizer(self.model, request)
        sequences = read_sequences(request)
        size = request["microBatchSize"] * request["accumulationSteps"]
        self.updates = [sequences[start : start + size] for start in range(0, len(sequences), size)]

    def plan(self, sequences):
        """Micro-batches of one update with their lengths: as they come and padded to the end, or grouped by length."""
        size = self.request["microBatchSize"]
        grouped = self.request["padding"] == "grouped"
        if grouped:
            sequences = sorted(sequences, key=lambda sequence: len(sequence["ids"]))
        for start in range(0, len(sequences), size):
            members = sequences[start : start + size]
            longest = max(len(sequence["ids"]) for sequence in members)
            multiple_of_8 = (longest + 7) // 8 * 8
            yield collate(members, multiple_of_8 if grouped else self.request["maxLength"], labels=True)

    def run(self):
        return sum(self.update(sequences) for sequences in self.updates) / len(self.updates)

    def update(self, sequences):
        total = 0.0
        batches = list(self.plan(sequences))
        for batch in batches:
            with autocast(self.request):
                loss = self.model(**batch).loss / len(batches)
            loss.backward()
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.request["maxGradNorm"])
        self.optimizer.step()
        self.model.zero_grad()
        return total
