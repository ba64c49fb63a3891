package io.virk.onnx;

import java.util.Locale;
import java.util.Set;

/** Guesses how a model wants its pixels, which no ONNX file says. */
final class Preprocessing {
  /** An operator that comes before the first layer only to scale pixels. */
  private static final Set<String> SCALING =
      Set.of("Sub", "Div", "Mul", "Add", "Cast", "BatchNormalization");

  private Preprocessing() {}

  /**
   * Words for a model.
   *
   * @param firstOperator that reads the input
   * @param boxes whether it is a detector
   */
  static String guess(ModelInput input, String firstOperator, boolean boxes) {
    InputShape shape = input.shape();
    if (input.type() == ElementType.UINT8 || SCALING.contains(firstOperator)) {
      return "ImageTransform.raw(), for the model "
          + (SCALING.contains(firstOperator)
              ? "scales pixels itself (" + firstOperator + " comes first)"
              : "takes bytes");
    }
    if (boxes || input.name().toLowerCase(Locale.ROOT).equals("images")) {
      return "letterbox: ImageTransform.yolox() (BGR, 0 .. 255) of YOLOX; other YOLO take RGB,"
          + " 0 .. 1, centred";
    }
    if (shape.channels() == 1) {
      return "ImageTransform.unit() (0 .. 1), or raw() (0 .. 255)";
    }
    if (shape.layout() == TensorLayout.NHWC) {
      return "ImageTransform.signedUnit() (-1 .. 1) of Keras, or unit() (0 .. 1)";
    }
    if (input.name().startsWith("data")) {
      return "ImageTransform.caffe() (BGR less its mean, 0 .. 255), or imageNet()";
    }
    return "ImageTransform.imageNet(), of torchvision";
  }
}
