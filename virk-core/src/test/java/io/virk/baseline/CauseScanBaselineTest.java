package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.content.Reference;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.KnownChanges;
import io.virk.signal.Observation;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline of images scans for the causes that it has learned. */
class CauseScanBaselineTest {
  private static final int SIDE = 24;
  private static final int WINDOW = 16;
  private static final double ONE_IN = 1e-3;
  private static final Baseline BASELINE = build();

  @TempDir private Path folder;

  private static List<Frame> frames(int from, int n) {
    return IntStream.range(from, from + n).mapToObj(i -> Scenes.frame(5, i, SIDE, SIDE)).toList();
  }

  private static Observation observation(int i, Frame frame) {
    return Observation.builder().sequence(i).image(frame).build();
  }

  private static Baseline build() {
    BaselineBuilder builder = Baseline.builder("camera").window(WINDOW).clock(Baselines.CLOCK);
    List<Frame> frames = frames(0, 160);
    for (int i = 0; i < frames.size(); i++) {
      builder.add(observation(i, frames.get(i)));
    }
    return builder.build();
  }

  private static SignalTable window(List<Frame> frames) {
    SignalExtractor extractor =
        new SignalExtractor(BASELINE.schema(), List.of(SignalSources.image()), null, null, null);
    SignalTable window = new SignalTable(BASELINE.schema(), WINDOW);
    for (int i = 0; i < WINDOW; i++) {
      SignalValues values = extractor.extract(observation(i, frames.get(i)));
      window.append(values);
    }
    return window;
  }

  private static DetectionResult judged(Baseline baseline, SignalTable window) {
    Reference reference = baseline.reference(Slice.ALL);
    CalibratedDetector scan =
        reference.detectors(true).list().stream()
            .filter(d -> d.signal().name().equals(VectorSignal.APPEARANCE.name()))
            .findFirst()
            .orElseThrow();
    return scan.judge(Slice.ALL, window, ONE_IN, ONE_IN);
  }

  @Test
  void aDriftIsToldWithTheCauseThatItLooksLike() {
    List<Frame> frames = frames(1000, WINDOW);
    DetectionResult clean = judged(BASELINE, window(frames));
    assertEquals(Verdict.NORMAL, clean.verdict(), clean.text());
    assertEquals("", clean.reason());
    List<Frame> changed = Causes.named("defocus").apply(frames, 2, 9);
    DetectionResult found = judged(BASELINE, window(changed));
    assertEquals(Verdict.DRIFT, found.verdict(), found.text());
    assertTrue(found.reason().startsWith("most like "), found.text());
    assertTrue(found.text().contains(found.reason()), found.text());
  }

  @Test
  void aFileScansForTheSame() throws IOException {
    Path file = folder.resolve("camera.virk");
    BASELINE.save(file);
    List<Frame> changed = Causes.named("defocus").apply(frames(1000, WINDOW), 1, 9);
    SignalTable window = window(changed);
    assertEquals(judged(BASELINE, window), judged(Baseline.load(file), window));
  }

  @Test
  void slicesThatKeepNoVectorsDoWithoutTheScan() {
    assertTrue(
        BASELINE.reference(Slice.ALL).detectors(false).list().stream()
            .noneMatch(d -> d.detector().name().equals("cause-scan")));
  }

  @Test
  void aBaselineWithoutCausesSaysWhyItDoesNotScan() {
    SignalTable rows = BASELINE.reference(Slice.ALL).rows();
    assertTrue(Calibrator.tooFew(VectorSignal.APPEARANCE, rows).isEmpty());
    SignalTable causeless =
        rows.copy(rows.schema(), rows.rows())
            .withChanges(VectorSignal.APPEARANCE, () -> KnownChanges.NONE);
    assertEquals(
        "the baseline has learned no causes to scan for",
        Calibrator.tooFew(VectorSignal.APPEARANCE, causeless).orElseThrow().reason());
  }
}
