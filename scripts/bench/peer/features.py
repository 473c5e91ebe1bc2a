"""Features of a SQuAD file as run_qa.py makes them.

`prepare_train_features` is that of transformers 4.57.6, examples/pytorch/question-answering/run_qa.py (Apache-2.0, The
HuggingFace Inc. team). It is called on slices of 1,000 questions, as `datasets.map(batched=True)` calls it, but without that library:
neither its Arrow tables nor its cache are in the time.
"""

import json

from transformers import BertTokenizerFast

BATCH = 1000


class Features:
    def __init__(self, request):
        self.tokenizer = BertTokenizerFast(vocab_file=request["vocabulary"], do_lower_case=True)
        self.max_length = request["maxLength"]
        self.stride = request["docStride"]
        self.columns = read_columns(request["dataset"])
        self.tokenizer_only = request["tokenizerOnly"]
        if self.tokenizer_only:
            rust = self.tokenizer.backend_tokenizer
            rust.enable_truncation(self.max_length, stride=self.stride, strategy="only_second")
            rust.enable_padding(length=self.max_length)

    def run(self):
        count = 0
        for start in range(0, len(self.columns["question"]), BATCH):
            batch = {name: values[start : start + BATCH] for name, values in self.columns.items()}
            count += self.encode(batch) if self.tokenizer_only else len(self.prepare_train_features(batch)["input_ids"])
        return float(count)

    def encode(self, examples):
        questions = (question.lstrip() for question in examples["question"])
        encodings = self.tokenizer.backend_tokenizer.encode_batch(list(zip(questions, examples["context"])))
        return sum(1 + len(encoding.overflowing) for encoding in encodings)

    def prepare_train_features(self, examples):
        examples["question"] = [question.lstrip() for question in examples["question"]]
        tokenized = self.tokenizer(
            examples["question"],
            examples["context"],
            truncation="only_second",
            max_length=self.max_length,
            stride=self.stride,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding="max_length",
        )
        sample_mapping = tokenized.pop("overflow_to_sample_mapping")
        offset_mapping = tokenized.pop("offset_mapping")
        tokenized["start_positions"] = []
        tokenized["end_positions"] = []
        for i, offsets in enumerate(offset_mapping):
            input_ids = tokenized["input_ids"][i]
            cls_index = input_ids.index(self.tokenizer.cls_token_id)
            sequence_ids = tokenized.sequence_ids(i)
            answers = examples["answers"][sample_mapping[i]]
            if len(answers["answer_start"]) == 0:
                tokenized["start_positions"].append(cls_index)
                tokenized["end_positions"].append(cls_index)
                continue
            start_char = answers["answer_start"][0]
            end_char = start_char + len(answers["text"][0])
            token_start_index = 0
            while sequence_ids[token_start_index] != 1:
                token_start_index += 1
            token_end_index = len(input_ids) - 1
            while sequence_ids[token_end_index] != 1:
                token_end_index -= 1
            if not (offsets[token_start_index][0] <= start_char and offsets[token_end_index][1] >= end_char):
                tokenized["start_positions"].append(cls_index)
                tokenized["end_positions"].append(cls_index)
            else:
                while token_start_index < len(offsets) and offsets[token_start_index][0] <= start_char:
                    token_start_index += 1
                tokenized["start_positions"].append(token_start_index - 1)
                while offsets[token_end_index][1] >= end_char:
                    token_end_index -= 1
                tokenized["end_positions"].append(token_end_index + 1)
        return tokenized


def read_columns(path):
    """The official nested JSON as the columns that run_qa.py works on."""
    columns = {"question": [], "context": [], "answers": []}
    with open(path, encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for paragraph in (paragraph for article in articles for paragraph in article["paragraphs"]):
        for question in paragraph["qas"]:
            columns["question"].append(question["question"])
            columns["context"].append(paragraph["context"])
            columns["answers"].append(
                {
                    "text": [answer["text"] for answer in question["answers"]],
                    "answer_start": [answer["answer_start"] for answer in question["answers"]],
                }
            )
    return columns
