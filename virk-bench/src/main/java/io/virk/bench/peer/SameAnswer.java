package io.virk.bench.peer;

/** Refuses to measure what computes something else. */
final class SameAnswer {
  private SameAnswer() {}

  /**
   * Checks one number.
   *
   * @throws IllegalStateException if they differ by more than the tolerance times the larger
   */
  static void check(String what, double peer, double ours, double tolerance) {
    double allowed = tolerance * Math.max(Math.abs(peer), Math.abs(ours));
    if (!(Math.abs(peer - ours) <= allowed)) {
      throw new IllegalStateException(
          what + ": " + ours + " (expected: " + peer + " of the peer, within " + tolerance + ")");
    }
  }
}
