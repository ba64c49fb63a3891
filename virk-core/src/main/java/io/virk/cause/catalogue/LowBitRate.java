package io.virk.cause.catalogue;

/**
 * Video at too low a bit rate: coarse steps for all frequencies, fine detail dropped, edges of
 * blocks smoothed by the decoder.
 */
final class LowBitRate extends CameraFault {
  /** Step of the coefficients, levels: 16 to 100 are about quantisers 28 to 44 of H.264. */
  private static final double[] STEPS = {16, 26, 42, 66, 100};

  private static final int BLOCK = 8;

  LowBitRate() {
    super("low bit rate", "compression");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    BlockTransform.ofStep(STEPS[level]).apply(planes);
    for (float[] plane : planes.channels()) {
      smoothEdges(plane, planes.width(), planes.height(), (float) STEPS[level]);
    }
  }

  /** Smooths across the edges of blocks, as H.264 does (8.7.2.4, its strongest filter). */
  private static void smoothEdges(float[] plane, int width, int height, float most) {
    for (int y = 0; y < height; y++) {
      for (int x = BLOCK; x < width - 2; x += BLOCK) {
        smooth(plane, y * width + x, 1, most);
      }
    }
    for (int y = BLOCK; y < height - 2; y += BLOCK) {
      for (int x = 0; x < width; x++) {
        smooth(plane, y * width + x, width, most);
      }
    }
  }

  /** Makes a ramp of a step, unless it is so large that it is one of the scene. */
  private static void smooth(float[] plane, int at, int step, float most) {
    float p0 = plane[at - step];
    float q0 = plane[at];
    if (Math.abs(q0 - p0) >= most) {
      return;
    }
    float p2 = plane[at - 3 * step];
    float p1 = plane[at - 2 * step];
    float q1 = plane[at + step];
    float q2 = plane[at + 2 * step];
    plane[at - 2 * step] = (p2 + p1 + p0 + q0) / 4;
    plane[at - step] = (p2 + 2 * p1 + 2 * p0 + 2 * q0 + q1) / 8;
    plane[at] = (p1 + 2 * p0 + 2 * q0 + 2 * q1 + q2) / 8;
    plane[at + step] = (p0 + q0 + q1 + q2) / 4;
  }
}
