package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.diagnose.Diagnosis;
import io.virk.incident.internal.RegressionRun.Said;
import io.virk.scenes.Diagnoses;
import io.virk.scenes.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionRunTest {
  private static CauseMatch match(String cause, String family, double probability) {
    return new CauseMatch(cause, family, 3, 0.9, List.of(), true, probability);
  }

  private static final List<CauseMatch> CAUSES =
      List.of(
          match("under-exposure", "light", 0.4),
          match("defocus", "blur", 0.3),
          match("noise", "noise", 0.3));

  private static Said said(String cause, List<CauseMatch> together) {
    Diagnosis diagnosis =
        Diagnoses.of(cause, new Fingerprint(CAUSES, 0, 0, List.of(), together, ""), 2);
    return new Said(2, Events.drift(1, true), diagnosis);
  }

  @Test
  void eitherOfTwoCausesThatAreToldTogetherWasTold() {
    Said both = said("under-exposure", CAUSES.subList(0, 2));
    assertEquals(List.of("under-exposure", "defocus"), both.causes());
    for (String told : List.of("under-exposure", "light", "defocus", "blur")) {
      assertTrue(both.is(told), told);
    }
    assertFalse(both.is("noise"));
    assertFalse(both.is(""));
  }

  @Test
  void whatIsToldAloneIsThatAlone() {
    Said blank = said(Diagnosis.BLANK, CAUSES.subList(0, 2));
    assertEquals(List.of(Diagnosis.BLANK), blank.causes());
    assertTrue(blank.is(Diagnosis.BLANK));
    assertFalse(blank.is("defocus"));
    assertTrue(said("", List.of()).is(""));
    assertTrue(said("blur", List.of()).is("blur"));
    assertFalse(said("blur", List.of()).is("defocus"));
  }
}
