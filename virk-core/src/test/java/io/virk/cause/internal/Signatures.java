package io.virk.cause.internal;

import io.virk.signal.AsinhScale;
import java.util.Arrays;
import java.util.List;

/** Signatures for tests. */
final class Signatures {
  private Signatures() {}

  /** One that is the same of every image and each time. */
  static CauseSignature exact(String cause, int severity, List<String> columns, double... shift) {
    return of(cause, "light", severity, columns, shift, new double[shift.length]);
  }

  /** One of many images, of columns that are compared as they are. */
  static CauseSignature of(
      String cause,
      String family,
      int severity,
      List<String> columns,
      double[] shift,
      double[] error) {
    int k = shift.length;
    double[] variance = Arrays.stream(error).map(e -> e * e).toArray();
    MeanChange change =
        new MeanChange(1_000_000, shift, shift, Scatter.none(k), Scatter.none(k).plus(variance));
    return new CauseSignature(cause, family, severity, 0, columns, AsinhScale.none(k), change);
  }
}
