package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Detector;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.RegressionCase;
import io.virk.scenes.Baselines;
import io.virk.scenes.Incidents;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionCaseTest {
  @TempDir private Path folder;
  private Path bundle;
  private Baseline baseline;

  @BeforeEach
  void files() throws IOException {
    bundle = Files.write(folder.resolve("incident.zip"), FuzzTargets.format("incident.zip"));
    Path file = Files.write(folder.resolve("line.virk"), FuzzTargets.format("baseline.virk"));
    baseline = Baseline.load(file);
  }

  private static String fails(RegressionCase of, String cause, int windows) {
    return assertThrows(AssertionError.class, () -> of.mustBeDetected(cause, windows)).getMessage();
  }

  @Test
  void whatWasDetectedIsWithItsBaselineAndWithTheNext() {
    RegressionCase.of(bundle, baseline).mustBeDetected("", 3);
    RegressionCase.of(bundle, FormatsTest.vectors(0.2)).mustBeDetected("", 3);
  }

  @Test
  void whatCameInsteadIsSaid() {
    String message = fails(RegressionCase.of(bundle, baseline), "defocus", 3);
    assertEquals(
        "incident 20260102T030405Z-1-line-aaaaaaaa: expected defocus within 3 windows of its onset;"
            + " what came:\n"
            + "  after 3 windows, no known cause: camera cam-1 looks different to the model than"
            + " the baseline",
        message.replaceAll("-[0-9a-f]{8}:", "-aaaaaaaa:"));
  }

  @Test
  void aRecordingEndsBeforeSoManyWindowsDo() {
    RegressionCase of = RegressionCase.of(bundle, baseline);
    of.mustBeDetected("", Integer.MAX_VALUE); // and ends when it is
    String message = fails(of, "defocus", Integer.MAX_VALUE);
    assertTrue(
        message.contains(
            ": expected defocus within 2,147,483,647 windows of its onset; the recording ends after"
                + " 63 windows, its last 2,000 observations given as if it had gone on; what"
                + " came:\n"),
        message);
  }

  @Test
  void whatIsNotDetectedAnyMoreIsSaidWithWhatCameNearest() {
    BaselineBuilder next =
        Baseline.builder("next")
            .window(16)
            .sliceBy("camera")
            .detectors(Detector.named("mahalanobis-shift"))
            .clock(Baselines.CLOCK);
    for (int i = 0; i < 192; i++) { // what had moved is the new normal
      next.add(FormatsTest.observation(i, i % 2 == 1 ? 3 : 0).build());
    }
    String message = fails(RegressionCase.of(bundle, next.build()), "", 2);
    assertTrue(message.contains("; nothing was detected in "), message);
    assertTrue(
        message.contains(", 2 windows since the onset; nearest came embedding by "), message);
  }

  @Test
  void whatIsNoCaseIsRefused() {
    Incident of = IncidentReader.open(bundle);
    Incident asked = Incidents.withoutDrift(of);
    BaselineBuilder other = Baseline.builder("other").window(16);
    for (int i = 0; i < 96; i++) {
      other.add(
          Observation.builder().sequence(i).logits(Baselines.vector(1, i, 0).logits()).build());
    }
    for (RegressionCase wrong :
        new RegressionCase[] {
          RegressionCase.of(asked, baseline), RegressionCase.of(of, other.build())
        }) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> wrong.mustBeDetected("", 1))
              .getMessage();
      assertTrue(message.contains("(expected: "), message);
    }
  }
}
