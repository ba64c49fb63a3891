package io.virk.bench.quality;

import io.virk.signal.Observation;
import java.util.SplittableRandom;

/**
 * Embeddings and logits whose law is known: normal, with a fixed marginal distribution, independent
 * or AR(1), and with a season if asked for.
 */
final class SyntheticStream implements ObservationStream {
  static final int DIMENSION = 16;
  private static final int CLASSES = 5;

  private final double correlation;
  private final int period;
  private final int cameras;
  private final SplittableRandom random;
  private final double[] state = new double[DIMENSION + CLASSES];
  private long time;

  /**
   * Makes a stream.
   *
   * @param correlation of neighbours, 0 = independent
   * @param period of the season, observations; 0 = none
   * @param cameras number of values of the tag "camera", in turn; 0 = no tag
   * @param seed of all numbers
   */
  SyntheticStream(double correlation, int period, int cameras, long seed) {
    this.correlation = correlation;
    this.period = period;
    this.cameras = cameras;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < state.length; i++) {
      state[i] = random.nextGaussian();
    }
    this.time = period == 0 ? 0 : random.nextInt(period);
  }

  @Override
  public Observation next() {
    double season = period == 0 ? 0 : Math.sin(2 * Math.PI * time / period);
    double innovation = Math.sqrt(1 - correlation * correlation);
    float[] embedding = new float[DIMENSION];
    float[] logits = new float[CLASSES];
    for (int i = 0; i < state.length; i++) {
      state[i] = correlation * state[i] + innovation * random.nextGaussian();
      double value = state[i] + (i % 2 == 0 ? season : 0);
      if (i < DIMENSION) {
        embedding[i] = (float) value;
      } else {
        logits[i - DIMENSION] = (float) (2 * value);
      }
    }
    Observation.Builder observation =
        Observation.builder()
            .sequence(time)
            .epochMillis(100 * time)
            .embedding(embedding)
            .logits(logits);
    if (cameras > 0) {
      observation.tag("camera", "cam-" + time % cameras);
    }
    time++;
    return observation.build();
  }
}
