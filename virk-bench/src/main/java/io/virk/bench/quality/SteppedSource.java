package io.virk.bench.quality;

import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Synthetic numbers. A step moves the embedding by so many standard deviations along one direction
 * (each component a random share of it), and all logits by as much as moves the energy by so many
 * of its own. Of several cameras only the first is changed.
 */
final class SteppedSource implements LiveSource {
  private final List<Observation> baseline = new ArrayList<>();
  private final ObservationStream stream;
  private final double[] embeddingStep;
  private final double energyDeviation;

  /**
   * Makes a source.
   *
   * @param stream its first observations are the baseline's
   * @param n of the baseline
   * @param seed of the direction
   */
  SteppedSource(ObservationStream stream, int n, long seed) {
    this.stream = stream;
    for (int i = 0; i < n; i++) {
      baseline.add(stream.next());
    }
    SplittableRandom random = new SplittableRandom(seed);
    int d = baseline.get(0).embedding().length;
    this.embeddingStep = new double[d];
    double norm = 0;
    for (int i = 0; i < d; i++) {
      embeddingStep[i] = random.nextGaussian();
      norm += embeddingStep[i] * embeddingStep[i];
    }
    for (int i = 0; i < d; i++) {
      int column = i;
      double deviation = deviation(baseline.stream().mapToDouble(o -> o.embedding()[column]));
      embeddingStep[i] *= deviation / Math.sqrt(norm);
    }
    this.energyDeviation = deviation(baseline.stream().mapToDouble(o -> energy(o.logits())));
  }

  private static double deviation(DoubleStream values) {
    double[] x = values.toArray();
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double squares = 0;
    for (double v : x) {
      squares += (v - mean) * (v - mean);
    }
    return Math.sqrt(squares / (x.length - 1));
  }

  private static double energy(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum);
  }

  @Override
  public List<Observation> baseline() {
    return baseline;
  }

  @Override
  public Observation next(LiveChange change) {
    Observation o = stream.next();
    String camera = o.tag("camera");
    if (change == null || camera != null && !camera.equals(LiveStreams.CHANGED_CAMERA)) {
      return o;
    }
    float[] embedding = o.embedding().clone();
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] += (float) (change.deviations() * embeddingStep[i]);
    }
    float[] logits = o.logits().clone();
    for (int i = 0; i < logits.length; i++) {
      logits[i] += (float) (change.deviations() * energyDeviation);
    }
    Observation.Builder changed =
        Observation.builder()
            .sequence(o.sequence())
            .epochMillis(o.epochMillis())
            .embedding(embedding)
            .logits(logits);
    if (camera != null) {
      changed.tag("camera", camera);
    }
    return changed.build();
  }
}
