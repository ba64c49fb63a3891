package io.virk.bench;

/**
 * The flags by which the two forms of a benchmark differ. A method whose name ends in {@code
 * Scalar} forks a JVM with {@link #PLAIN}, one that ends in {@code Vector} with {@link
 * #VECTOR_MODULE} and {@link #FORCED}: where the Vector API does not work, it fails.
 */
public final class Forks {
  /** Plain Java. */
  public static final String PLAIN = "-Dvirk.simd=off";

  /** Where the Vector API is. */
  public static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

  /** The Vector API, or an error. */
  public static final String FORCED = "-Dvirk.simd=force";

  private Forks() {}
}
