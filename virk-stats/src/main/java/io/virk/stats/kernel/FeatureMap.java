package io.virk.stats.kernel;

/**
 * Maps a vector to features whose inner product stands for a kernel: z(a) z(b) is about k(a, b).
 * Features are at most 1e70 in size. Implementations are immutable and thread-safe; what a call
 * needs beyond that it is given.
 */
public interface FeatureMap {

  /** Numbers of an input vector. */
  int inputDimension();

  /** Numbers of a feature vector. */
  int featureCount();

  /** Floats of scratch that {@link #map(float[], float[], float[])} needs. */
  int scratchLength();

  /**
   * The features of one vector, in single precision.
   *
   * @param x {@link #inputDimension()} numbers, finite. Not modified.
   * @param features {@link #featureCount()} numbers. Modified.
   * @param scratch {@link #scratchLength()} numbers. Modified.
   * @throws IllegalArgumentException if x has another length or is not finite, or there is too
   *     little room
   */
  void map(float[] x, float[] features, float[] scratch);

  /**
   * The features of one vector, in double.
   *
   * @param x {@link #inputDimension()} numbers, finite. Not modified.
   * @return {@link #featureCount()} numbers, a new array
   * @throws IllegalArgumentException if x has another length, is not finite, or so long that a
   *     feature would not be
   */
  double[] map(double[] x);
}
