package io.virk.onnx;

import io.virk.internal.Settings;
import java.util.List;
import java.util.Optional;

/**
 * A model's image input: what the model declares, completed by what the builder was told.
 *
 * @param name the input's name
 * @param fixedBatch the frames of every run, or 0 if the model takes any number
 * @param type of its elements
 * @param shape one frame's part
 */
record ModelInput(String name, int fixedBatch, ElementType type, InputShape shape) {

  /**
   * Reads the input.
   *
   * @param inputs the model's inputs
   * @param asked the layout that the builder was given, or null
   * @param width the width that the builder was given, or 0
   * @param height the height that the builder was given, or 0
   * @param channelsIfOpen the channels to take where the model leaves them open
   * @param problems Modified.
   * @return the input; empty if there is a problem
   */
  static Optional<ModelInput> read(
      List<TensorPort> inputs,
      TensorLayout asked,
      int width,
      int height,
      int channelsIfOpen,
      Settings problems) {
    if (inputs.size() != 1) {
      problems.wrong("model.inputs", TensorPort.describe(inputs), "one input, the image");
      return Optional.empty();
    }
    TensorPort input = inputs.get(0);
    if (input.element() == null || input.dims().size() != 4) {
      problems.wrong(
          "model.input",
          input.describe(),
          ElementType.ALL + " of 4 dimensions, [n x c x h x w] or [n x h x w x c]");
      return Optional.empty();
    }
    TensorLayout layout = asked != null ? asked : layoutOf(input);
    if (layout == null) {
      problems.wrong(
          "layout", "not set", "NCHW or NHWC, for " + input.describe() + " could be either");
      return Optional.empty();
    }
    boolean planar = layout == TensorLayout.NCHW;
    int channels = input.dim(planar ? 1 : 3);
    if (channels == 0) {
      channels = channelsIfOpen;
    }
    if (channels != 1 && channels != 3) {
      problems.wrong(
          "model.input", input.describe(), "1 or 3 channels in dimension " + (planar ? 1 : 3));
      return Optional.empty();
    }
    int inputWidth = side(input, planar ? 3 : 2, width, "width", problems);
    int inputHeight = side(input, planar ? 2 : 1, height, "height", problems);
    if (inputWidth == 0 || inputHeight == 0) {
      return Optional.empty();
    }
    if ((long) inputWidth * inputHeight > Integer.MAX_VALUE / channels) {
      problems.wrong("model.input", input.describe(), "at most 2^31 - 1 values a frame");
      return Optional.empty();
    }
    InputShape shape = new InputShape(layout, channels, inputWidth, inputHeight);
    return Optional.of(new ModelInput(input.name(), input.dim(0), input.element(), shape));
  }

  private static TensorLayout layoutOf(TensorPort input) {
    boolean planar = input.dim(1) == 1 || input.dim(1) == 3;
    boolean interleaved = input.dim(3) == 1 || input.dim(3) == 3;
    if (planar == interleaved) {
      return null;
    }
    return planar ? TensorLayout.NCHW : TensorLayout.NHWC;
  }

  /** The model's own side, else the one asked for; 0 and a problem if neither or both differ. */
  private static int side(
      TensorPort input, int dimension, int asked, String name, Settings problems) {
    int own = input.dim(dimension);
    if (own > 0 && asked > 0 && own != asked) {
      problems.wrong("inputSize." + name, asked, own + ", for the input is " + input.describe());
      return 0;
    }
    if (own == 0 && asked == 0) {
      problems.wrong(
          "inputSize." + name, "not set", "> 0, for " + input.describe() + " leaves it open");
    }
    return own > 0 ? own : asked;
  }
}
