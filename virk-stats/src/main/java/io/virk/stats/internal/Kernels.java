package io.virk.stats.internal;

/**
 * The inner loops whose speed depends on SIMD. Implementations trust their arguments: the public
 * classes validate, these only {@code assert}. All are stateless and safe for any thread; none
 * allocates unless it says so.
 */
public interface Kernels {

  /** The kernels in use in this JVM. */
  static Kernels inUse() {
    return KernelSelection.SELECTED.kernels();
  }

  /** {@code scalar}, or {@code vector} and its width in bits. */
  String name();

  /**
   * Inner product of two rows.
   *
   * @param a Not modified.
   * @param aFrom first element of the row in {@code a}
   * @param b Not modified.
   * @param bFrom first element of the row in {@code b}
   * @param length number of elements, 0 or more
   * @return sum of a[i] b[i], in lanes of float, the lanes added in double
   */
  double dot(float[] a, int aFrom, float[] b, int bFrom, int length);

  /**
   * Squared Euclidean distance of two rows, from differences: no cancellation however far from the
   * origin both lie.
   *
   * @param a Not modified.
   * @param aFrom first element of the row in {@code a}
   * @param b Not modified.
   * @param bFrom first element of the row in {@code b}
   * @param length number of elements, 0 or more
   * @return sum of (a[i] - b[i])^2, in lanes of float, the lanes added in double
   */
  double squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length);
}
