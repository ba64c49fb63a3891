package io.virk.cause.internal;

import io.virk.signal.KnownChange;
import io.virk.signal.SignalSchema;
import java.util.ArrayList;
import java.util.List;

/** Signatures as changes of the mean appearance. */
public final class KnownChanges {
  private KnownChanges() {}

  /**
   * Brings signatures into the columns of a schema's appearance.
   *
   * @param signatures of one slice
   * @param schema of its rows
   * @return one a signature, 0 in columns that it does not have; empty if there is no appearance
   */
  public static List<KnownChange> of(List<CauseSignature> signatures, SignalSchema schema) {
    List<String> names = schema.appearanceNames();
    List<KnownChange> changes = new ArrayList<>();
    List<String> columns = List.of();
    int[] places = {};
    for (CauseSignature signature : names.isEmpty() ? List.<CauseSignature>of() : signatures) {
      if (!signature.columns().equals(columns)) {
        columns = signature.columns();
        places = names.stream().mapToInt(columns::indexOf).toArray();
      }
      double[] shift = signature.shift();
      float[] moved = new float[places.length];
      for (int k = 0; k < moved.length; k++) {
        moved[k] = places[k] < 0 ? 0 : (float) shift[places[k]];
      }
      changes.add(new KnownChange(signature.cause(), signature.severity(), moved));
    }
    return changes;
  }
}
