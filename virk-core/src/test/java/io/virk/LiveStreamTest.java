package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.ClosingReason;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.event.Fit;
import io.virk.event.Sight;
import io.virk.event.StreamFitted;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose neighbours resemble each other, against a baseline of independent observations. */
class LiveStreamTest {
  @TempDir private Path folder;

  private final EventLog log = new EventLog();
  private final List<StreamFitted> fitted = new ArrayList<>();

  private MonitorBuilder builder() {
    return unsampled().sampler(Sampler.fraction(1));
  }

  private MonitorBuilder unsampled() {
    return Monitor.builder(Baselines.ofVectors())
        .clock(Baselines.CLOCK)
        .listener(log)
        .listener(
            new MonitorListener() {
              @Override
              public void onStreamFitted(StreamFitted event) {
                fitted.add(event);
              }
            })
        .polled();
  }

  /** Each observation of a standard stream so many times; all scattered and moved. */
  private static void feed(
      Monitor monitor, int from, int n, int times, double scatter, double moved) {
    for (int i = from; i < from + n; i++) {
      Observation o = Baselines.vector(21, i, 0);
      float[] embedding = o.embedding().clone();
      for (int k = 0; k < embedding.length; k++) {
        embedding[k] = (float) (scatter * embedding[k] + moved);
      }
      for (int t = 0; t < times; t++) {
        monitor.capture().embedding(embedding).logits(o.logits()).commit();
        monitor.poll(1);
      }
    }
  }

  private long drifting() {
    return log.windows.stream().filter(w -> w.fitted() && w.verdict() == Verdict.DRIFT).count();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 30})
  void framesThatComeInARowAreNoDriftAndARealOneIsFound(int times) {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 0, 2_000, times, 1, 0);
      assertEquals(List.of(), log.opened);
      assertTrue(drifting() <= 1, "judged drift: " + drifting());
      assertEquals(1, fitted.size());
      assertFalse(fitted.get(0).fit() == Fit.MOVED, fitted.get(0).inWords());
      int judged = log.windows.size();
      assertTrue(judged >= 2_000 / 16 / 6, "windows: " + judged);
      assertEquals(1, monitor.status().judged().fits().values().stream().mapToLong(n -> n).sum());
      double apart = monitor.status().judged().apart();
      assertTrue(apart >= 0.7 * times && apart <= 3 * times, "apart: " + apart);
      feed(monitor, 2_000, 500, times, 1, 1.5);
      assertEquals(1, log.opened.size());
    }
  }

  @Test
  void aStreamThatNeverFittedIsToldAndHasNoDrift() {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 0, 300, 1, 1, 2);
      assertEquals(List.of(Fit.MOVED), fitted.stream().map(StreamFitted::fit).toList());
      String words = fitted.get(0).inWords();
      assertTrue(words.startsWith("the whole stream does not fit the baseline and did not"), words);
      assertTrue(words.contains("fitAccepted"), words);
      assertFalse(fitted.get(0).moved().isEmpty());
      assertEquals(List.of(), log.opened);
      String unlike =
          "1 stream does not fit the baseline and did not from the beginning, so that no drift opens"
              + " there: accept it (fitAccepted), learn from live traffic, or look into it";
      assertTrue(monitor.status().problems().contains(unlike), monitor.status().text());
      feed(monitor, 300, 3_000, 1, 1, 0);
      assertFalse(monitor.status().problems().contains(unlike));
      assertEquals(List.of(Fit.MOVED, Fit.FITS), fitted.stream().map(StreamFitted::fit).toList());
      feed(monitor, 3_300, 400, 1, 1, 2);
      assertEquals(1, log.opened.size(), "a drift since it fitted");
    }
  }

  @Test
  void aStreamThatIsAcceptedDriftsFromTheBeginning() {
    try (Monitor monitor = builder().fitAccepted().start()) {
      feed(monitor, 0, 100, 1, 1, 2);
    }
    assertEquals(1, log.opened.size());
    assertEquals(List.of(), fitted);
  }

  /** It differs from the baseline for good; that is no drift, and does not keep one open. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.5", "0.5, 0.9", "0.7, 0.4", "0.7, 0.9"})
  void aStreamThatIsBackWhereItAlwaysWasHasRecovered(double scatter, double offset) {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 0, 1_200, 2, scatter, offset);
      assertEquals(List.of(Fit.NARROWER), fitted.stream().map(StreamFitted::fit).toList());
      assertEquals(List.of(), log.opened);
      feed(monitor, 1_200, 400, 2, scatter, offset + 4);
      assertEquals(1, log.opened.size());
      feed(monitor, 1_600, 600, 2, scatter, offset);
      assertEquals(
          ClosingReason.RECOVERED, log.closed.get(0).drift().closing().orElseThrow().reason());
    }
  }

  @Test
  void aNarrowStreamSaysWhatCannotBeSeen() {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 0, 600, 1, 0.2, 0.3);
      assertEquals(List.of(Fit.NARROWER), fitted.stream().map(StreamFitted::fit).toList());
      assertTrue(fitted.get(0).narrower().containsKey("embedding"), "" + fitted);
      String words = fitted.get(0).inWords();
      assertTrue(words.contains("scatters 0."), words);
      assertTrue(words.contains("learn from live traffic"), words);
      assertEquals(List.of(), log.opened, "within what the baseline has");
      feed(monitor, 600, 400, 1, 0.2, 12);
      assertEquals(1, log.opened.size(), "far outside of it");
    }
  }

  /** Alarms between windows were not held against where the stream has always been. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.9", "0.7, 0.9"})
  void aSequentialAlarmOfAStreamThatIsWhereItAlwaysWasIsNoDrift(double scatter, double offset) {
    try (Monitor monitor = builder().sequential(SequentialDetector.named("cusum")).start()) {
      feed(monitor, 0, 2_400, 2, scatter, offset);
      assertEquals(List.of(Fit.NARROWER), fitted.stream().map(StreamFitted::fit).toList());
      assertEquals(List.of(), log.opened);
      feed(monitor, 2_400, 200, 2, scatter, offset + 4);
      assertEquals(1, log.opened.size());
    }
  }

  private static void feed(Monitor monitor, String camera, int from, int n, double moved) {
    for (int i = from; i < from + n; i++) {
      Observation o = Baselines.vector(21, i, moved);
      monitor.capture().embedding(o.embedding()).logits(o.logits()).tag("camera", camera).commit();
      monitor.poll(1);
    }
  }

  /** It was asked anew whether it fits, and what had changed meanwhile was told as no drift. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSliceThatMadeRoomForAnotherIsWhatItWasWhenItComesBack(boolean restored) {
    Path file = folder.resolve("monitor.checkpoint");
    MonitorBuilder rest = builder().sliceBy("camera").maximumSlices(2).restore(file);
    try (Monitor monitor = builder().sliceBy("camera").maximumSlices(2).start()) {
      feed(monitor, "first", 0, 96, 0);
      feed(monitor, "second", 96, 96, 0);
      assertEquals(
          List.of("", "first", "second"), fitted.stream().map(f -> f.slice().value()).toList());
      feed(monitor, "third", 192, 96, 0);
      assertEquals(1, monitor.status().judged().slicesEvicted());
      monitor.checkpoint(file);
      if (!restored) {
        comesBack(monitor);
      }
    }
    if (restored) {
      try (Monitor monitor = rest.start()) {
        comesBack(monitor);
      }
    }
  }

  private void comesBack(Monitor monitor) {
    for (int i = 0; i < 96; i++) {
      feed(monitor, "first", 300 + i, 1, 4);
      feed(monitor, "third", 400 + i, 1, 0);
    }
    assertEquals(4, fitted.size(), "each once: " + fitted);
    assertEquals(List.of("camera=first"), log.opened.stream().map(o -> o.drift().where()).toList());
    assertEquals(3, monitor.status().judged().fits().values().stream().mapToLong(n -> n).sum());
  }

  /** They had no drift and nobody was told why. */
  @Test
  void aStreamOfWhichNothingCanBeSaidIsTold() {
    long[] seconds = {5};
    try (Monitor monitor =
        builder()
            .sliceBy("camera")
            .windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20)))
            .nanoClock(() -> 1_000_000_000L * seconds[0])
            .start()) {
      for (int i = 0; i < 320; i++) {
        seconds[0]++;
        Observation o = Baselines.vector(21, i, 0);
        monitor
            .capture()
            .embedding(o.embedding())
            .logits(o.logits())
            .tag("camera", i % 5 == 0 ? "seldom" : "often")
            .commit();
        monitor.poll(1);
      }
      List<StreamFitted> unknown = fitted.stream().filter(f -> f.fit() == Fit.UNKNOWN).toList();
      assertEquals(1, unknown.size(), "" + fitted);
      assertEquals("seldom", unknown.get(0).slice().value());
      String words = unknown.get(0).inWords();
      assertTrue(
          words.startsWith("camera=seldom cannot be compared with the baseline: 4 obs"), words);
      assertTrue(words.contains("let windows last longer"), words);
      assertEquals(1L, monitor.status().judged().fits().get(Fit.UNKNOWN));
    }
  }

  /** A camera of many frames a second costs less and is told of as little, and of as much. */
  @Test
  void whatIsAlikeIsLeftOutBeforeItCostsAnything() {
    SplittableRandom random = new SplittableRandom(9);
    try (Monitor monitor =
        unsampled().sampler(Sampler.decorrelated(128, random::nextInt)).sliceBy("camera").start()) {
      framesOf(monitor, "video", 0, 100, 0);
      assertTrue(
          monitor.status().judged().observations() < 500,
          "as its first windows fill" + monitor.status().judged());
      framesOf(monitor, "video", 100, 2_900, 0);
      long before = monitor.status().judged().observations();
      int windows = log.windows.size();
      framesOf(monitor, "video", 3_000, 3_000, 0);
      long observed = monitor.status().judged().observations() - before;
      assertTrue(observed > 1_000 && observed < 24_000 / 7, "of 24000: " + observed);
      assertEquals(List.of(), log.opened);
      assertTrue(drifting() <= 2, "judged drift: " + drifting());
      assertTrue(log.windows.size() - windows > 100, "windows: " + log.windows.size());
      Sight sight = monitor.status().sight().orElseThrow();
      assertTrue(sight.leastWorth().get(0).apart() <= 3, "" + sight.leastWorth());
      framesOf(monitor, "video", 6_000, 300, 1.5);
      assertEquals(1, log.opened.size());
    }
  }

  /** Each of a number of scenes in eight frames. */
  private static void framesOf(Monitor monitor, String camera, int from, int n, double moved) {
    for (int i = from; i < from + n; i++) {
      Observation o = Baselines.vector(21, i, moved);
      for (int t = 0; t < 8; t++) {
        monitor
            .capture(camera)
            .embedding(o.embedding())
            .logits(o.logits())
            .tag("camera", camera)
            .commit();
        monitor.poll(1);
      }
    }
  }

  /** Two of these opened drifts of predicted classes: the next scene has others. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aCameraThatDwellsOnScenesOfItsBaselineHasNoDrift(long seed) {
    try (Monitor monitor = builder().start()) {
      dwell(monitor, seed, 0, 60, 0);
      assertEquals(1, fitted.size());
      assertFalse(fitted.get(0).fit() == Fit.MOVED, fitted.get(0).inWords());
      assertEquals(List.of(), log.opened);
      assertTrue(log.windows.stream().anyMatch(WindowJudged::fitted), "it was asked for good");
      dwell(monitor, seed, 60, 20, 12);
      assertEquals(1, log.opened.size(), "far outside of it");
      dwell(monitor, seed, 80, 60, 0);
      assertEquals(1, log.closed.size(), "it is back");
      assertEquals(
          ClosingReason.RECOVERED, log.closed.get(0).drift().closing().orElseThrow().reason());
    }
  }

  /** Scenes of a standard stream, 400 observations each with a fifth of its variance, moved. */
  private static void dwell(Monitor monitor, long seed, int from, int scenes, double moved) {
    for (int scene = from; scene < from + scenes; scene++) {
      Observation of = Baselines.vector(23 + seed, scene, 0);
      for (int i = 0; i < 400; i++) {
        Observation o = Baselines.vector(seed, 400 * scene + i, 0);
        float[] embedding = mixed(of.embedding(), o.embedding(), moved);
        monitor.capture().embedding(embedding).logits(mixed(of.logits(), o.logits(), 0)).commit();
        monitor.poll(1);
      }
    }
  }

  private static float[] mixed(float[] scene, float[] own, double moved) {
    float[] mixed = new float[scene.length];
    for (int k = 0; k < scene.length; k++) {
      mixed[k] = (float) (Math.sqrt(0.8) * scene[k] + Math.sqrt(0.2) * own[k] + moved);
    }
    return mixed;
  }

  /**
   * Neighbours of cameras that send in turn are different scenes: the window of all looked as if
   * its rows were independent, and drifted 7 times in 1,000.
   */
  @ParameterizedTest
  @CsvSource({"0.9, 2, 64", "0, 1, 1"})
  void camerasInTurnAreWorthWhatEachOfThemIs(double correlation, int least, int most) {
    Map<String, float[][]> states = new TreeMap<>();
    try (Monitor monitor = builder().window(32).sliceBy("camera").start()) {
      for (int i = 0; i < 6_000; i++) {
        String camera = "cam-" + i % 8;
        Observation o = Baselines.vector(29, i, 0);
        float[][] before = states.get(camera);
        float[][] now = {o.embedding(), o.logits()};
        for (int k = 0; k < 2 && before != null; k++) {
          now[k] = after(before[k], now[k], correlation);
        }
        states.put(camera, now);
        monitor.capture().embedding(now[0]).logits(now[1]).tag("camera", camera).commit();
        monitor.poll(1);
      }
    }
    List<WindowJudged> ofAll =
        log.windows.stream().filter(w -> w.fitted() && w.slice().isAll()).toList();
    assertTrue(ofAll.size() >= 6_000 / 32 / (2 * most), "windows: " + ofAll.size());
    assertTrue(ofAll.stream().filter(w -> w.verdict() == Verdict.DRIFT).count() <= 1);
    for (WindowJudged window : ofAll.subList(2, ofAll.size())) {
      WindowBounds bounds = window.results().get(0).sample().bounds();
      long apart = (bounds.last().sequence() - bounds.first().sequence()) / 31;
      assertTrue(apart >= least && apart <= 2 * most, "apart: " + apart);
    }
    assertEquals(List.of(), log.opened);
  }

  /** The next of an AR(1) stream. */
  private static float[] after(float[] before, float[] standard, double correlation) {
    float[] next = new float[standard.length];
    for (int k = 0; k < next.length; k++) {
      double innovation = Math.sqrt(1 - correlation * correlation) * standard[k];
      next[k] = (float) (correlation * before[k] + innovation);
    }
    return next;
  }

  /** Windows that overlapped spent the allowance several times. */
  @Tag("slow")
  @Test
  void windowsThatOverlapCountByWhatIsNewInThem() {
    WindowPolicy windows = WindowPolicy.ofCount(32);
    List<DetectionResult> apart = firstOf(windows, 4_000);
    assertEquals(apart, firstOf(windows.overlapping(8), 1_000));
    assertNotEquals(apart, firstOf(windows, 1_000));
  }

  private List<DetectionResult> firstOf(WindowPolicy windows, long oneIn) {
    log.windows.clear();
    try (Monitor monitor =
        builder()
            .windows(windows)
            .falseAlarms(FalseAlarms.oncePerWindows(oneIn))
            .fitAccepted()
            .start()) {
      feed(monitor, 0, 32, 1, 1, 0);
    }
    return log.windows.get(0).results();
  }

  @Test
  void aCheckpointKnowsThatItFitted() {
    Path file = folder.resolve("m.checkpoint");
    try (Monitor monitor = builder().start()) {
      feed(monitor, 0, 203, 2, 1, 0);
      monitor.checkpoint(file);
    }
    assertEquals(1, fitted.size());
    try (Monitor monitor = builder().restore(file).start()) {
      feed(monitor, 203, 200, 2, 1, 0);
      assertEquals(1, fitted.size(), "it is not asked again");
      feed(monitor, 403, 200, 2, 1, 2);
    }
    assertEquals(1, log.opened.size());
  }
}
