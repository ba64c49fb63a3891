package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.Values;
import io.virk.stats.Moments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of forty cameras a drift of all observations is put on. */
@Tag("slow")
@Tag("once")
class DriftCarriersTest {
  private static final int CAMERAS = 40;
  private static final int ROWS = 16;

  /** They drift together. */
  private static final Set<Slice> THREE = Set.of(camera(3), camera(17), camera(31));

  private static final Set<Slice> ALL =
      IntStream.range(0, CAMERAS)
          .mapToObj(DriftCarriersTest::camera)
          .collect(Collectors.toUnmodifiableSet());

  private final EventLog log = new EventLog();
  private long millis = 1_000_000;
  private int number;

  private static Slice camera(int number) {
    return new Slice("camera", "cam-" + (number < 10 ? "0" : "") + number);
  }

  private MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .recording(Recording.of(0))
        .listener(log)
        .clock(() -> Instant.ofEpochMilli(millis))
        .nanoClock(() -> 1_000_000 * millis)
        .polled();
  }

  private MonitorBuilder timed() {
    return builder().windows(WindowPolicy.ofTime(Duration.ofMinutes(1)));
  }

  /** All cameras in turn, some of them moved. */
  private void observe(Monitor monitor, long stream, int rounds, double moved, Set<Slice> which) {
    for (int i = 0; i < rounds * CAMERAS; i++) {
      Slice slice = camera(i % CAMERAS);
      Observation o = Baselines.vector(stream, number++, which.contains(slice) ? moved : 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", slice.value())
          .commit();
      monitor.poll(1);
    }
  }

  private void minutes(Monitor monitor, long stream, int n, double moved, Set<Slice> which) {
    for (int i = 0; i < n; i++) {
      minute(monitor, stream, moved, which);
    }
  }

  private void minute(Monitor monitor, long stream, double moved, Set<Slice> which) {
    observe(monitor, stream, ROWS, moved, which);
    millis += 63_001; // windows are looked at every twentieth of their time
    monitor.poll(1);
  }

  private static final long ONSET = 100;

  private static Slice named(String value) {
    return new Slice("camera", value);
  }

  private static SliceWindows fourWindows() {
    return new SliceWindows(
        WindowPolicy.DEFAULT.resolve(ROWS),
        Schemas.STANDARD,
        0,
        new Thinning(Baselines.ofVectors(), new Probes(Baselines.ofVectors()), true),
        10,
        0,
        new StreamCounts(2).evictions(new DriftTracker(EmissionPolicy.DEFAULT)));
  }

  private static void found(SliceWindows windows, String value, double eValue, long first) {
    windows.get(named(value)).evidence().found(eValue, Results.bounds(first, first + 31, 0, 0));
  }

  /** By the rows of a window of all in which the energy of d alone has moved. */
  private static Set<Slice> attributed(SliceWindows windows) {
    Baseline baseline = Baselines.ofVectors();
    double usual =
        Moments.of(baseline.reference(Slice.ALL).rows().scalar(ScalarSignal.ENERGY)).mean();
    SignalTable rows = new SignalTable(Schemas.of(0), ROWS);
    for (int i = 0; i < ROWS; i++) {
      String value = List.of("a", "b", "c", "d").get(i % 4);
      double energy = usual + (value.equals("d") ? 50 : 0);
      rows.append(Values.slice(Values.set(Values.numbered(i), ScalarSignal.ENERGY, energy), value));
    }
    WindowBounds bounds = WindowBounds.of(rows);
    return new DriftCarriers(baseline, "camera", windows, s -> false)
        .attribute(
            Slice.ALL,
            rows,
            List.of(
                Results.of(Slice.ALL, "energy", "mean-shift", Verdict.DRIFT, 3, 2, 1e-6, bounds)),
            ONSET);
  }

  @Test
  void slicesWithoutAWindowSinceTheOnsetAreToldByTheirRows() {
    SliceWindows windows = fourWindows();
    found(windows, "a", 1e6, ONSET);
    found(windows, "b", 0.8, ONSET);
    found(windows, "c", 0.8, ONSET - 15); // the larger part came since
    found(windows, "d", 1e6, ONSET - 16); // it did not
    assertEquals(Set.of(named("a"), named("d")), attributed(windows));
    SliceSelection selection =
        new DriftCarriers(Baselines.ofVectors(), "camera", windows, s -> false)
            .selection(Slice.ALL, ONSET);
    assertEquals(Set.of(named("a")), selection.slices());
    assertEquals(3, selection.among());

    found(windows, "d", 0.8, ONSET);
    assertEquals(Set.of(named("a")), attributed(windows), "its own window says more than rows");

    found(windows, "a", Double.NaN, ONSET + 32);
    assertEquals(Set.of(Slice.ALL), attributed(windows), "too slow to be seen to recover");
  }

  @Test
  void beforeMostHaveHadAWindowRowsTell() {
    SliceWindows windows = fourWindows();
    found(windows, "a", 1e6, ONSET);
    found(windows, "b", 1e6, ONSET);
    found(windows, "c", 1e6, 0);
    found(windows, "d", 1e6, 0);
    assertEquals(Set.of(named("d")), attributed(windows));
    found(windows, "c", 1e6, ONSET);
    found(windows, "d", 1e6, ONSET);
    assertEquals(Set.of(Slice.ALL), attributed(windows), "all of them");
  }

  /** Most slices had gone, and nobody was selected among those that were left. */
  @Test
  void slicesThatSendNothingAreNotWaitedFor() {
    SliceWindows windows = fourWindows();
    found(windows, "a", 1e6, ONSET);
    found(windows, "b", 0.8, 0);
    found(windows, "c", 0.8, 0);
    found(windows, "d", 0.8, 0);
    Set<Slice> gone = Set.of(named("b"), named("c"), named("d"));
    assertEquals(
        Set.of(named("a")),
        new DriftCarriers(Baselines.ofVectors(), "camera", windows, gone::contains)
            .selection(Slice.ALL, ONSET)
            .slices());
    assertEquals(
        SliceSelection.NONE,
        new DriftCarriers(Baselines.ofVectors(), "camera", windows, s -> false)
            .selection(Slice.ALL, ONSET));
  }

  @Test
  void threeOfFortyAreNamedWhenTheDriftOpens() {
    try (Monitor monitor = timed().start()) {
      minutes(monitor, 5, 4, 0, THREE);
      minutes(monitor, 5, 3, 30, THREE);
    }
    assertEquals(1, log.opened.size(), () -> "" + log.opened);
    DriftOpened opened = log.opened.get(0);
    assertEquals(THREE, opened.drift().slices());
    SliceSelection selection = opened.drift().selection();
    assertEquals(THREE, selection.slices());
    assertEquals(CAMERAS, selection.among());
    selection.selected().forEach(f -> assertTrue(f.eValue() >= CAMERAS / 0.3, "" + f));
    assertTrue(
        opened
            .diagnosis()
            .explanation()
            .contains(" of 40, at most 10 % of them by chance in the mean."),
        opened.diagnosis().explanation());
  }

  @Test
  void theyAreNamedAsTheirWindowsEnd() {
    try (Monitor monitor = builder().emission(new EmissionPolicy(1, 1, 1)).start()) {
      observe(monitor, 6, ROWS, 0, THREE);
      long onset = number;
      observe(monitor, 6, 3 * ROWS, 30, THREE);
      Drift drift = log.opened.get(0).drift();
      assertEquals(Set.of(Slice.ALL), drift.slices(), "rows of 16 cameras do not tell");
      assertTrue(drift.opened().sequence() < onset + 2 * ROWS);
      assertEquals(SliceSelection.NONE, drift.selection(), "older windows say nothing of it");
    }
    assertEquals(1, log.opened.size());
    SliceSelection last = log.updated.get(log.updated.size() - 1).drift().selection();
    assertEquals(THREE, last.slices());
    assertEquals(CAMERAS, last.among());
  }

  @Test
  void whatTheirWindowsAreWorthSurvivesARestart(@TempDir Path folder) {
    SliceSelection whole = selectionAfter(Optional.empty());
    number = 0;
    log.updated.clear();
    SliceSelection parts = selectionAfter(Optional.of(folder.resolve("checkpoint")));
    assertEquals(whole, parts);
    assertEquals(THREE, parts.slices());
  }

  /** Two rounds of windows since the change, with a restart after them or not. */
  private SliceSelection selectionAfter(Optional<Path> checkpoint) {
    MonitorBuilder builder = builder().emission(new EmissionPolicy(1, 1, 1));
    try (Monitor monitor = builder.start()) {
      observe(monitor, 6, ROWS, 0, THREE);
      observe(monitor, 6, 2 * ROWS, 30, THREE);
      if (checkpoint.isEmpty()) {
        observe(monitor, 6, 1, 30, THREE);
      } else {
        monitor.checkpoint(checkpoint.get());
      }
    }
    if (checkpoint.isPresent()) {
      MonitorBuilder next = builder().emission(new EmissionPolicy(1, 1, 1));
      try (Monitor monitor = next.restore(checkpoint.get()).start()) {
        observe(monitor, 6, 1, 30, THREE);
      }
    }
    return log.updated.get(log.updated.size() - 1).drift().selection();
  }

  @Test
  void aChangeOfAllIsPutOnAll() {
    try (Monitor monitor = timed().falseAlarms(FalseAlarms.oncePerWindows(100_000)).start()) {
      minutes(monitor, 7, 2, 0, ALL);
      minutes(monitor, 7, 3, 4, ALL);
    }
    assertEquals(1, log.opened.size(), () -> "" + log.opened);
    assertEquals(Set.of(Slice.ALL), log.opened.get(0).drift().slices());
    assertEquals(CAMERAS, log.opened.get(0).drift().selection().selected().size());
  }

  private static double falseShare(SliceSelection selection) {
    long wrong = selection.slices().stream().filter(s -> !THREE.contains(s)).count();
    return wrong == 0 ? 0 : (double) wrong / selection.selected().size();
  }

  /** What e-BH selects by the windows of the minute, for no drift opens. */
  private SliceSelection selectionOfMinute() {
    Map<Slice, Double> eValues = new TreeMap<>();
    for (WindowJudged window : log.windows) {
      if (!window.slice().isAll()) {
        eValues.put(window.slice(), SliceSelection.eValue(window.results()));
      }
    }
    log.windows.clear();
    assertEquals(CAMERAS, eValues.size());
    return SliceSelection.of(eValues, DriftCarriers.FALSE_SHARE);
  }

  @Test
  void ofTheNamedAtMostATenthIsFalseInTheMean() {
    double falseWhenClean = 0;
    double falseWhenThreeDrift = 0;
    int found = 0;
    int minutes = 0;
    for (long seed = 1; seed <= 60; seed++) { // of a stream that goes to and fro that is learned
      try (Monitor monitor = timed().seed(seed).emission(new EmissionPolicy(64, 64, 1)).start()) {
        minutes++;
        minute(monitor, 100 + seed, 0, THREE);
        falseWhenClean += falseShare(selectionOfMinute());
        minute(monitor, 200 + seed, 3, THREE);
        SliceSelection selection = selectionOfMinute();
        falseWhenThreeDrift += falseShare(selection);
        found += (int) selection.slices().stream().filter(THREE::contains).count();
      }
    }
    assertTrue(falseWhenClean / minutes <= DriftCarriers.FALSE_SHARE, "" + falseWhenClean);
    assertTrue(falseWhenThreeDrift / minutes <= DriftCarriers.FALSE_SHARE);
    assertTrue(found >= 0.9 * 3 * minutes, found + " found");
  }
}
