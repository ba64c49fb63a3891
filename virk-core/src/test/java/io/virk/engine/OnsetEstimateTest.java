package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Onset;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.internal.ShiftScan;
import io.virk.detect.internal.Standardised;
import io.virk.scenes.Results;
import io.virk.signal.KnownChange;
import io.virk.signal.KnownChanges;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.Values;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Onsets of changes of the appearance that no single signal shows. */
class OnsetEstimateTest {
  private static final VectorSignal APPEARANCE = VectorSignal.APPEARANCE;
  private static final int MEASURED = Schemas.STANDARD.scalarsOf(APPEARANCE.source()).size();
  private static final int ROWS = 64;
  private static final int ONSET = 23;

  @Test
  void aKnownChangeIsDatedByItsFilter() {
    List<KnownChange> known = List.of(change(1), change(2), change(3));
    for (int seed = 2; seed < 12; seed++) {
      Onset onset = onset(known, change(2), seed);
      assertEquals(ONSET, onset.best().sequence(), 6, "run " + seed + ": " + onset);
      assertTrue(onset.earliest().sequence() <= ONSET, "run " + seed + ": " + onset);
      assertTrue(onset.latest().sequence() >= ONSET, "run " + seed + ": " + onset);
    }
  }

  @Test
  void aChangeThatNoCauseMakesIsDatedByWhatItsLastRowsShow() {
    for (int seed = 2; seed < 12; seed++) {
      Onset onset = onset(List.of(change(1), change(3)), change(2), seed);
      assertEquals(ONSET, onset.best().sequence(), 8, "run " + seed + ": " + onset);
    }
  }

  private static Onset onset(List<KnownChange> known, KnownChange happens, int seed) {
    SignalTable reference = rows(450, 1, 450, happens);
    SignalTable rows = rows(ROWS, seed, ONSET, happens);
    Drift drift =
        new DriftTracker(new EmissionPolicy(1, 1, 1))
            .accept(
                Slice.ALL,
                List.of(
                    Results.of(
                        Slice.ALL,
                        APPEARANCE.name(),
                        "cause-scan",
                        Verdict.DRIFT,
                        3,
                        2,
                        1e-6,
                        Results.bounds(32, 63, 0, 63))),
                onset -> new TreeSet<>(List.of(Slice.ALL)))
            .orElseThrow()
            .drift();
    float[] usual = reference.vectors(APPEARANCE).values();
    double[] least = Standardised.leastOfAppearance(reference.schema());
    return OnsetEstimate.of(
            drift, reference, Optional.of(ShiftScan.of(usual, least, KnownChanges.of(known))), rows)
        .onset();
  }

  private static KnownChange change(int number) {
    SplittableRandom random = new SplittableRandom(number);
    float[] shift = new float[APPEARANCE.length()];
    for (int k = 0; k < MEASURED; k++) {
      shift[k] = random.nextBoolean() ? 3 : -3;
    }
    return new KnownChange("cause " + number, 3, shift);
  }

  /** Rows of signals that hang together by a half, of deviations of 7, moved by 3 from one on. */
  private static SignalTable rows(int n, long seed, int from, KnownChange change) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScalarSignal> measured = Schemas.STANDARD.scalarsOf(APPEARANCE.source());
    SignalTable table = new SignalTable(Schemas.STANDARD, n);
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      ObservedValues values = Values.numbered(i);
      for (int k = 0; k < MEASURED; k++) {
        double moved = i < from ? 0 : change.shift()[k];
        double value = 100 + 5 * common + 5 * random.nextGaussian() + moved;
        values = Values.set(values, measured.get(k), value);
      }
      table.append(values);
    }
    return table;
  }
}
