package io.virk.bench.capture;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.bench.KeptBaselines;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.Observation;
import java.util.SplittableRandom;

/** A model of 224 x 224 pixels, an embedding of 512 numbers and 1,000 classes; random values. */
final class Scene {
  static final int SIDE = 224;
  static final int PIXELS = SIDE * SIDE * 3;
  private static final int SMALL = 32;
  static final int DIMENSION = 512;
  static final int CLASSES = 1000;

  /** As many as a monitor has by default. */
  static final int SLOTS = 64;

  private final SplittableRandom random = new SplittableRandom(7);

  Frame frame() {
    return frame(SIDE);
  }

  private Frame frame(int side) {
    byte[] pixels = new byte[side * side * 3];
    random.nextBytes(pixels);
    return Frame.of(pixels, side, side, PixelFormat.RGB);
  }

  float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  Baseline baseline() {
    return KeptBaselines.of("scene", this::build);
  }

  /**
   * Of small pictures: what a capture costs does not depend on them, what causes cost here does.
   */
  private Baseline build() {
    BaselineBuilder builder =
        Baseline.builder("bench").window(8).capturePolicy(new CapturePolicy(SIDE, SIDE));
    for (int i = 0; i < 64; i++) {
      builder.add(
          Observation.builder()
              .image(frame(SMALL))
              .embedding(values(DIMENSION))
              .logits(values(CLASSES))
              .build());
    }
    return builder.build();
  }
}
