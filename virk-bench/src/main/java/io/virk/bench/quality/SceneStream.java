package io.virk.bench.quality;

import io.virk.signal.Observation;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Scenes, each an offset of its own with little noise: of the first observations each is of another
 * scene, as photos are; from then on it stays on each for a time, as a camera does.
 */
final class SceneStream implements ObservationStream {
  private static final int CLASSES = 5;

  /** Of an embedding and of logits. */
  static final int NUMBERS = SyntheticStream.DIMENSION + CLASSES;

  private static final double OF_SCENE = Math.sqrt(0.8);
  private static final double NOISE = Math.sqrt(0.2);

  private final int photos;
  private final int shortest;
  private final int longest;
  private final SplittableRandom random;
  private final double[] scene = new double[NUMBERS];
  private long time;
  private long left;

  /**
   * Makes a stream.
   *
   * @param photos observations of a scene each, to begin with
   * @param shortest observations of a scene, from then on
   * @param longest exclusive
   * @param seed of all numbers
   */
  SceneStream(int photos, int shortest, int longest, long seed) {
    this.photos = photos;
    this.shortest = shortest;
    this.longest = longest;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Observation next() {
    if (left == 0) {
      for (int i = 0; i < NUMBERS; i++) {
        scene[i] = random.nextGaussian();
      }
      left = time < photos ? 1 : random.nextInt(shortest, longest);
    }
    left--;
    return observation(time++, i -> OF_SCENE * scene[i] + NOISE * random.nextGaussian(), null);
  }

  /** An observation of standard numbers. */
  static Observation observation(long time, IntToDoubleFunction number, String camera) {
    float[] embedding = new float[SyntheticStream.DIMENSION];
    float[] logits = new float[CLASSES];
    for (int i = 0; i < NUMBERS; i++) {
      double value = number.applyAsDouble(i);
      if (i < embedding.length) {
        embedding[i] = (float) value;
      } else {
        logits[i - embedding.length] = (float) (2 * value);
      }
    }
    Observation.Builder observation =
        Observation.builder()
            .sequence(time)
            .epochMillis(100 * time)
            .embedding(embedding)
            .logits(logits);
    if (camera != null) {
      observation.tag("camera", camera);
    }
    return observation.build();
  }
}
