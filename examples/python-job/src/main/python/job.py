#!/usr/bin/env python3
"""The last step of a training job: leaves what VIRK wants to know of the training data.

    python3 job.py OUT

writes OUT/reference, from which the service in Java makes its baseline, and OUT/live, pictures to try it on. It needs numpy alone.
"""
import hashlib
import json
import pathlib
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE / "tiny.onnx"  # what the service runs
WEIGHTS = HERE / "tiny.npz"  # the same network, for this job
# the steps from a picture to the model's input, in the words of docs/embedders.md
PREPROCESSING = {
    "transform": {"resize": "stretch", "channels": "RGB", "scale": 1 / 255},
    "input": "3x24x32 NCHW",
}


def pictures(count, seed, light=1.0):
    """[n, 24, 32, 3] bytes: discs before a background. In the place of your training data."""
    random = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[:24, :32]
    frames = numpy.empty((count, 24, 32, 3), numpy.uint8)
    for frame in frames:
        back, disc = 90 + random.integers(0, 80, 2)[:, None] + random.integers(0, 40, (2, 3))
        inside = numpy.hypot(x - random.integers(32), y - random.integers(24)) < random.integers(4, 12)
        clean = light * numpy.where(inside[..., None], disc, back)
        frame[:] = numpy.clip(clean + random.normal(0, 3, clean.shape), 0, 255)
    return frames


def network(frames):
    """Embeddings and logits. In the place of your model, in the framework that trained it."""
    w = numpy.load(WEIGHTS)
    image = frames.transpose(0, 3, 1, 2).astype(numpy.float32) / 255
    flat = image.reshape(-1, 3, 6, 4, 8, 4).mean((3, 5)).reshape(len(frames), -1)
    embeddings = numpy.maximum(flat @ w["w1"] + w["b1"], 0)
    return embeddings, embeddings @ w["w2"] + w["b2"]


def save_bmp(file, frame):
    """24 bits a pixel, the lowest row first; 32 pixels a row need no padding."""
    height, width, _ = frame.shape
    header = [0, 54, 40, width, height, 1 | 24 << 16, 0, frame.size, 0, 0, 0, 0]
    head = b"BM" + numpy.array([54 + frame.size] + header, "<u4").tobytes()
    file.write_bytes(head + frame[::-1, :, ::-1].tobytes())


def main(out):
    reference = out / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    frames = pictures(400, seed=1)
    embeddings, logits = network(frames)
    numpy.save(reference / "embeddings.npy", embeddings)  # [n, 16], in the order they were taken
    numpy.save(reference / "logits.npy", logits)  # [n, 4], before any softmax
    numpy.save(reference / "labels.npy", logits.argmax(1))  # [n]: yours are the true classes
    numpy.save(reference / "slices.npy", numpy.arange(400) % 2 + 1)  # [n]: which camera took it
    model = {"sha256": hashlib.sha256(MODEL.read_bytes()).hexdigest(), "preprocessing": PREPROCESSING}
    (reference / "model.json").write_text(json.dumps(model))

    live = out / "live"
    live.mkdir(exist_ok=True)
    frames = numpy.concatenate([pictures(96, seed=2), pictures(128, seed=3, light=0.5)])
    for i, frame in enumerate(frames):
        save_bmp(live / f"{i:04d}-cam{i % 2 + 1}.bmp", frame)
    print(f"{out}: {len(logits)} observations of model {model['sha256'][:12]}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
