package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Slice;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.SignalExtractor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryProbeTest {
  private static final int SIDE = 24;

  private static Observation observation(int i) {
    return Observation.builder().sequence(i).image(Scenes.frame(5, i, SIDE, SIDE)).build();
  }

  private static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("camera").window(8).clock(Baselines.CLOCK);
    for (int i = 0; i < 64; i++) {
      builder.add(observation(i));
    }
    return builder.build();
  }

  @Test
  void theAppearanceIsLookedAtInDeviationsWhateverIsMissing() {
    Baseline baseline = baseline();
    MemoryProbe probe = new MemoryProbe(baseline.schema(), baseline.reference(Slice.ALL));
    int at =
        probe.signals().stream()
            .map(s -> s.name())
            .toList()
            .indexOf(VectorSignal.APPEARANCE.name());
    SignalExtractor extractor =
        new SignalExtractor(baseline.schema(), List.of(SignalSources.image()), null, null, null);
    ObservedValues values = (ObservedValues) extractor.extract(observation(500));
    values.set(ScalarSignal.NOISE, Double.NaN);
    SignalTable rows = new SignalTable(baseline.schema(), 1);
    rows.append(values);
    double[][] series = probe.series(rows);
    probe.read(values);
    int n = probe.begin(at + 1) - probe.begin(at);
    assertEquals(8, n);
    for (int m = probe.begin(at); m < probe.begin(at + 1); m++) {
      // unit contrasts of numbers in deviations
      assertTrue(Math.abs(probe.numbers()[m]) < 40, "" + probe.numbers()[m]);
      assertEquals(series[m][0], probe.numbers()[m], "a row of a table gives the same");
    }
    double[] before = Arrays.copyOfRange(probe.numbers(), probe.begin(at), probe.begin(at + 1));
    values.set(ScalarSignal.BRIGHTNESS, Double.NaN);
    probe.read(values);
    double[] after = Arrays.copyOfRange(probe.numbers(), probe.begin(at), probe.begin(at + 1));
    assertTrue(!Arrays.equals(before, after));
    SignalTable none = new SignalTable(baseline.schema(), 1);
    none.append(new ObservedValues(baseline.schema()));
    assertTrue(Double.isNaN(probe.series(none)[probe.begin(at)][0]));
    assertArrayEquals(
        after, Arrays.copyOfRange(probe.numbers(), probe.begin(at), probe.begin(at + 1)));
  }
}
