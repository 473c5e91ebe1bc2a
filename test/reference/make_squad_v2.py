"""Writes test/fixtures/squad-v2: an evaluation on SQuAD v2.0 with null odds, as run_qa.py does it.

Pinned: transformers 4.57.6, tokenizers 0.22.2; the files here were made on torch 2.15.0, whose logits differ from those of other versions in
the last digits only. Run it from the repository, with the path of SQuAD's dev-v2.0.json:
`python test/reference/make_squad_v2.py dev-v2.0.json`.
The model is a small one whose weights are torch.rand draws, tensor by tensor in the order of their names, so that a test can draw the
same and no weights need to be kept.
"""

import collections
import json
import sys
from pathlib import Path

import numpy as np
import tokenizers
import torch
import transformers
from transformers import BertConfig, BertForQuestionAnswering, BertTokenizerFast
from transformers.data.metrics.squad_metrics import squad_evaluate

assert transformers.__version__ == "4.57.6", transformers.__version__
assert tokenizers.__version__ == "0.22.2", tokenizers.__version__

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test" / "fixtures" / "squad-v2"
QUESTIONS, MAX_LENGTH, STRIDE, N_BEST, MAX_ANSWER = 60, 128, 32, 5, 30


def first_questions(path):
    """The first questions in the official layout; only the fields that are read."""
    data, left = [], QUESTIONS
    for article in json.loads(Path(path).read_text(encoding="utf-8"))["data"]:
        paragraphs = []
        for paragraph in article["paragraphs"]:
            qas = [{key: qa[key] for key in ("id", "question", "is_impossible", "answers")} for qa in paragraph["qas"][:left]]
            left -= len(qas)
            if qas:
                paragraphs.append({"context": paragraph["context"], "qas": qas})
        if paragraphs:
            data.append({"title": article["title"], "paragraphs": paragraphs})
    return {"version": "v2.0", "data": data}


def make_model():
    config = BertConfig(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
    model = BertForQuestionAnswering(config).eval()
    torch.manual_seed(11)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            centred = torch.rand(parameter.numel()).reshape(parameter.shape) - 0.5
            scale = 4 if name.startswith("qa_outputs") else 0.5
            parameter.copy_(centred * scale + (1 if name.endswith("LayerNorm.weight") else 0))
    return model


def make_features(examples, tokenizer):
    """run_qa.py's prepare_validation_features: offsets of everything but the context are None."""
    encoded = tokenizer(
        [example["question"].lstrip() for example in examples],
        [example["context"] for example in examples],
        truncation="only_second",
        max_length=MAX_LENGTH,
        stride=STRIDE,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        padding="max_length",
    )
    for i, offsets in enumerate(encoded["offset_mapping"]):
        in_context = [part == 1 for part in encoded.sequence_ids(i)]
        encoded["offset_mapping"][i] = [offset if inside else None for offset, inside in zip(offsets, in_context)]
    return encoded


def answer(context, windows):
    """The n-best list of a question and how much higher "no answer" scores, from (start logits, end logits, offsets) of its windows."""
    spans, null = [], None
    for start, end, offsets in windows:
        score = start[0] + end[0]
        if null is None or score < null["score"]:
            null = {"at": (0, 0), "score": score, "start_logit": start[0], "end_logit": end[0]}
        tops = [np.argsort(logits)[::-1][:N_BEST].tolist() for logits in (start, end)]
        for s in tops[0]:
            for e in tops[1]:
                if offsets[s] is None or offsets[e] is None or not s <= e < s + MAX_ANSWER:
                    continue
                at = (offsets[s][0], offsets[e][1])
                spans.append({"at": at, "score": start[s] + end[e], "start_logit": start[s], "end_logit": end[e]})
    kept = sorted(spans + [null], key=lambda span: -span["score"])[:N_BEST]
    if all(span["at"] != (0, 0) for span in kept):
        kept.append(null)
    best = [
        {
            "start_logit": float(span["start_logit"]),
            "end_logit": float(span["end_logit"]),
            "text": context[span["at"][0] : span["at"][1]],
        }
        for span in kept
    ]
    scores = [span["score"] for span in kept]
    if len(best) == 1 and best[0]["text"] == "":
        best.insert(0, {"text": "empty", "start_logit": 0.0, "end_logit": 0.0})
        scores.insert(0, 0.0)
    exponentials = np.exp(np.array(scores) - np.max(scores))
    for entry, probability in zip(best, exponentials / exponentials.sum()):
        entry["probability"] = float(probability)
    top = next(entry for entry in best if entry["text"] != "")
    return best, float(null["score"] - np.float32(top["start_logit"]) - np.float32(top["end_logit"])), top["text"]


class Gold:
    """What squad_evaluate wants to know of a question."""

    def __init__(self, qa):
        self.qas_id, self.answers, self.is_impossible = qa["id"], qa["answers"], qa["is_impossible"]


def write(name, value, end="\n", **options):
    (OUT / name).write_text(json.dumps(value, indent=4, **options) + end, encoding="utf-8")


def main():
    dataset = first_questions(sys.argv[1])
    examples = [
        {**qa, "context": paragraph["context"]}
        for article in dataset["data"]
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    ]
    tokenizer = BertTokenizerFast(vocab_file=str(ROOT / "samples" / "vocab.txt"), do_lower_case=True)
    features = make_features(examples, tokenizer)
    with torch.no_grad():
        inputs = {key: torch.tensor(features[key]) for key in ("input_ids", "attention_mask", "token_type_ids")}
        logits = make_model()(**inputs)
    starts, ends = logits.start_logits.numpy(), logits.end_logits.numpy()
    windows = collections.defaultdict(list)
    for i, example in enumerate(features["overflow_to_sample_mapping"]):
        windows[example].append((starts[i], ends[i], features["offset_mapping"][i]))
    results = [answer(example["context"], windows[i]) for i, example in enumerate(examples)]
    # The middle of the widest gap around the median: about half the questions get no answer, and rounding decides none of them.
    odds = sorted(result[1] for result in results)
    low, high = max(zip(odds[20:40], odds[21:41]), key=lambda pair: pair[1] - pair[0])
    threshold = round((low + high) / 2, 3)

    ids = [example["id"] for example in examples]
    predictions = {id: "" if odds > threshold else text for id, (_, odds, text) in zip(ids, results)}
    scores = squad_evaluate([Gold(example) for example in examples], predictions, {id: 0.0 for id in ids})
    metrics = {f"eval_{name}": value for name, value in scores.items()} | {"eval_samples": len(starts)}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "dev-v2-60.json").write_text(json.dumps(dataset), encoding="utf-8")
    write("settings.json", {"null_score_diff_threshold": threshold})
    write("eval_predictions.json", predictions)
    write("eval_nbest_predictions.json", {id: nbest for id, (nbest, _, _) in zip(ids, results)})
    write("eval_null_odds.json", {id: odds for id, (_, odds, _) in zip(ids, results)})
    write("eval_results.json", metrics, end="", sort_keys=True)


if __name__ == "__main__":
    main()
