package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Comparison;
import io.virk.detect.DetectionResult;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector of the user's own, from the builder through the file to a verdict. */
class OwnDetectorTest {
  @TempDir Path folder;

  /** The distance of two medians. */
  private record MedianShift(String name, double share) implements Detector {
    MedianShift(String name) {
      this(name, 1);
    }

    @Override
    public boolean appliesTo(Signal signal) {
      return signal.equals(ScalarSignal.ENERGY);
    }

    @Override
    public Comparer against(Signal signal, SignalTable reference) {
      double before = median(reference.scalar(ScalarSignal.ENERGY));
      return window -> {
        double[] values = window.scalar(ScalarSignal.ENERGY);
        double shift = median(values) - before;
        return new Comparison(Math.abs(shift), Math.abs(shift), shift, values.length);
      };
    }

    private static double median(double[] values) {
      Arrays.sort(values);
      return values[values.length / 2];
    }

    @Override
    public double minimumEffect() {
      return 0.1;
    }
  }

  private static BaselineBuilder filled(BaselineBuilder builder) {
    for (int i = 0; i < 320; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    return builder;
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("own").window(16).clock(Baselines.CLOCK);
  }

  private static SignalTable window(Baseline baseline, double factor) {
    SignalExtractor extractor =
        new SignalExtractor(baseline.schema(), baseline.sources(), null, null, null);
    SignalTable window = new SignalTable(baseline.schema(), 16);
    for (int i = 0; i < 16; i++) {
      Observation o = Baselines.vector(2, i, 0);
      float[] logits = o.logits();
      for (int k = 0; k < logits.length; k++) {
        logits[k] *= (float) factor;
      }
      window.append(
          extractor.extract(
              Observation.builder().sequence(i).embedding(o.embedding()).logits(logits).build()));
    }
    return window;
  }

  private static Set<String> names(Baseline baseline) {
    Set<String> names = new TreeSet<>();
    for (CalibratedDetector detector : baseline.reference(Slice.ALL).detectors()) {
      names.add(detector.detector().name());
    }
    return names;
  }

  private static DetectionResult judged(Baseline baseline, double factor) {
    return baseline.reference(Slice.ALL).detectors().stream()
        .filter(d -> d.detector().name().equals("median-shift"))
        .map(d -> d.judge(Slice.ALL, window(baseline, factor), 1e-4, 1e-2))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isBuiltSavedLoadedAndJudges() {
    Detector own = new MedianShift("median-shift");
    Baseline baseline =
        filled(builder().detectors(own, Detector.named("wasserstein"), Detector.named("mmd")))
            .build();
    assertEquals(Set.of("median-shift", "wasserstein", "mmd"), names(baseline));
    Path file = folder.resolve("own.virk");
    baseline.save(file);
    Baseline loaded = Baseline.load(file, List.of(own));
    assertEquals(baseline.hash(), loaded.hash());
    assertEquals(names(baseline), names(loaded));
    assertEquals(Verdict.NORMAL, judged(loaded, 1).verdict());
    DetectionResult drift = judged(loaded, 10);
    assertEquals(Verdict.DRIFT, drift.verdict());
    assertEquals("energy", drift.signal());
    assertEquals(judged(baseline, 10), drift);
    assertTrue(drift.effect().change() < 0);
    assertEquals(names(baseline), names(loaded.withWindow(24)));
  }

  @Test
  void theErrorNamesADetectorThatIsUnknown() {
    Path file = folder.resolve("own.virk");
    filled(builder().detectors(new MedianShift("median-shift"))).build().save(file);
    String message =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(file)).getMessage();
    assertTrue(message.contains("unknown detector median-shift"), message);
    assertTrue(message.contains("Baseline.load(file, detectors)"), message);
    assertTrue(message.contains("own.virk"), message);
  }

  @Tag("slow")
  @Test
  void everyDetectorOfVirkComesBackByItsName() {
    Detector[] all = Detector.all().toArray(new Detector[0]);
    Baseline baseline = filled(builder().detectors(all)).build();
    assertEquals(all.length - 2, names(baseline).size());
    assertFalse(names(baseline).contains("cause-scan"), "there are no images");
    assertFalse(names(baseline).contains("random-feature-mmd"));
    Set<String> instead =
        baseline.reference(Slice.ALL).detectors(false).list().stream()
            .map(d -> d.detector().name())
            .collect(Collectors.toSet());
    Set<String> expected = new HashSet<>();
    for (Detector detector : all) {
      if (!detector.appliesTo(VectorSignal.EMBEDDING)) {
        expected.add(detector.name());
      }
    }
    expected.add("random-feature-mmd");
    expected.remove("cause-scan");
    assertEquals(expected, instead);
    Path file = folder.resolve("all.virk");
    baseline.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(baseline.hash(), loaded.hash());
    for (CalibratedDetector detector : loaded.reference(Slice.ALL).detectors()) {
      assertTrue(detector.nullDistribution().usable(), detector.detector().name());
    }
  }

  @Test
  void choicesThatCannotBeReadBackAreRejected() {
    rejected("lower-case words", new MedianShift("Median Shift"));
    rejected("lower-case words", new MedianShift(""));
    rejected("each name once", Detector.named("mean-shift"), Detector.named("mean-shift"));
    rejected("another name", new MedianShift("mean-shift"));
    rejected("with share 0.0", new MedianShift("median-shift", 0));
    rejected("at least one");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder()
                .detectors(Detector.named("mean-shift"))
                .detectors(Detector.named("mean-shift"))
                .build());
    assertThrows(
        IllegalArgumentException.class,
        () -> Baseline.load(folder.resolve("x"), List.of(new MedianShift("mmd"))));
  }

  private static void rejected(String rule, Detector... detectors) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder().detectors(detectors).build())
            .getMessage();
    assertTrue(message.contains("built: detectors: "), message);
    assertTrue(message.contains(rule), message);
  }

  @Test
  void aDetectorWithInfiniteStatisticsIsNamed() {
    Detector broken =
        new Detector() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public boolean appliesTo(Signal signal) {
            return signal instanceof ScalarSignal;
          }

          @Override
          public Comparer against(Signal signal, SignalTable reference) {
            return window -> new Comparison(Double.POSITIVE_INFINITY, 1, 1, window.rows());
          }

          @Override
          public double minimumEffect() {
            return 0;
          }
        };
    BaselineBuilder builder = filled(builder().detectors(broken));
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.startsWith("detectors: broken with the statistic Infinity on"), message);
    assertFalse(broken.effectUnit().isEmpty());
  }
}
