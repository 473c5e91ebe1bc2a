"""Writes test/fixtures/models, model folders and pickles made by the programs whose files the engine must read.

Pinned: torch 2.15.0, transformers 4.57.6, safetensors 0.8.0. Run it from the repository: `python test/reference/make_models.py`.
The tensors that must be read lie beside the others as plain safetensors, in expected.safetensors.
"""

import collections
import os
import pathlib
import pickle
import shutil

import safetensors
import torch
import transformers
from safetensors.torch import save_file
from transformers import BertConfig, BertForQuestionAnswering, BertModel

assert torch.__version__.split("+")[0] == "2.15.0", torch.__version__
assert transformers.__version__ == "4.57.6", transformers.__version__
assert safetensors.__version__ == "0.8.0", safetensors.__version__

ROOT = pathlib.Path(__file__).resolve().parents[2] / "test" / "fixtures" / "models"
CONFIG = dict(vocab_size=12, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12,
              max_position_embeddings=8, type_vocab_size=2)


def folder(name):
    path = ROOT / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def save_config(model, path):
    model.config.save_pretrained(path)


def main():
    torch.manual_seed(7)
    model = BertForQuestionAnswering(BertConfig(**CONFIG))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_()
    state = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    save_file(state, folder("expected") / "expected.safetensors", metadata={"format": "pt"})

    model.save_pretrained(folder("whole"), safe_serialization=True)
    model.save_pretrained(folder("sharded"), safe_serialization=True, max_shard_size="2KB")
    model.save_pretrained(folder("bin"), safe_serialization=False)
    model.save_pretrained(folder("sharded-bin"), safe_serialization=False, max_shard_size="2KB")

    path = folder("legacy-bin")
    save_config(model, path)
    torch.save(model.state_dict(), path / "pytorch_model.bin", _use_new_zipfile_serialization=False)

    # As the first BERT models on the Hub: TensorFlow's names, another head, positions beside the weights, parameters instead of tensors.
    old = collections.OrderedDict()
    for name, tensor in state.items():
        if not name.startswith("qa_outputs"):
            renamed = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
            old[renamed] = torch.nn.Parameter(tensor)
    old["bert.embeddings.position_ids"] = torch.arange(8).unsqueeze(0)
    old["cls.predictions.bias"] = torch.zeros(12)
    path = folder("old-names")
    save_config(model, path)
    torch.save(old, path / "pytorch_model.bin")

    encoder = BertModel(BertConfig(**CONFIG))
    encoder.load_state_dict({name.removeprefix("bert."): tensor for name, tensor in state.items()}, strict=False)
    encoder.save_pretrained(folder("without-prefix"))

    # Views of one storage, transposed and sliced, and the other types of numbers.
    block = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    views = {
        "block": block, "transposed": block.t(), "column": block[:, 2], "corner": block[1:3, 2:5],
        "scalar": torch.tensor(3.5), "empty": torch.zeros(0, 3), "reversed axes": block.reshape(2, 3, 4).permute(2, 0, 1),
    }
    types = {
        "half": torch.tensor([1.0, -0.5, 6e-8]).half(), "bfloat": torch.tensor([1.0, -3.0]).bfloat16(),
        "double": torch.tensor([0.1, 1e300]).double(), "whole": torch.arange(3), "flags": torch.tensor([True, False]),
    }
    path = folder("views")
    torch.save({**views, **types, "step": 3, "nested": {"x": [1, (2.5, None, 2**70)]}}, path / "views.bin")
    torch.save(views, path / "views-legacy.bin", _use_new_zipfile_serialization=False)
    torch.save({**views, **types}, path / "views-protocol-4.bin", pickle_protocol=4)
    widened = {name: tensor.float().contiguous() for name, tensor in types.items() if tensor.is_floating_point()}
    expected = {name: tensor.contiguous().clone() for name, tensor in views.items()}
    save_file({**expected, **widened}, path / "expected.safetensors")

    # What must not be run: each would create a file named "executed" if it were.
    class Runs:
        def __init__(self, function, *args):
            self.reduce = (function, args)

        def __reduce__(self):
            return self.reduce

    path = folder("malicious")
    torch.save({"a": Runs(os.system, "touch executed")}, path / "os-system.bin")
    torch.save({"a": Runs(eval, "open('executed', 'w')")}, path / "eval-legacy.bin", _use_new_zipfile_serialization=False)
    torch.save({"a": Runs(getattr, torch.tensor(1.0), "data")}, path / "getattr.bin", pickle_protocol=4)
    (path / "plain-pickle.bin").write_bytes(pickle.dumps(Runs(os.system, "touch executed"), protocol=2))


if __name__ == "__main__":
    main()
    for path in ROOT.glob("*/generation_config.json"):
        path.unlink()
