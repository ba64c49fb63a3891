package io.virk.scenes;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.signal.Observation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Small baselines, built once. */
public final class Baselines {
  /** The sides of the images of {@link #ofFourCameras}. */
  public static final int WIDTH = 48;

  /** The sides of the images of {@link #ofFourCameras}. */
  public static final int HEIGHT = 36;

  /** A clock that stands still. */
  public static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  private static Baseline vectors;
  private static Baseline cameras;
  private static Baseline still;

  private Baselines() {}

  /** Like {@link #ofVectors}, of two cameras: a new one of so many observations. */
  public static Baseline ofTwoCameras(int window, int observations) {
    BaselineBuilder builder =
        Baseline.builder("vectors").window(window).sliceBy("camera").clock(CLOCK);
    for (int i = 0; i < observations; i++) {
      Observation o = vector(5, i, 0);
      builder.add(
          Observation.builder()
              .sequence(i)
              .embedding(o.embedding())
              .logits(o.logits())
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    return builder.build();
  }

  /** Normal embeddings of length 4 and logits of length 3; windows of 16. */
  public static synchronized Baseline ofVectors() {
    if (vectors == null) {
      BaselineBuilder builder = Baseline.builder("vectors").window(16).clock(CLOCK);
      for (int i = 0; i < 320; i++) {
        builder.add(vector(1, i, 0));
      }
      vectors = builder.build();
    }
    return vectors;
  }

  /** One observation of the vectors' stream, its embedding moved by a distance. */
  public static Observation vector(long stream, int number, double moved) {
    SplittableRandom random = new SplittableRandom(stream * 31_337 + number * 104_729L);
    float[] embedding = new float[4];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) (moved + random.nextGaussian());
    }
    float[] logits = new float[3];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (2 * random.nextGaussian());
    }
    return Observation.builder()
        .sequence(number)
        .epochMillis(1000L * number)
        .embedding(embedding)
        .logits(logits)
        .build();
  }

  /** Four cameras, 96 images each, cam-0 .. cam-3, interleaved; windows of 16. */
  public static synchronized Baseline ofFourCameras() {
    if (cameras == null) {
      BaselineBuilder builder =
          Baseline.builder("cameras")
              .embedder(new QuadrantEmbedder())
              .sliceBy("camera")
              .window(16)
              .clock(CLOCK);
      for (int i = 0; i < 4 * 96; i++) {
        builder.add(
            Observation.builder()
                .sequence(i)
                .image(Scenes.frame(i % 4, i / 4, WIDTH, HEIGHT))
                .tag("camera", "cam-" + i % 4)
                .build());
      }
      cameras = builder.build();
    }
    return cameras;
  }

  /** Two cameras that stand still, cam-0 and cam-1, 96 images each, interleaved; windows of 16. */
  public static synchronized Baseline ofStillCameras() {
    if (still == null) {
      BaselineBuilder builder =
          Baseline.builder("still")
              .embedder(new QuadrantEmbedder())
              .sliceBy("camera")
              .window(16)
              .clock(CLOCK);
      StillCamera[] two = {stillCamera(0), stillCamera(1)};
      for (int i = 0; i < 2 * 96; i++) {
        builder.add(
            Observation.builder()
                .sequence(i)
                .image(two[i % 2].frame(i))
                .tag("camera", "cam-" + i % 2)
                .build());
      }
      still = builder.build();
    }
    return still;
  }

  /** One of them. */
  public static StillCamera stillCamera(int number) {
    return new StillCamera(number, WIDTH, HEIGHT);
  }
}
