#!/usr/bin/env python3
"""Made tiny.onnx and tiny.npz, once: the same small network as ONNX and as arrays, its weights by chance.

A real job exports its network with torch.onnx.export; this one writes the few messages of onnx.proto by hand, for it has numpy alone.
"""
import pathlib

import numpy

HERE = pathlib.Path(__file__).resolve().parent


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def number(field, n):
    return varint(field << 3) + varint(n)


def part(field, content):
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name, values):
    dims = b"".join(number(1, d) for d in values.shape)
    return dims + number(2, 1) + part(8, name) + part(9, values.astype("<f4").tobytes())


def ints(name, values):
    return part(5, part(1, name) + b"".join(number(8, v) for v in values) + number(20, 7))


def node(kind, inputs, output, attributes=b""):
    return part(1, b"".join(part(1, i) for i in inputs) + part(2, output) + part(4, kind) + attributes)


def value(name, shape):
    dims = part(1, part(2, "n")) + b"".join(part(1, number(1, d)) for d in shape)
    return part(1, name) + part(2, part(1, number(1, 1) + part(2, dims)))


def main():
    random = numpy.random.default_rng(7)
    w1 = random.normal(0, 0.35, (144, 16)).astype(numpy.float32)
    b1 = random.normal(0, 0.1, 16).astype(numpy.float32)
    w2 = random.normal(0, 0.8, (16, 4)).astype(numpy.float32)
    b2 = random.normal(0, 0.1, 4).astype(numpy.float32)
    numpy.savez(HERE / "tiny.npz", w1=w1, b1=b1, w2=w2, b2=b2)
    graph = (
        node("AveragePool", ["image"], "pooled", ints("kernel_shape", [4, 4]) + ints("strides", [4, 4]))
        + node("Flatten", ["pooled"], "flat")
        + node("Gemm", ["flat", "w1", "b1"], "hidden")
        + node("Relu", ["hidden"], "embedding")
        + node("Gemm", ["embedding", "w2", "b2"], "logits")
        + part(2, "tiny")
        + b"".join(part(5, tensor(n, v)) for n, v in [("w1", w1), ("b1", b1), ("w2", w2), ("b2", b2)])
        + part(11, value("image", [3, 24, 32]))
        + part(12, value("logits", [4]))
        + part(12, value("embedding", [16]))
    )
    (HERE / "tiny.onnx").write_bytes(number(1, 8) + part(7, graph) + part(8, number(2, 13)))


if __name__ == "__main__":
    main()
