package io.virk.onnx;

import java.util.Objects;

/**
 * One frame's part of an input tensor.
 *
 * @param layout the order of the dimensions
 * @param channels 1 or 3
 * @param width pixels of a row, &gt; 0
 * @param height rows, &gt; 0
 */
public record InputShape(TensorLayout layout, int channels, int width, int height) {
  public InputShape {
    Objects.requireNonNull(layout, "layout");
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels: " + channels + " (expected: 1 or 3)");
    }
    if (width <= 0) {
      throw new IllegalArgumentException("width: " + width + " (expected: > 0)");
    }
    if (height <= 0) {
      throw new IllegalArgumentException("height: " + height + " (expected: > 0)");
    }
    if ((long) width * height > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "width x height: "
              + width
              + " x "
              + height
              + " (expected: at most 2^31 - 1 values in "
              + channels
              + " channels)");
    }
  }

  /**
   * The number of values.
   *
   * @return channels x width x height
   */
  public int values() {
    return channels * width * height;
  }

  /**
   * The shape of a batch, in the order of the layout.
   *
   * @param batch the number of frames
   * @return a new array of 4 dimensions
   */
  long[] dims(int batch) {
    return layout == TensorLayout.NCHW
        ? new long[] {batch, channels, height, width}
        : new long[] {batch, height, width, channels};
  }

  String describe() {
    return layout == TensorLayout.NCHW
        ? channels + "x" + height + "x" + width + " NCHW"
        : height + "x" + width + "x" + channels + " NHWC";
  }
}
