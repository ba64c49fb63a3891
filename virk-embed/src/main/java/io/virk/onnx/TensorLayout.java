package io.virk.onnx;

/** The order of the dimensions of an image tensor. */
public enum TensorLayout {
  /** Batch, channel, row, column: one plane after the other. The order of PyTorch. */
  NCHW,
  /** Batch, row, column, channel: interleaved. The order of TensorFlow. */
  NHWC
}
