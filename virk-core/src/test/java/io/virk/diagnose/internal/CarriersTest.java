package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.SliceFinding.Pattern;
import io.virk.scenes.Results;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** By which signal observations are compared. */
class CarriersTest {
  private static final int BEFORE = 300;
  private static final int SINCE = 120;
  private static final SignalSchema ENERGY = SignalSchema.of(List.of(ScalarSignal.ENERGY));

  private final SplittableRandom random = new SplittableRandom(8);

  private static Drift drift(String... signals) {
    List<DetectionResult> evidence = new ArrayList<>();
    for (String signal : signals) {
      evidence.add(
          Results.of(
              Slice.ALL,
              signal,
              "mean-shift",
              Verdict.DRIFT,
              3,
              2,
              1e-6,
              Results.bounds(0, 15, 0, 15_000)));
    }
    return new Drift(
        1,
        new TreeSet<>(List.of(Slice.ALL)),
        Onset.before(new Position(BEFORE, 0), new Position(BEFORE, 0)),
        new Position(BEFORE + SINCE, 0),
        Optional.empty(),
        1,
        evidence,
        SliceSelection.NONE);
  }

  /** Dogs have more energy than cats, and come in some share. */
  private TaggedSample sample(int first, double dogsBefore, double dogsSince, double moved) {
    List<TaggedSample.Row> rows = new ArrayList<>();
    for (int i = first; i < BEFORE + SINCE; i++) {
      boolean since = i >= BEFORE;
      boolean dog = random.nextDouble() < (since ? dogsSince : dogsBefore);
      double energy = (dog ? 9 : 3) + (since && dog ? moved : 0) + random.nextGaussian();
      rows.add(
          new TaggedSample.Row(
              i, 1000L * i, null, new float[] {(float) energy}, dog ? 1 : 0, new String[0]));
    }
    return TaggedSample.of(ENERGY, rows, BEFORE, BEFORE);
  }

  private static SliceFinding found(Drift drift, TaggedSample sample) {
    return Carriers.of(drift, sample, new SignalTable(Schemas.STANDARD, 1), List.of("cat", "dog"));
  }

  @Test
  void otherClassesExplainTheOutputs() {
    for (String[] evidence :
        new String[][] {{"energy"}, {"predicted-class"}, {"predicted-class", "energy"}}) {
      SliceFinding found = found(drift(evidence), sample(0, 0.2, 0.7, 0));
      assertEquals(Pattern.MIX, found.pattern(), String.join(", ", evidence));
      String said = Sentences.slices(found);
      assertTrue(
          said.matches(
              "The mix changed: class dog \\d+ % to \\d+ %; within (cat and dog|dog and cat) energy"
                  + " of the logits has not moved\\."),
          said);
    }
  }

  /** A cause that was measured was not named. */
  @Test
  void aCameraThatHasMovedIsNoMix() {
    Drift drift = drift("energy");
    TaggedSample sample = sample(0, 0.2, 0.7, 0);
    SignalTable none = new SignalTable(ENERGY, 1);
    CauseMatch match = new CauseMatch("shifted camera", "geometry", 3, 0, List.of(), true, 0.95);
    Fingerprint shifted = new Fingerprint(List.of(match), 0, 0.05, List.of(), "");
    Explainer explainer = new Explainer(Causes.all(), List.of("cat", "dog"), Playbook.standard());
    Diagnosis mix = explainer.explain(drift, Kind.ABRUPT, shifted, none, none, sample, false);
    Diagnosis moved = explainer.explain(drift, Kind.ABRUPT, shifted, none, none, sample, true);
    assertEquals("", mix.cause(), mix.headline());
    assertEquals("shifted camera", moved.cause(), moved.headline());
  }

  @Test
  void aClassThatHasChangedItselfIsNamed() {
    SliceFinding found = found(drift("energy"), sample(0, 0.4, 0.4, 4));
    assertEquals(Pattern.WITHIN, found.pattern());
    assertEquals("class dog", found.carriers().get(0).label());
  }

  @Test
  void whereNothingCameBeforeNothingIsSaid() {
    assertEquals(Pattern.NONE, found(drift("energy"), sample(BEFORE - 4, 0.4, 0.4, 4)).pattern());
    assertEquals(SliceFinding.NONE, found(drift("energy"), TaggedSample.NONE));
  }
}
