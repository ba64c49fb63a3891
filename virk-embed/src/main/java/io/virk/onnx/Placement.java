package io.virk.onnx;

/**
 * Where a frame goes: it is resized to {@code resizedWidth x resizedHeight}; of that, the window of
 * {@code width x height} at {@code (fromX, fromY)} lands in the input at {@code (toX, toY)}.
 */
record Placement(
    int resizedWidth,
    int resizedHeight,
    int fromX,
    int fromY,
    int toX,
    int toY,
    int width,
    int height) {

  static Placement of(ResizePolicy policy, int frameWidth, int frameHeight, InputShape input) {
    if (policy instanceof ResizePolicy.ShortSideCrop crop) {
      return cover(crop.kept(), frameWidth, frameHeight, input);
    }
    if (policy instanceof ResizePolicy.CentreCrop) {
      if (frameWidth < input.width() || frameHeight < input.height()) {
        throw new IllegalArgumentException(
            "frame: "
                + frameWidth
                + "x"
                + frameHeight
                + " (expected: at least "
                + input.width()
                + "x"
                + input.height()
                + ", the model's input, for it is cropped without resizing)");
      }
      return centre(frameWidth, frameHeight, input);
    }
    if (policy instanceof ResizePolicy.Letterbox letterbox) {
      return fit(letterbox.anchor(), frameWidth, frameHeight, input);
    }
    return centre(input.width(), input.height(), input);
  }

  private static Placement centre(int resizedWidth, int resizedHeight, InputShape input) {
    return new Placement(
        resizedWidth,
        resizedHeight,
        (resizedWidth - input.width()) / 2,
        (resizedHeight - input.height()) / 2,
        0,
        0,
        input.width(),
        input.height());
  }

  private static Placement cover(double kept, int frameWidth, int frameHeight, InputShape input) {
    int width = (int) Math.floor(input.width() / kept);
    int height = (int) Math.floor(input.height() / kept);
    if ((long) frameWidth * height <= (long) frameHeight * width) {
      return centre(width, toInt((long) frameHeight * width / frameWidth), input);
    }
    return centre(toInt((long) frameWidth * height / frameHeight), height, input);
  }

  private static Placement fit(
      ResizePolicy.Anchor anchor, int frameWidth, int frameHeight, InputShape input) {
    int width = input.width();
    int height = input.height();
    if ((long) frameWidth * height >= (long) frameHeight * width) {
      height = Math.max(1, (int) Math.round((double) frameHeight * width / frameWidth));
    } else {
      width = Math.max(1, (int) Math.round((double) frameWidth * height / frameHeight));
    }
    boolean centred = anchor == ResizePolicy.Anchor.CENTRE;
    int toX = centred ? (input.width() - width) / 2 : 0;
    int toY = centred ? (input.height() - height) / 2 : 0;
    return new Placement(width, height, 0, 0, toX, toY, width, height);
  }

  private static int toInt(long side) {
    return (int) Math.min(side, Integer.MAX_VALUE);
  }

  boolean resizes(int frameWidth, int frameHeight) {
    return resizedWidth != frameWidth || resizedHeight != frameHeight;
  }

  boolean covers(InputShape input) {
    return width == input.width() && height == input.height();
  }
}
