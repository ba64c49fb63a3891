package io.virk.cause.internal;

import io.virk.signal.AsinhScale;
import java.util.ArrayList;
import java.util.List;

/**
 * How the embeddings of images change to which a cause happened several times: kept until it is
 * known along which directions they are to be looked at.
 */
final class EmbeddedChanges {
  private final List<float[][]> times = new ArrayList<>();

  /** Adds one time that it happened: [n][d], differences. Kept. */
  void add(float[][] changes) {
    times.add(changes);
  }

  /** The mean over all images. */
  double[] mean() {
    double[] mean = new double[times.get(0)[0].length];
    int n = 0;
    for (float[][] time : times) {
      for (float[] change : time) {
        n++;
        for (int k = 0; k < mean.length; k++) {
          mean[k] += (change[k] - mean[k]) / n;
        }
      }
    }
    return mean;
  }

  /** The same along some directions. */
  MeanChange along(CauseDirections directions) {
    int columns = directions.columns().size();
    double[] before = new double[columns];
    PairedChanges paired = new PairedChanges(AsinhScale.none(columns));
    for (float[][] time : times) {
      for (float[] change : time) {
        paired.add(before, directions.along(change));
      }
      paired.endOfOneTime();
    }
    return paired.change();
  }
}
