"""Start and end scores of many features, as run_qa.py's evaluation computes them: in order, padded to the end."""

import torch

from model import build_model, collate, read_sequences


class Evaluation:
    def __init__(self, request):
        self.request = request
        self.model = build_model(request).eval()
        self.sequences = read_sequences(request)

    @torch.inference_mode()
    def run(self):
        size, length = self.request["batchSize"], self.request["maxLength"]
        total = 0.0
        for start in range(0, len(self.sequences), size):
            members = self.sequences[start : start + size]
            output = self.model(**collate(members, length, labels=False))
            for row, sequence in enumerate(members):
                used = len(sequence["ids"])
                total += output.start_logits[row, :used].abs().mean().item()
                total += output.end_logits[row, :used].abs().mean().item()
        return total / (2 * len(self.sequences))
