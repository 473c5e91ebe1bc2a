"""Writes test/fixtures/data/*.parquet, the Parquet files that the tests of the data readers read.

Pinned: pyarrow 26.0.1 (`pip install pyarrow==26.0.1`). Run it from the repository: `python test/reference/make_parquet.py`.
The questions are the first 50 of samples/squad/train-sample.json, in the schema of Hugging Face's `squad` dataset.
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

assert pa.__version__ == "26.0.1", f"pyarrow is {pa.__version__}, not 26.0.1"

root = Path(__file__).resolve().parents[2]
out = root / "test" / "fixtures" / "data"


def questions(count):
    data = json.loads((root / "samples/squad/train-sample.json").read_text(encoding="utf-8"))["data"]
    rows = [
        {
            "id": qa["id"],
            "title": article["title"],
            "context": paragraph["context"],
            "question": qa["question"],
            "answers": {
                "text": [answer["text"] for answer in qa["answers"]],
                "answer_start": [answer["answer_start"] for answer in qa["answers"]],
            },
        }
        for article in data
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    ]
    return rows[:count]


def schema(answers):
    text = [(name, pa.string()) for name in ("id", "title", "context", "question")]
    return pa.schema(text + [("answers", answers)])


def write(name, rows, columns, **options):
    pq.write_table(pa.Table.from_pylist(rows, schema=columns), out / name, **options)


# datasets.load_dataset("squad").to_parquet() gives this schema; the Hub's files are compressed with snappy.
hub = schema(pa.struct([("text", pa.list_(pa.string())), ("answer_start", pa.list_(pa.int32()))]))
write("squad-50.parquet", questions(50), hub, compression="snappy", row_group_size=20)

few = questions(5)
for compression in ("none", "zstd", "gzip", "brotli", "lz4"):
    write(f"squad-5-{compression}.parquet", few, hub, compression=compression)

# The same with answers as a list of structures, 64-bit positions, newer pages and no dictionaries.
listed = schema(pa.list_(pa.struct([("text", pa.large_string()), ("answer_start", pa.int64())])))
answers_listed = [
    {**row, "answers": [{"text": t, "answer_start": s} for t, s in zip(*row["answers"].values())]} for row in few
]
write("squad-5-listed.parquet", answers_listed, listed, data_page_version="2.0", use_dictionary=False)

# What occurs beside text: numbers, truth values, nothing, empty lists, characters outside the basic plane.
mixed = pa.schema(
    [
        ("text", pa.string()),
        ("label", pa.int64()),
        ("score", pa.float32()),
        ("flag", pa.bool_()),
        ("tokens", pa.list_(pa.string())),
    ]
)
write(
    "mixed.parquet",
    [
        {"text": "𝒳 and 😀", "label": 1, "score": 0.5, "flag": True, "tokens": ["a", "b"]},
        {"text": None, "label": -1, "score": None, "flag": False, "tokens": []},
        {"text": "", "label": 2**53, "score": 1.5, "flag": None, "tokens": None},
    ],
    mixed,
)
write("empty.parquet", [], mixed)
