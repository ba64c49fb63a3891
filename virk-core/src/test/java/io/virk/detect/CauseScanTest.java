package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.calibrated.NullDistribution;
import io.virk.signal.KnownChange;
import io.virk.signal.KnownChanges;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CauseScanTest {
  private static final VectorSignal APPEARANCE = VectorSignal.APPEARANCE;
  private static final int COLUMNS = Schemas.STANDARD.scalars().size();
  private static final int LENGTH = APPEARANCE.length();
  private static final int MEASURED = Schemas.STANDARD.scalarsOf(APPEARANCE.source()).size();
  private static final int WINDOW = 32;
  private static final Detector SCAN = Detector.named("cause-scan");

  /** Ten changes in ten directions, each of 0.6 deviations in all. */
  private static final Supplier<KnownChanges> CHANGES = () -> KnownChanges.of(changes(10));

  private static List<KnownChange> changes(int n) {
    List<KnownChange> changes = new ArrayList<>();
    for (int c = 0; c < n; c++) {
      SplittableRandom random = new SplittableRandom(c);
      float[] shift = new float[LENGTH];
      for (int k = 0; k < MEASURED; k++) {
        shift[k] = random.nextBoolean() ? 1f : -1f;
      }
      changes.add(new KnownChange("cause " + c, 3, shift));
    }
    return changes;
  }

  /** Rows of signals that hang together, moved by so many times a change; deviations of 6. */
  private static SignalTable rows(int n, long seed, int change, double amplitude) {
    return rows(n, seed, changes(20).get(change).shift(), amplitude);
  }

  private static SignalTable rows(int n, long seed, float[] shift, double amplitude) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scalars = new double[n * COLUMNS];
    Arrays.fill(scalars, Double.NaN);
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      for (int k = 0; k < MEASURED; k++) {
        scalars[i * COLUMNS + column(k)] =
            100 + 3 * common + 5 * random.nextGaussian() + amplitude * shift[k];
      }
    }
    int[] none = new int[n];
    Arrays.fill(none, Observation.NO_CLASS);
    return Schemas.table(scalars, none, new float[0], n, 0).withChanges(APPEARANCE, CHANGES);
  }

  private static int column(int k) {
    return Schemas.STANDARD.indexOf(Schemas.STANDARD.scalarsOf(APPEARANCE.source()).get(k));
  }

  private static NullDistribution nulls(SignalTable pool) {
    return new NullDistribution(
        SCAN.nullStatistics(APPEARANCE, pool, Tables.resampler(pool.rows()), 2000), 100);
  }

  @Test
  void aKnownChangeIsFoundThatNoSignalShows() {
    SignalTable pool = rows(450, 1, 0, 0);
    SignalTable window = rows(WINDOW, 2, 7, 1.2);
    Comparison found = SCAN.against(APPEARANCE, pool).compare(window);
    assertTrue(found.statistic() > nulls(pool).threshold(1e-4), found.toString());
    assertTrue(found.like().startsWith("most like cause 7 at severity "), found.like());
    assertTrue(found.effectSize() > 1, found.toString());
    for (ScalarSignal signal : Schemas.STANDARD.scalarsOf(APPEARANCE.source())) {
      // a fifth of a deviation in each, whose mean scatters by 0.18
      double alone = new MeanShift().against(signal, pool).compare(window).statistic();
      assertTrue(alone < 0.7, signal + " by " + alone);
    }
  }

  @Test
  void theSeverityIsThatOfTheShift() {
    SignalTable pool = rows(450, 1, 0, 0);
    for (double severity : new double[] {1.5, 3, 4.5}) {
      SignalTable window = rows(2000, 3, 4, severity / 3);
      String like = SCAN.against(APPEARANCE, pool).compare(window).like();
      double found = Double.parseDouble(like.substring(like.lastIndexOf(' ') + 1));
      assertEquals(severity, found, 0.5, like);
    }
  }

  /** One column moves by ten deviations, of which 2.5 count: was like no known cause. */
  @Test
  void theSeverityOfAChangeThatIsLargeInOneColumnIsThatOfTheShift() {
    float[] large = changes(10).get(4).shift();
    large[0] = 60;
    SignalTable pool =
        rows(450, 1, 0, 0)
            .withChanges(
                APPEARANCE, () -> KnownChanges.of(List.of(new KnownChange("large", 3, large))));
    Comparison found = SCAN.against(APPEARANCE, pool).compare(rows(WINDOW, 2, large, 1));
    assertEquals("most like large at severity 3.0", found.like());
  }

  /** What is far from any baseline, and of a known kind: was like no known cause. */
  @Test
  void aHugeKnownChangeIsNamed() {
    SignalTable pool = rows(450, 1, 0, 0);
    for (double amplitude : new double[] {2, 4, 8, 16}) {
      Comparison found = SCAN.against(APPEARANCE, pool).compare(rows(WINDOW, 2, 3, amplitude));
      assertTrue(found.like().startsWith("most like cause 3 at severity "), found.like());
      assertTrue(found.statistic() > 5, found.toString());
    }
  }

  /** The weights of filters favour slight changes: a large one was called after a slight one. */
  @Test
  void aLargeChangeIsNotCalledAfterASlightOneThatLiesBesideIt() {
    float[] large = new float[LENGTH];
    float[] slight = new float[LENGTH];
    float[] own = changes(10).get(4).shift();
    for (int k = 0; k < MEASURED; k++) {
      large[k] = 12 * own[k];
      slight[k] = k < MEASURED / 2 ? 1.5f * own[k] : 0;
    }
    List<KnownChange> known =
        List.of(new KnownChange("slight", 1, slight), new KnownChange("large", 5, large));
    SignalTable pool = rows(450, 1, 0, 0).withChanges(APPEARANCE, () -> KnownChanges.of(known));
    Comparison found = SCAN.against(APPEARANCE, pool).compare(rows(WINDOW, 2, large, 1));
    assertTrue(found.like().startsWith("most like large at severity "), found.like());
  }

  @Test
  void falseAlarmsAreAsManyAsAreAllowed() {
    int alarms = 0;
    int windows = 0;
    for (int b = 0; b < 20; b++) {
      SignalTable pool = rows(180, 100 + b, 0, 0);
      double threshold = nulls(pool).threshold(0.05);
      Detector.Comparer comparer = SCAN.against(APPEARANCE, pool);
      for (int w = 0; w < 30; w++) {
        windows++;
        SignalTable window = rows(WINDOW, 1000 + 100 * b + w, 0, 0);
        alarms += comparer.compare(window).statistic() > threshold ? 1 : 0;
      }
    }
    assertTrue(alarms > 0 && alarms < 0.075 * windows, alarms + " of " + windows);
  }

  @Test
  void aLargeChangeOfNoKnownKindIsFound() {
    SignalTable pool = rows(450, 1, 0, 0);
    SignalTable window = rows(WINDOW, 2, 0, 0);
    float[] sideways = new float[LENGTH];
    Arrays.fill(sideways, 0, MEASURED, 4f);
    Supplier<KnownChanges> other =
        () -> KnownChanges.of(List.of(new KnownChange("other", 1, sideways)));
    SignalTable moved = rows(WINDOW, 2, 17, 6);
    double before =
        SCAN.against(APPEARANCE, pool.withChanges(APPEARANCE, other)).compare(window).statistic();
    Comparison found = SCAN.against(APPEARANCE, pool).compare(moved);
    assertEquals("like no known cause", found.like());
    assertTrue(found.statistic() > 2 * before, found.statistic() + " after " + before);
  }

  @Test
  void whatCannotBeMeasuredCountsAsTheMean() {
    SignalTable pool = rows(450, 1, 0, 0);
    SignalTable window = rows(WINDOW, 2, 7, 1.2);
    Detector.Comparer comparer = SCAN.against(APPEARANCE, pool);
    double whole = comparer.compare(window).statistic();
    double[] scalars = new double[WINDOW * COLUMNS];
    int[] none = new int[WINDOW];
    Arrays.fill(none, Observation.NO_CLASS);
    for (int i = 0; i < WINDOW; i++) {
      for (int s = 0; s < COLUMNS; s++) {
        boolean missing = s == column(5) || i < 4 && s != column(0);
        scalars[i * COLUMNS + s] = missing ? Double.NaN : window.scalar(s, i);
      }
    }
    Comparison without = comparer.compare(Schemas.table(scalars, none, new float[0], WINDOW, 0));
    assertEquals(WINDOW - 4, without.n(), "rows that hardly have anything are left out");
    assertEquals(whole, without.statistic(), 0.4 * whole);
    assertTrue(without.like().startsWith("most like cause 7"), without.like());
  }

  @Test
  void withoutCausesOrRowsThereIsNothingToScanFor() {
    SignalTable pool = rows(450, 1, 0, 0).withChanges(APPEARANCE, () -> KnownChanges.NONE);
    Comparison found = SCAN.against(APPEARANCE, pool).compare(rows(WINDOW, 2, 0, 0));
    assertTrue(Double.isNaN(found.statistic()));
    assertTrue(Double.isNaN(nulls(pool).threshold(0.01)));
    Detector.Comparer comparer = SCAN.against(APPEARANCE, rows(450, 1, 0, 0));
    assertTrue(Double.isNaN(comparer.compare(rows(7, 2, 0, 0)).statistic()));
    Detector.Comparer few = SCAN.against(APPEARANCE, rows(23, 1, 0, 0));
    assertTrue(Double.isNaN(few.compare(rows(WINDOW, 2, 0, 0)).statistic()));
  }
}
