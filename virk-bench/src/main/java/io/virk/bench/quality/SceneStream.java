package io.virk.bench.quality;

import io.virk.signal.Observation;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Scenes, each an offset of its own with little noise: of the first observations each is of another
 * scene, as photos are; from then on it stays on each for a time, as a camera does, and jumps or
 * moves to the next. On the way the offset turns from one to the other, so that its law stays.
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
  private final int move;
  private final double[] scene = new double[NUMBERS];
  private final double[] before = new double[NUMBERS];
  private long time;
  private long left;
  private long stayed;

  /**
   * Makes a stream.
   *
   * @param photos observations of a scene each, to begin with
   * @param shortest observations of a scene, from then on
   * @param longest exclusive
   * @param move observations on the way to the next scene; 0 = it jumps
   * @param seed of all numbers
   */
  SceneStream(int photos, int shortest, int longest, int move, long seed) {
    this.photos = photos;
    this.shortest = shortest;
    this.longest = longest;
    this.move = move;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Observation next() {
    if (left == 0) {
      for (int i = 0; i < NUMBERS; i++) {
        before[i] = scene[i];
        scene[i] = random.nextGaussian();
      }
      stayed = 0;
      left = time < photos ? 1 : random.nextInt(shortest, longest);
    }
    left--;
    stayed++;
    double way = time < photos || stayed >= move ? 1 : (double) stayed / move;
    double old = Math.cos(way * Math.PI / 2);
    double now = Math.sin(way * Math.PI / 2);
    return observation(
        time++,
        i -> OF_SCENE * (old * before[i] + now * scene[i]) + NOISE * random.nextGaussian(),
        null);
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
