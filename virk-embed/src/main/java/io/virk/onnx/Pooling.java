package io.virk.onnx;

/** How an embedding is made of one frame's part of a model's output. */
public enum Pooling {
  /** All values, in the order of the tensor; any number of dimensions. */
  FLATTEN,
  /**
   * The mean over rows and columns of each channel, for outputs of 4 dimensions: {@code [n x c x h
   * x w]} where the model's input is NCHW, {@code [n x h x w x c]} where it is NHWC. Summed in
   * double precision.
   */
  GLOBAL_AVERAGE
}
