"""The model of a benchmark and its batches, the same as on our side: same weights, same sequences."""

import contextlib
import json

import torch
from transformers import BertConfig, BertForQuestionAnswering

SEED = 42


def build_model(request):
    """BERT for question answering with the weights that our engine draws from the same seed."""
    dropout = request.get("dropout", 0.0)
    config = BertConfig(
        **request["geometry"], hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout
    )
    model = BertForQuestionAnswering._from_config(config, attn_implementation="sdpa")
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("LayerNorm.weight"):
                parameter.fill_(1.0)
            elif name.endswith("bias"):
                parameter.zero_()
            else:
                parameter.normal_(0.0, config.initializer_range, generator=generator)
        model.bert.embeddings.word_embeddings.weight[config.pad_token_id].zero_()
    return model


def read_sequences(request):
    with open(request["sequences"], encoding="utf-8") as file:
        return json.load(file)


def collate(sequences, length, labels):
    """Tensors as default_data_collator makes them, padded to `length` positions."""

    def pad(values):
        return values + [0] * (length - len(values))

    def types(sequence):
        return [0] * sequence["contextStart"] + [1] * (len(sequence["ids"]) - sequence["contextStart"])

    batch = {
        "input_ids": torch.tensor([pad(sequence["ids"]) for sequence in sequences]),
        "attention_mask": torch.tensor([pad([1] * len(sequence["ids"])) for sequence in sequences]),
        "token_type_ids": torch.tensor([pad(types(sequence)) for sequence in sequences]),
    }
    if labels:
        batch["start_positions"] = torch.tensor([sequence["start"] for sequence in sequences])
        batch["end_positions"] = torch.tensor([sequence["end"] for sequence in sequences])
    return batch


def autocast(request):
    """As transformers' Trainer does with --bf16: around the forward pass."""
    if request["precision"] == "bf16":
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return contextlib.nullcontext()
