package io.virk.onnx;

/** What the channels of an input tensor hold. */
public enum ChannelOrder {
  /** Red, green, blue. */
  RGB,
  /** Blue, green, red. */
  BGR,
  /**
   * Luminance, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, not rounded), in every channel. A gray
   * frame is taken as it is.
   */
  GRAY
}
