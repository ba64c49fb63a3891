package io.virk.cause.internal;

import java.util.List;

/** Signatures for tests. */
final class Signatures {
  private Signatures() {}

  /** One that is the same of every image and each time. */
  static CauseSignature exact(String cause, int severity, List<String> columns, double... shift) {
    double[] none = new double[shift.length];
    return new CauseSignature(cause, "light", severity, 0, columns, shift, none, none);
  }
}
