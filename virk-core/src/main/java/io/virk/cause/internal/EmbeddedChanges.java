package io.virk.cause.internal;

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
  PairedChanges along(CauseDirections directions) {
    PairedChanges paired = new PairedChanges(directions.columns().size());
    for (float[][] time : times) {
      for (float[] change : time) {
        paired.add(directions.along(change));
      }
      paired.endOfOneTime();
    }
    return paired;
  }
}
