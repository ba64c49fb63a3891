package io.virk.baseline.file;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.ReferenceParts;
import io.virk.detect.Slice;
import java.util.HashSet;
import java.util.Set;

/** What the parts of a baseline must be to each other, wherever they come from. */
final class ContentRules {
  private ContentRules() {}

  /**
   * Checks parts that were read.
   *
   * @throws MalformedFile if they cannot be those of one baseline
   */
  static void check(ContentParts parts) {
    keys(parts.sliceKey(), parts.contextKey());
    Set<Slice> slices = new HashSet<>();
    for (ReferenceParts reference : parts.references()) {
      if (!slices.add(reference.slice())) {
        throw manifest("has two references of " + reference.slice());
      }
      if (!reference.slice().context().isEmpty() && parts.contextKey() == null) {
        throw manifest("has a context " + reference.slice().context() + " without a contextKey");
      }
      eachOnce(reference);
    }
    if (parts.references().isEmpty() || !parts.references().get(0).slice().equals(Slice.ALL)) {
      throw manifest("has no reference of all observations in the first place");
    }
    try {
      parts.checkWindow(parts.window());
    } catch (IllegalArgumentException e) {
      throw manifest("has " + e.getMessage());
    }
    if (parts.model() != null && !parts.model().ofFloats()) {
      throw BaselineFile.malformed(
          BaselineCodec.COVARIANCE,
          "and the means are of no embeddings (expected: within the range of float, every distance"
              + " finite)",
          null);
    }
  }

  private static void keys(String sliceKey, String contextKey) {
    if (sliceKey != null && sliceKey.isBlank()) {
      throw manifest("has sliceKey: \"" + sliceKey + "\" (expected: not blank)");
    }
    if (contextKey != null && (contextKey.isBlank() || contextKey.equals(sliceKey))) {
      throw manifest(
          "has contextKey: \"" + contextKey + "\" (expected: not blank, another than sliceKey)");
    }
  }

  /** A detector twice would take two shares of the false alarms, and twice its memory. */
  private static void eachOnce(ReferenceParts reference) {
    Set<String> seen = new HashSet<>();
    for (Calibration calibration : reference.calibrations()) {
      String pair = calibration.detector().name() + " on " + calibration.signal().name();
      if (!seen.add(pair)) {
        throw manifest("calibrates " + pair + " twice, of " + reference.slice());
      }
    }
  }

  private static MalformedFile manifest(String what) {
    return BaselineFile.malformed(BaselineFile.MANIFEST, what, null);
  }
}
