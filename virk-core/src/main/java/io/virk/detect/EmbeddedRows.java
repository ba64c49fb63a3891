package io.virk.detect;

import io.virk.signal.VectorColumn;
import io.virk.stats.Means;
import io.virk.stats.kernel.FeatureMap;
import java.util.Arrays;

/**
 * The vectors of a pool, without the rows that have none, and the way from rows of the pool to
 * them.
 */
final class EmbeddedRows {
  private final int[] packed;
  private final int n;
  private final int d;
  private final float[] values;

  EmbeddedRows(VectorColumn pool) {
    packed = new int[pool.rows()];
    int at = 0;
    for (int row = 0; row < packed.length; row++) {
      packed[row] = pool.isPresent(row) ? at++ : -1;
    }
    n = at;
    d = pool.dimension();
    values = pool.values();
  }

  /** Number of embeddings. */
  int size() {
    return n;
  }

  /** Numbers of each. */
  int dimension() {
    return d;
  }

  /** [n x d] row-major; not a copy. */
  float[] values() {
    return values;
  }

  /** Which embeddings rows of the pool have; those without one are left out. */
  int[] of(int[] rows) {
    return Arrays.stream(rows).map(r -> packed[r]).filter(r -> r >= 0).toArray();
  }

  /** The embeddings less their mean, each an array of its own. */
  float[][] centred() {
    double[] mean = Means.of(values, n, new double[d]);
    float[][] rows = new float[n][d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        rows[i][k] = (float) (values[i * d + k] - mean[k]);
      }
    }
    return rows;
  }

  /** The random features of the embeddings, each an array of its own. */
  float[][] mapped(FeatureMap features) {
    float[][] rows = new float[n][features.featureCount()];
    float[] scratch = new float[features.scratchLength()];
    for (int i = 0; i < n; i++) {
      features.map(Arrays.copyOfRange(values, i * d, (i + 1) * d), rows[i], scratch);
    }
    return rows;
  }
}
