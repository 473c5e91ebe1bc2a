"""Writes test/fixtures/training/*.json: short trainings by transformers' Trainer on the samples, from weights that need no file.

Needs torch 2.15.0, transformers 4.57.6, tokenizers 0.22.2, accelerate and numpy, on the CPU. The start is our own: torch's generator,
seeded with the experiment's seed, fills one tensor after the other in transformers' order, as the engine does for random weights.
Features are made as run_qa.py makes them (prepare_train_features). Of the final weights the file keeps, for every tensor, the norm and
64 elements at even distances. Usage: python test/reference/make_training.py
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from transformers import (BertConfig, BertForQuestionAnswering, BertTokenizerFast, Trainer, TrainerCallback,
                          TrainingArguments, default_data_collator)

root = Path(__file__).resolve().parents[2]
out = root / "test" / "fixtures" / "training"
out.mkdir(parents=True, exist_ok=True)
tokenizer = BertTokenizerFast(vocab_file=str(root / "samples" / "vocab.txt"), do_lower_case=True)

LENGTH, STRIDE, SEED = 128, 32, 42
CONFIG = dict(vocab_size=30522, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
              max_position_embeddings=128, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)


def examples(count):
    rows = []
    for article in json.loads((root / "samples/squad/train-sample.json").read_text())["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                rows.append((qa["question"].lstrip(), paragraph["context"], qa["answers"][0]))
    return rows[:count]


def features(count):
    """run_qa.py's prepare_train_features, then its cut to max_train_samples."""
    made = []
    for question, context, answer in examples(count):
        encoded = tokenizer(question, context, truncation="only_second", max_length=LENGTH, stride=STRIDE,
                            return_overflowing_tokens=True, return_offsets_mapping=True, padding="max_length")
        for i, offsets in enumerate(encoded["offset_mapping"]):
            ids = encoded.sequence_ids(i)
            first, last = ids.index(1), len(ids) - 1 - ids[::-1].index(1)
            start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            low = high = 0
            if offsets[first][0] <= start and offsets[last][1] >= end:
                low, high = first, last
                while low < len(offsets) and offsets[low][0] <= start:
                    low += 1
                while offsets[high][1] >= end:
                    high -= 1
                low, high = low - 1, high + 1
            made.append({"input_ids": encoded["input_ids"][i], "token_type_ids": encoded["token_type_ids"][i],
                         "attention_mask": encoded["attention_mask"][i], "start_positions": low, "end_positions": high})
    return made[:count]


def start():
    model = BertForQuestionAnswering(BertConfig(**CONFIG))
    torch.manual_seed(SEED)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "LayerNorm" in name:
                parameter.fill_(1.0 if name.endswith("weight") else 0.0)
            elif name.endswith("bias"):
                parameter.zero_()
            else:
                parameter.normal_(0.0, 0.02)
        model.bert.embeddings.word_embeddings.weight[0].zero_()
    return model


class Losses(Trainer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.micro_losses = []

    def training_step(self, *args, **kwargs):
        loss = super().training_step(*args, **kwargs)
        self.micro_losses.append(loss.item())
        return loss


def train(name, count, **arguments):
    torch.set_num_threads(1)
    model = start()
    data = features(count)
    with tempfile.TemporaryDirectory() as folder:
        settings = TrainingArguments(output_dir=folder, seed=SEED, logging_steps=1, save_strategy="no", report_to=[],
                                     use_cpu=True, disable_tqdm=True, optim="adamw_torch", num_train_epochs=2,
                                     learning_rate=1e-3, **arguments)
        trainer = Losses(model=model, args=settings, train_dataset=data, data_collator=default_data_collator)
        trainer.train()
    weights = {}
    for tensor, value in model.state_dict().items():
        flat = value.numpy().ravel()
        places = sorted(set(np.linspace(0, flat.size - 1, 64).astype(int).tolist()))
        weights[tensor] = {"norm": float(np.linalg.norm(flat.astype(np.float64))),
                           "elements": {str(p): float(flat[p]) for p in places}}
    golden = {"examples": count, "features": len(data), "log": trainer.state.log_history,
              "micro_loss": trainer.micro_losses, "weights": weights}
    (out / f"{name}.json").write_text(json.dumps(golden) + "\n")
    print(name, len(data), trainer.state.log_history[-1]["train_loss"], file=sys.stderr)


train("plain", 60, per_device_train_batch_size=4)
train("accumulation", 61, per_device_train_batch_size=3, gradient_accumulation_steps=4, weight_decay=0.01,
      warmup_ratio=0.1, lr_scheduler_type="cosine")
train("drop-last", 61, per_device_train_batch_size=4, gradient_accumulation_steps=4, dataloader_drop_last=True,
      warmup_steps=2, lr_scheduler_type="constant_with_warmup")
