package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Outliers;
import io.virk.diagnose.SliceFinding;
import io.virk.scenes.Events;
import io.virk.signal.Schemas;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
  private static CauseMatch match(String cause, String family, boolean fits, double probability) {
    return new CauseMatch(cause, family, 3, 0.9, List.of(), fits, probability);
  }

  /** A family is likelier than the likeliest cause, which is of another one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAFamilyItsOwnCauseIsAskedWhetherItFits(boolean fits) {
    Fingerprint fingerprint =
        new Fingerprint(
            List.of(
                match("glare", "light", !fits, 0.4),
                match("defocus", "blur", fits, 0.3),
                match("camera shake", "blur", fits, 0.3)),
            0,
            0,
            List.of(),
            "");
    assertEquals("blur", fingerprint.family().orElseThrow().name());
    assertEquals(fits, found(fingerprint, fingerprint.family()).fits());
  }

  /** Of two at once the pair is asked, not what stands first by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoAtOnceThePairIsAskedWhetherItFits(boolean fits) {
    List<CauseMatch> both =
        List.of(match("glare", "light", fits, 0.9), match("defocus", "blur", fits, 0.9));
    Fingerprint fingerprint =
        new Fingerprint(List.of(match("gray", "colour", !fits, 0.1)), 0, 0.9, List.of(), both, "");
    assertEquals(fits, found(fingerprint, Optional.empty()).fits());
    assertEquals(false, fingerprint.isSure(), "two are never as good as sure");
  }

  private static Findings found(Fingerprint fingerprint, Optional<Fingerprint.Family> family) {
    return new Findings(
        Events.drift(1, true),
        Kind.UNKNOWN,
        Schemas.of(0),
        fingerprint,
        Optional.empty(),
        family,
        false,
        Outliers.NONE,
        SliceFinding.NONE,
        false);
  }
}
