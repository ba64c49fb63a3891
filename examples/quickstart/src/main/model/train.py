#!/usr/bin/python3
"""Trains the quickstart's classifier of parts and writes it as ONNX. See README.md beside this file."""

import argparse
import pathlib
import shutil

import numpy as np
import onnx
import torch
from torch import nn

RESOURCES = pathlib.Path(__file__).resolve().parent.parent / "resources/io/virk/examples/quickstart"
MODEL = "parts-classifier"
EMBEDDING = 64
BATCH = 50


class Classifier(nn.Module):
    """Five convolutions, the mean over the image as the embedding, one linear layer on top."""

    def __init__(self, classes):
        super().__init__()
        widths = [3, 16, 24, 40, 64, EMBEDDING]
        strides = [2, 2, 2, 2, 1]
        layers = []
        for before, after, stride in zip(widths, widths[1:], strides):
            layers += [
                nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False),
                nn.BatchNorm2d(after),
                nn.ReLU(),
            ]
        self.features = nn.Sequential(*layers)
        self.head = nn.Linear(EMBEDDING, classes)

    def forward(self, image):
        embedding = self.features(image - 0.35).mean(dim=(2, 3))
        return self.head(embedding), embedding


def as_input(frames):
    """[n, h, w, 3] bytes to [n, 3, h, w] floats of 0 .. 1: all the preparation the model wants."""
    return torch.from_numpy(np.array(frames)).permute(0, 3, 1, 2).float() / 255


def augmented(images, random):
    """Mild: what one camera may differ from itself, far less than a fault."""
    count = images.shape[0]
    light = torch.from_numpy(random.uniform(0.9, 1.1, (count, 1, 1, 1)).astype(np.float32))
    tint = torch.from_numpy(random.uniform(0.97, 1.03, (count, 3, 1, 1)).astype(np.float32))
    images = images * light * tint + 0.008 * torch.randn_like(images)
    if random.random() < 0.5:
        images = images.flip(3)
    dy, dx = int(random.integers(-4, 5)), int(random.integers(-6, 7))
    return torch.roll(images, (dy, dx), (2, 3)).clamp(0, 1)


def train(model, frames, labels, epochs, seed):
    random = np.random.default_rng(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=1e-2)
    steps = epochs * (len(labels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.03)
    for epoch in range(epochs):
        model.train()
        order = random.permutation(len(labels))
        total = 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            loss = loss_of(model(augmented(as_input(frames[batch]), random))[0], labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * BATCH
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(order):.4f}", flush=True)


@torch.no_grad()
def predicted(model, frames):
    model.eval()
    parts = [model(as_input(frames[i : i + 200]))[0] for i in range(0, len(frames), 200)]
    return torch.cat(parts).argmax(1)


def report(name, right, cameras):
    each = ", ".join(f"cam-{c} {right[cameras == c].mean():.4f}" for c in np.unique(cameras))
    print(f"{name} accuracy {right.mean():.4f} ({each})")


def export(model, height, width, file):
    model.eval()
    torch.onnx.export(
        model,
        torch.zeros(1, 3, height, width),
        str(file),
        opset_version=13,
        input_names=["image"],
        output_names=["logits", "embedding"],
        dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}, "embedding": {0: "n"}},
    )
    graph = onnx.load(str(file))
    graph.doc_string = ""
    graph.graph.doc_string = ""
    graph.graph.name = MODEL
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    onnx.save(graph, str(file))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frames", type=pathlib.Path, help="the folder that TrainingSet wrote")
    parser.add_argument("--out", type=pathlib.Path, default=RESOURCES)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    torch.use_deterministic_algorithms(True)
    data = {
        name: np.load(arguments.frames / f"{name}.npy", mmap_mode="r")
        for part in ("training", "validation")
        for name in (f"{part}-frames", f"{part}-labels", f"{part}-cameras")
    }
    classes = (arguments.frames / "classes.txt").read_text().split("\n")[:-1]
    labels = torch.from_numpy(data["training-labels"].astype(np.int64))
    model = Classifier(len(classes))
    train(model, data["training-frames"], labels, arguments.epochs, arguments.seed)

    for part in ("training", "validation"):
        found = predicted(model, data[f"{part}-frames"]).numpy()
        right = found == data[f"{part}-labels"]
        report(part, right, np.asarray(data[f"{part}-cameras"]))
    table = np.zeros((len(classes), len(classes)), int)
    np.add.at(table, (np.asarray(data["validation-labels"]), found), 1)
    for name, row in zip(classes, table):
        print(f"{name:>10}", " ".join(f"{n:4d}" for n in row))

    arguments.out.mkdir(parents=True, exist_ok=True)
    file = arguments.out / f"{MODEL}.onnx"
    export(model, *data["training-frames"].shape[1:3], file)
    shutil.copy(arguments.frames / "classes.txt", arguments.out / f"{MODEL}.txt")
    print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
