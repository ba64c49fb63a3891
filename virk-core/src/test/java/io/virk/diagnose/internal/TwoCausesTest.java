package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two causes at once are named where one alone does not explain what is seen, and only there. */
class TwoCausesTest {
  private static final int SIDE = 64;
  private static final Baseline BASELINE = baseline();

  private static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("two").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 96; i++) {
      builder.add(Observation.builder().sequence(i).image(Scenes.frame(1, i, SIDE, SIDE)).build());
    }
    return builder.build();
  }

  private static Fingerprint fingerprint(List<String> causes, int severity) {
    Reference reference = BASELINE.reference(Slice.ALL);
    SignalExtractor extractor =
        new SignalExtractor(BASELINE.schema(), BASELINE.sources(), null, null, null);
    SignalTable window = new SignalTable(BASELINE.schema(), 24);
    List<Frame> run = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      run.add(Scenes.frame(1, 7000 + i, SIDE, SIDE));
    }
    for (String cause : causes) {
      run = Causes.named(cause).apply(run, severity, 3);
    }
    for (Frame frame : run) {
      window.append(extractor.extract(Observation.builder().image(frame).build()));
    }
    return reference.fingerprint(window);
  }

  @Test
  void twoAtOnceAreNamed() {
    List<String> said = new ArrayList<>();
    int right = 0;
    for (List<String> both :
        List.of(
            List.of("defocus", "warm colour cast"),
            List.of("under-exposure", "dead and hot pixels"),
            List.of("vignetting", "sensor noise"),
            List.of("green colour cast", "JPEG compression"))) {
      List<String> found =
          fingerprint(both, 3).together().stream().map(CauseMatch::cause).sorted().toList();
      right += found.equals(both.stream().sorted().toList()) ? 1 : 0;
      said.add(both + ": " + found);
    }
    assertTrue(right >= 3, said.toString());
  }

  @Test
  void oneIsNotTakenForTwo() {
    List<String> wrong = new ArrayList<>();
    int n = 0;
    for (Cause cause : Causes.all()) {
      if (cause.seenInOneFrame()) {
        n++;
        Fingerprint found = fingerprint(List.of(cause.name()), 3);
        if (!found.together().isEmpty()) {
          wrong.add(
              cause.name() + " as " + found.together().stream().map(CauseMatch::cause).toList());
        }
      }
    }
    assertTrue(wrong.size() <= 0.05 * n, wrong.toString());
    assertEquals(List.of(), fingerprint(List.of(), 1).together());
  }

  /** A camera that was gray, and is not any more, had a warm and a cool cast at once. */
  @Test
  void twoOfOneFamilyAreNotToldTogether() {
    BaselineBuilder builder = Baseline.builder("gray").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 96; i++) {
      Frame frame = Scenes.frame(1, i, SIDE, SIDE);
      Frame gray = Causes.named("gray instead of colour").apply(List.of(frame), 5, 1).get(0);
      builder.add(Observation.builder().sequence(i).image(gray).build());
    }
    Baseline gray = builder.build();
    SignalExtractor extractor =
        new SignalExtractor(gray.schema(), gray.sources(), null, null, null);
    for (int first = 0; first < 96; first += 16) {
      SignalTable window = new SignalTable(gray.schema(), 16);
      for (int i = 0; i < 16; i++) {
        Frame frame = Scenes.frame(1, 7000 + first + i, SIDE, SIDE);
        window.append(extractor.extract(Observation.builder().image(frame).build()));
      }
      List<CauseMatch> both = gray.reference(Slice.ALL).fingerprint(window).together();
      assertEquals(
          both.size(), both.stream().map(CauseMatch::family).distinct().count(), "" + both);
    }
  }
}
