package io.virk.cause.internal;

import io.virk.signal.KnownChange;
import io.virk.signal.KnownChanges;
import io.virk.signal.SignalSchema;
import java.util.ArrayList;
import java.util.List;

/** Signatures as changes of the mean appearance. */
public final class AppearanceChanges {
  private AppearanceChanges() {}

  /**
   * Brings signatures into the columns of a schema's appearance.
   *
   * @param signatures of one slice, of the same columns and scale
   * @param schema of its rows
   * @return one a signature, 0 in columns that it does not have; none if there is no appearance
   */
  public static KnownChanges of(List<CauseSignature> signatures, SignalSchema schema) {
    List<String> names = schema.appearanceNames();
    if (names.isEmpty() || signatures.isEmpty()) {
      return KnownChanges.NONE;
    }
    int[] places = SignatureBook.places(names, signatures.get(0));
    List<KnownChange> changes = new ArrayList<>();
    for (CauseSignature signature : signatures) {
      changes.add(
          new KnownChange(
              signature.cause(),
              signature.severity(),
              at(signature.change().shift(), places),
              at(signature.change().scaled(), places)));
    }
    return new KnownChanges(signatures.get(0).scale().at(places), changes);
  }

  private static float[] at(double[] values, int[] places) {
    float[] at = new float[places.length];
    for (int k = 0; k < at.length; k++) {
      at[k] = places[k] < 0 ? 0 : (float) values[places[k]];
    }
    return at;
  }
}
