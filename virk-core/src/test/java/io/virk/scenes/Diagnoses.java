package io.virk.scenes;

import io.virk.cause.Fingerprint;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.FrameChange;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Outliers;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.Step;
import java.time.Duration;
import java.util.List;

/** Diagnoses of a cause and little else. */
public final class Diagnoses {
  private Diagnoses() {}

  /** One of a cause; "" for none. */
  public static Diagnosis of(String cause, Fingerprint fingerprint, double severity) {
    return new Diagnosis(
        "all " + cause,
        "is " + cause,
        cause,
        fingerprint,
        List.of(),
        new Severity(severity),
        List.of(),
        FrameChange.UNKNOWN,
        SliceFinding.NONE,
        Rhythm.UNKNOWN,
        Outliers.NONE,
        List.of(),
        List.of(),
        "",
        Kind.UNKNOWN,
        new Step("look", "on call", Duration.ofHours(1)),
        List.of());
  }
}
