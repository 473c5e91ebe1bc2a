# Makes the goldens of test/engine/tasks/heads.test.ts: the same tiny model, trained on the samples by Hugging Face's Trainer with each head.
#
#   python test/reference/make_heads.py --out test/fixtures/heads
#
# Pinned in requirements.txt: torch 2.15.0 (CPU), transformers 4.57.6, tokenizers 0.22.2; for the scores seqeval 1.2.2.
# Preprocessing follows the example scripts run_glue.py, run_ner.py and run_swag.py with padding to a fixed length. For pre-training, the
# masked words are ours (dump_pretraining.ts says which), so that only model, loss and optimizer are compared.

import argparse
import csv
import json
import math
import os
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from transformers import (
    BertConfig,
    BertForMultipleChoice,
    BertForPreTraining,
    BertForSequenceClassification,
    BertForTokenClassification,
    BertTokenizerFast,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    get_linear_schedule_with_warmup,
    set_seed,
)

root = Path(__file__).resolve().parents[2]
samples = root / "samples"
MAX_LENGTH = 48
SETTINGS = {"seed": 42, "batch_size": 4, "accumulation": 2, "steps": 10, "learning_rate": 2e-3, "warmup_steps": 2, "weight_decay": 0.01}


def read_table(path, delimiter):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def read_conll(path):
    sentences, words = [], []
    for line in open(path).read().split("\n") + [""]:
        if line.startswith("-DOCSTART-") or not line.strip():
            if words:
                sentences.append(words)
            words = []
        else:
            words.append(line.split())
    return sentences


def make_vocabulary(path, tokens_wanted=400):
    text = " ".join(
        p.read_text().lower()
        for p in sorted([*samples.glob("*/*.csv"), *samples.glob("*/*.conll"), *samples.glob("*/*.jsonl"), *samples.glob("corpus/*.txt")])
    )
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = Counter("".join(c if c in letters else " " for c in text).split())
    common = [word for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])) if len(word) > 1]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *".,-'", *letters, *(f"##{c}" for c in letters), *common]
    path.write_text("\n".join(tokens[:tokens_wanted]) + "\n")
    return len(tokens[:tokens_wanted])


class Recorder(TrainerCallback):
    """Losses of weight updates to all digits; the Trainer's own log rounds them."""

    def __init__(self):
        self.losses, self.grad_norms, self.running = [], [], 0.0

    def on_step_end(self, args, state, control, **kwargs):
        self.losses.append(self.running)
        self.running = 0.0

    def on_log(self, args, state, control, logs=None, **kwargs):
        if "grad_norm" in logs:
            self.grad_norms.append(float(logs["grad_norm"]))


class RecordingTrainer(Trainer):
    def training_step(self, *args, **kwargs):
        loss = super().training_step(*args, **kwargs)
        self.recorder.running += loss.item()
        return loss


def train(model, train_set, eval_set, **changed):
    settings = {**SETTINGS, **changed}
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            output_dir=folder,
            use_cpu=True,
            seed=settings["seed"],
            max_steps=settings["steps"],
            per_device_train_batch_size=settings["batch_size"],
            gradient_accumulation_steps=settings["accumulation"],
            learning_rate=settings["learning_rate"],
            warmup_steps=settings["warmup_steps"],
            weight_decay=settings["weight_decay"],
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
        )
        trainer = RecordingTrainer(model=model, args=arguments, train_dataset=train_set, callbacks=[recorder])
        trainer.recorder = recorder
        trainer.train()
        logits = trainer.predict(eval_set).predictions
    return {"losses": recorder.losses, "gradNorms": recorder.grad_norms}, logits


def pretrained(model_class, folder, **config):
    set_seed(SETTINGS["seed"])
    return model_class.from_pretrained(folder, **config)


def classify(folder, tokenizer):
    from scipy.special import log_softmax
    from sklearn.metrics import accuracy_score, f1_score

    rows = {split: read_table(samples / "sentiment" / f"{split}.csv", ",") for split in ("train", "dev")}
    labels = sorted({row["label"] for row in rows["train"]})
    encode = lambda row: {
        **tokenizer(row["text"], padding="max_length", max_length=MAX_LENGTH, truncation=True),
        "label": labels.index(row["label"]),
    }
    data = {split: [encode(row) for row in part] for split, part in rows.items()}
    model = pretrained(BertForSequenceClassification, folder, num_labels=len(labels))
    result, logits = train(model, data["train"], data["dev"])
    truth, found = [row["label"] for row in data["dev"]], logits.argmax(-1)
    loss = -log_softmax(logits.astype(np.float64), -1)[range(len(truth)), truth].mean()
    figures = {
        "loss": loss,
        "accuracy": accuracy_score(truth, found),
        "macro_f1": f1_score(truth, found, average="macro", zero_division=0),
    }
    return {**result, "logits": logits.tolist(), "figures": figures}


def regress(folder, tokenizer, fixtures):
    from scipy.stats import pearsonr, spearmanr

    rows = {split: read_table(fixtures / f"similarity-{split}.tsv", "\t") for split in ("train", "dev")}
    encode = lambda row: {
        **tokenizer(row["sentence1"], row["sentence2"], padding="max_length", max_length=MAX_LENGTH, truncation=True),
        "label": float(row["label"]),
    }
    data = {split: [encode(row) for row in part] for split, part in rows.items()}
    result, logits = train(pretrained(BertForSequenceClassification, folder, num_labels=1), data["train"], data["dev"])
    truth, found = np.array([row["label"] for row in data["dev"]]), logits[:, 0].astype(np.float64)
    figures = {
        "mse": float(((truth - found) ** 2).mean()),
        "pearson": float(pearsonr(truth, found)[0]),
        "spearmanr": float(spearmanr(truth, found)[0]),
    }
    return {**result, "logits": logits.tolist(), "figures": figures}


def tag(folder, tokenizer):
    from scipy.special import log_softmax
    from seqeval.metrics import accuracy_score, f1_score, precision_score, recall_score

    sentences = {split: read_conll(samples / "entities" / f"{split}.conll") for split in ("train", "dev")}
    names = sorted({tag for sentence in sentences["train"] for _, tag in sentence})

    def encode(sentence):
        encoding = tokenizer(
            [word for word, _ in sentence], is_split_into_words=True, padding="max_length", max_length=MAX_LENGTH, truncation=True
        )
        ids, previous = [], None
        for word in encoding.word_ids():
            ids.append(names.index(sentence[word][1]) if word is not None and word != previous else -100)
            previous = word
        return {**encoding, "labels": ids}

    data = {split: [encode(sentence) for sentence in part] for split, part in sentences.items()}
    model = pretrained(BertForTokenClassification, folder, num_labels=len(names))
    # Longer, until there are entities to be scored.
    result, logits = train(model, data["train"], data["dev"], steps=25, learning_rate=1e-2)
    truth, found, losses = [], [], []
    for row, scores in zip(data["dev"], logits):
        places = [i for i, label in enumerate(row["labels"]) if label != -100]
        truth.append([names[row["labels"][i]] for i in places])
        found.append([names[scores[i].argmax()] for i in places])
        losses += (-log_softmax(scores[places].astype(np.float64), -1)[range(len(places)), [row["labels"][i] for i in places]]).tolist()
    figures = {
        "loss": sum(losses) / len(losses),
        "overall_precision": precision_score(truth, found),
        "overall_recall": recall_score(truth, found),
        "overall_f1": f1_score(truth, found),
        "overall_accuracy": accuracy_score(truth, found),
    }
    return {**result, "predictions": found, "figures": {k: float(v) for k, v in figures.items()}}


def seqeval_cases(count=200):
    """Random tag sequences, sound and unsound, with seqeval's scores."""
    from seqeval.metrics import f1_score, precision_score, recall_score

    random = np.random.default_rng(5)
    tags = ["O", "B-A", "I-A", "B-B", "I-B", "E-A", "S-B", "I-C-D", "."]
    cases = []
    for _ in range(count):
        lengths = random.integers(1, 7, size=random.integers(1, 4))
        draw = lambda: [[tags[i] for i in random.choice(len(tags), size=n, p=[0.3, 0.15, 0.2, 0.1, 0.1, 0.05, 0.05, 0.03, 0.02])] for n in lengths]
        truth = draw()
        found = [[t if random.random() < 0.6 else o for t, o in zip(a, b)] for a, b in zip(truth, draw())]
        scores = [float(f(truth, found, zero_division=0)) for f in (precision_score, recall_score, f1_score)]
        cases.append({"truth": truth, "found": found, "scores": scores})
    return cases


def choose(folder, tokenizer):
    from scipy.special import log_softmax

    rows = {split: [json.loads(line) for line in open(samples / "endings" / f"{split}.jsonl")] for split in ("train", "dev")}

    def encode(row):
        pairs = tokenizer(
            [row["sent1"]] * 4,
            [f"{row['sent2']} {row[f'ending{i}']}" for i in range(4)],
            padding="max_length",
            max_length=MAX_LENGTH,
            truncation=True,
        )
        return {**pairs, "label": row["label"]}

    data = {split: [encode(row) for row in part] for split, part in rows.items()}
    result, logits = train(pretrained(BertForMultipleChoice, folder), data["train"], data["dev"])
    truth = [row["label"] for row in data["dev"]]
    figures = {
        "loss": float(-log_softmax(logits.astype(np.float64), -1)[range(len(truth)), truth].mean()),
        "accuracy": float((logits.argmax(-1) == truth).mean()),
    }
    return {**result, "logits": logits.tolist(), "figures": figures}


def write_parquet(out):
    """Files as Hugging Face's datasets library writes them: numbers for classes, and their names in the description of the columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def write(name, columns, features):
        description = json.dumps({"info": {"features": features}})
        pq.write_table(pa.table(columns).replace_schema_metadata({"huggingface": description}), out / name)

    text = {"dtype": "string", "_type": "Value"}
    tags = {"names": ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"], "_type": "ClassLabel"}
    write(
        "entities.parquet",
        {
            "tokens": [["Ada", "Lindholm", "left", "."], ["Acme", "hired", "her"]],
            "ner_tags": pa.array([[1, 2, 0, 0], [3, 0, 0]], pa.list_(pa.int64())),
        },
        {"tokens": {"feature": text, "_type": "Sequence"}, "ner_tags": {"feature": tags, "_type": "Sequence"}},
    )
    write(
        "sentiment.parquet",
        {"sentence": ["a good day", "a bad day", "so so"], "label": pa.array([1, 0, 1], pa.int64())},
        {"sentence": text, "label": {"names": ["negative", "positive"], "_type": "ClassLabel"}},
    )


def pretrain(folder):
    # As the Trainer does it: each micro-batch's mean losses, divided by the number of micro-batches in the update.
    dump = json.loads(subprocess.check_output(["node", root / "test" / "reference" / "dump_pretraining.ts"], env=os.environ))
    model = BertForPreTraining.from_pretrained(folder).train()
    decayed = [p for name, p in model.named_parameters() if not name.endswith("bias") and "LayerNorm" not in name]
    others = [p for name, p in model.named_parameters() if name.endswith("bias") or "LayerNorm" in name]
    groups = [{"params": decayed, "weight_decay": SETTINGS["weight_decay"]}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=SETTINGS["learning_rate"], betas=(0.9, 0.999), eps=1e-8)
    schedule = get_linear_schedule_with_warmup(optimizer, SETTINGS["warmup_steps"], SETTINGS["steps"])
    tensors = lambda batch: {name: torch.tensor(batch[name]) for name in batch}
    losses, grad_norms = [], []
    for update in dump["updates"]:
        total = 0.0
        for batch in update:
            loss = model(**tensors(batch)).loss / len(update)
            loss.backward()
            total += loss.item()
        losses.append(total)
        grad_norms.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)))
        optimizer.step()
        schedule.step()
        model.zero_grad()
    model.eval()
    hits, masked_losses, next_losses, next_hits = [], [], [], []
    with torch.no_grad():
        for batch in dump["evaluation"]:
            inputs = tensors(batch)
            labels, following = inputs.pop("labels"), inputs.pop("next_sentence_label")
            output = model(**inputs)
            places = labels != -100
            scores = torch.log_softmax(output.prediction_logits[places].double(), -1)
            masked_losses += (-scores[range(len(scores)), labels[places]]).tolist()
            hits += (scores.argmax(-1) == labels[places]).tolist()
            scores = torch.log_softmax(output.seq_relationship_logits.double(), -1)
            next_losses += (-scores[range(len(scores)), following]).tolist()
            next_hits += (scores.argmax(-1) == following).tolist()
    mean = lambda values: sum(values) / len(values)
    figures = {
        "loss": mean(masked_losses) + mean(next_losses),
        "mlm_loss": mean(masked_losses),
        "mlm_accuracy": mean(hits),
        "perplexity": math.exp(mean(masked_losses)),
        "nsp_loss": mean(next_losses),
        "nsp_accuracy": mean(next_hits),
    }
    return {"losses": losses, "gradNorms": grad_norms, "figures": figures}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=root / "test" / "fixtures" / "heads")
    parser.add_argument("--only", nargs="*")
    arguments = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    folder = arguments.out / "model"
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = folder / "vocab.txt"
    size = make_vocabulary(vocabulary)
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=64, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, initializer_range=0.1,
    )  # fmt: skip
    set_seed(11)
    BertForPreTraining(config).save_pretrained(folder)
    write_parquet(arguments.out)
    tokenizer = BertTokenizerFast(vocab_file=str(vocabulary), do_lower_case=True)
    tasks = {
        "sequence-classification": lambda: classify(folder, tokenizer),
        "regression": lambda: regress(folder, tokenizer, arguments.out),
        "token-classification": lambda: tag(folder, tokenizer),
        "seqeval": seqeval_cases,
        "multiple-choice": lambda: choose(folder, tokenizer),
        "pretraining": lambda: pretrain(folder),
    }
    for name, make in tasks.items():
        if arguments.only and name not in arguments.only:
            continue
        (arguments.out / f"{name}.json").write_text(json.dumps(make()) + "\n")
        print(name)


main()
