package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Streaming mean of random features: a fixed-size summary of a sample, of which two give MMD^2
 * without the samples. Merging is commutative and associative up to rounding, with the empty object
 * as identity. Cost of an update: that of the map, no allocation. Memory: 16 bytes per feature. Not
 * thread-safe; many may share one map.
 */
public final class MeanEmbedding {
  private static final char KIND = 'f';
  private static final int VERSION = 1;

  private final FeatureMap map;
  private final double[] sums;
  private final float[] features;
  private final float[] scratch;
  private long count;

  /**
   * Of nothing yet.
   *
   * @param map shared by all embeddings that are to be compared or merged
   */
  public MeanEmbedding(FeatureMap map) {
    this.map = Objects.requireNonNull(map, "map");
    this.sums = new double[map.featureCount()];
    this.features = new float[map.featureCount()];
    this.scratch = new float[map.scratchLength()];
  }

  /**
   * Adds one vector.
   *
   * @param x finite. Not modified.
   * @throws IllegalArgumentException if it has another length than the map's, or is not finite;
   *     this object is then unchanged
   */
  public void accept(float[] x) {
    map.map(x, features, scratch);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += features[i];
    }
    count++;
  }

  /**
   * Adds one vector, in double.
   *
   * @param x finite. Not modified.
   * @throws IllegalArgumentException as above; this object is then unchanged
   */
  public void accept(double[] x) {
    double[] exact = map.map(x);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += exact[i];
    }
    count++;
  }

  /**
   * Adds all that the other has seen.
   *
   * @param other of the same map; unchanged; may be this object itself
   * @return this
   */
  public MeanEmbedding combine(MeanEmbedding other) {
    checkSameMap(other);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    count += other.count;
    return this;
  }

  private void checkSameMap(MeanEmbedding other) {
    if (other.map != map) {
      throw rejected("other.map", other.map, "the same object: other features mean something else");
    }
  }

  /** Number of vectors. */
  public long count() {
    return count;
  }

  /** The mean features; a copy. NaN of nothing. */
  public double[] mean() {
    double[] mean = new double[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sums[i] / count;
    }
    return mean;
  }

  /**
   * Squared distance of the means: approximates the biased MMD^2. Cost: one pass over the features.
   *
   * @param other of the same map, of one vector or more
   * @return 0 or more
   */
  public double mmd(MeanEmbedding other) {
    checkSameMap(other);
    Checks.atLeast((int) Math.min(count, Integer.MAX_VALUE), 1, "count");
    Checks.atLeast((int) Math.min(other.count, Integer.MAX_VALUE), 1, "other.count");
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      double difference = sums[i] / count - other.sums[i] / other.count;
      sum += difference * difference;
    }
    return sum;
  }

  /** Back to nothing, for the next window. */
  public void clear() {
    Arrays.fill(sums, 0);
    count = 0;
  }

  /**
   * The sums in a compact, versioned form with a checksum, for {@link #fromBytes}: 8 bytes for each
   * feature, and some 40. Of the map only what tells it from another.
   */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 40 + 8 * sums.length);
    FeatureMaps.writeMark(map, out);
    out.count(count);
    if (count > 0) {
      out.reals(sums, sums.length);
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote, to the last bit.
   *
   * @param bytes Not modified.
   * @param map that of the embedding written, or one that gives the same features
   * @throws IllegalArgumentException if they are damaged, cut off, of something else or of another
   *     map, of a newer version or no possible state
   */
  public static MeanEmbedding fromBytes(byte[] bytes, FeatureMap map) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    MeanEmbedding read = new MeanEmbedding(map);
    FeatureMaps.checkMark(map, in);
    read.count = in.count("count", 0, 1L << 62);
    if (read.count > 0) {
      in.finites(read.sums, read.sums.length, "sum of a feature");
    }
    in.end();
    return read;
  }
}
