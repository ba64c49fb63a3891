package io.virk.cause.catalogue;

/**
 * Video at too low a bit rate: coarse steps for all frequencies, fine detail dropped, edges of
 * blocks smoothed by the decoder.
 */
final class LowBitRate extends CameraFault {
  /** Step of the coefficients, levels: 16 to 100 are about quantisers 28 to 44 of H.264. */
  private static final double[] STEPS = {16, 26, 42, 66, 100};

  LowBitRate() {
    super(
        "low bit rate",
        "compression",
        "has too low a bit rate: smeared, without fine detail",
        "Check the bit rate and the network; look for other streams on the same line.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    BlockCoder.video(STEPS[level]).code(planes, 0);
    for (float[] plane : planes.channels()) {
      smoothEdges(plane, planes.width(), planes.height(), (float) STEPS[level]);
    }
  }

  /** Smooths across the edges of blocks where the step is one of the coder, not of the scene. */
  private static void smoothEdges(float[] plane, int width, int height, float most) {
    for (int y = 0; y < height; y++) {
      for (int x = 8; x < width - 1; x += 8) {
        smooth(plane, y * width + x, 1, most);
      }
    }
    for (int y = 8; y < height - 1; y += 8) {
      for (int x = 0; x < width; x++) {
        smooth(plane, y * width + x, width, most);
      }
    }
  }

  private static void smooth(float[] plane, int at, int step, float most) {
    float before = plane[at - step];
    float after = plane[at];
    if (Math.abs(after - before) < most) {
      float farBefore = plane[at - 2 * step];
      float farAfter = plane[at + step];
      plane[at - step] = (farBefore + 2 * before + after) / 4;
      plane[at] = (before + 2 * after + farAfter) / 4;
    }
  }
}
