package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.event.Failed;
import io.virk.event.Sight;
import io.virk.event.WatchingBegan;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a monitor says of what it sees, and of what it is blind to. */
class SightTest {
  private final List<Sight> began = new ArrayList<>();
  private final EventLog log = new EventLog();

  private MonitorBuilder builder(Baseline baseline) {
    return Monitor.builder(baseline)
        .sampler(Sampler.fraction(1))
        .polled()
        .listener(log)
        .listener(
            new MonitorListener() {
              @Override
              public void onWatchingBegan(WatchingBegan event) {
                began.add(event.sight());
              }
            });
  }

  /** Embeddings that hardly change from one to the next. */
  private static Baseline ofOneScene() {
    BaselineBuilder builder = Baseline.builder("scene").window(16).clock(Baselines.CLOCK);
    SplittableRandom random = new SplittableRandom(4);
    float[] embedding = new float[4];
    for (int i = 0; i < 200; i++) {
      for (int k = 0; k < embedding.length; k++) {
        embedding[k] = (float) (0.99 * embedding[k] + 0.14 * random.nextGaussian());
      }
      builder.add(Observation.builder().sequence(i).embedding(embedding.clone()).build());
    }
    return builder.build();
  }

  private static void feed(Monitor monitor, String camera, int from, int n, long millis) {
    for (int i = from; i < from + n; i++) {
      Observation o = Baselines.vector(5, i, 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", camera)
          .time(1_700_000_000_000L + millis * i)
          .commit();
      monitor.poll(1);
    }
  }

  @Test
  void itIsToldAtTheStartAndKeptInTheStatus() {
    try (Monitor monitor = builder(Baselines.ofFourCameras()).start()) {
      monitor.poll(1);
      assertEquals(1, began.size());
      Sight sight = began.get(0);
      assertEquals(
          Baselines.ofFourCameras().slices(),
          sight.references().stream().map(Sight.Reference::slice).toList());
      assertTrue(
          sight.references().get(0).armed().contains(new Sight.Armed("brightness", "mean-shift")));
      assertTrue(sight.refusals().get(0).contains("(mean-shift) of camera=cam-0"), "" + sight);
      assertTrue(sight.refusals().get(0).contains(">= 30): take reference data over a longer"));
      assertEquals(List.of(), sight.slowest(), "no pace is known yet");
      assertTrue(sight.perSecond().isEmpty(), "nor a cost");
      String words = String.join("\n", sight.inWords());
      assertTrue(words.contains("4 slices have a reference of their own"), words);
      assertTrue(words.contains("the first windows show changes of brightness "), words);
      assertTrue(words.contains("until a slice is judged, is not known yet"), words);
      assertEquals(Optional.of(sight), monitor.status().sight());
      assertEquals(String.join("; ", sight.inWords()), sight.toString(), "not all of its parts");
      assertTrue(monitor.status().text().contains("  sight     " + sight.inWords().get(0)));
    }
  }

  @Test
  void aPaceSaysHowLongUntilASliceIsJudged() {
    try (Monitor monitor = builder(Baselines.ofVectors()).sliceBy("camera").start()) {
      feed(monitor, "fast", 0, 400, 100);
      feed(monitor, "slow", 0, 20, 60_000);
      Sight sight = monitor.status().sight().orElseThrow();
      Sight.Stream slow = sight.slowest().get(0);
      assertEquals(new Slice("camera", "slow"), slow.slice());
      assertEquals(1 / 60.0, slow.perSecond(), 1e-9);
      assertEquals(Optional.of(Duration.ofMinutes(16)), slow.judgedEvery());
      assertEquals(10, sight.slowest().get(2).perSecond(), 1e-9);
      String text = monitor.status().text();
      assertTrue(text.contains("camera=slow is judged every 16.0 min at its present"), text);
      assertTrue(sight.perSecond().orElseThrow() > 0);
      assertFalse(text.contains("costs is not known yet"), text);
    }
  }

  @Test
  void aPaceKnowsOfAWindowThatIsNotFullYet() {
    try (Monitor monitor = builder(Baselines.ofVectors()).start()) {
      for (int i = 0; i < 60; i++) {
        Observation still = Baselines.vector(5, i / 64, 0);
        monitor
            .capture()
            .embedding(still.embedding())
            .logits(still.logits())
            .time(1_700_000_000_000L + 1000L * i)
            .commit();
        monitor.poll(1);
      }
      assertEquals(0, monitor.status().judged().windows(), "it takes every second, fourth ...");
      Sight.Stream all = monitor.status().sight().orElseThrow().slowest().get(0);
      assertTrue(all.judgedEvery().orElseThrow().compareTo(Duration.ofSeconds(16)) > 0, "" + all);
      String text = monitor.status().text();
      assertTrue(text.contains("the whole stream is judged every "), text);
      assertTrue(text.contains("judged    0 windows, the first is not full yet; 60 obs"), text);
    }
  }

  @Test
  void withAnAllowanceByTheClockTheSmallestChangeWaitsForThePace() {
    FalseAlarms weekly = FalseAlarms.oncePer(Duration.ofDays(7));
    try (Monitor monitor = builder(Baselines.ofVectors()).falseAlarms(weekly).start()) {
      monitor.poll(1);
      assertEquals(List.of(), began.get(0).references().get(0).smallest());
      feed(monitor, "any", 0, 64, 60_000);
      Sight.Reference all = monitor.status().sight().orElseThrow().references().get(0);
      assertEquals(90, all.windowsADay().orElseThrow(), 1e-6);
      assertEquals(
          List.of("confidence", "energy", "mahalanobis"),
          all.smallest().stream().map(Sight.SmallestChange::signal).toList());
      assertTrue(monitor.status().text().contains("a day shows changes of confidence "));
    }
  }

  @Test
  void whatStaysAlikeIsToldByStream() {
    try (Monitor monitor = builder(Baselines.ofVectors()).sliceBy("camera").start()) {
      for (int i = 0; i < 1600; i++) {
        feed(monitor, "video", i / 4, 1, 1000);
        feed(monitor, "photos", 1000 + i, 1, 1000);
      }
      Sight sight = monitor.status().sight().orElseThrow();
      Sight.Stream video =
          sight.leastWorth().stream()
              .filter(s -> s.slice().equals(new Slice("camera", "video")))
              .findFirst()
              .orElseThrow();
      assertTrue(video.apart() >= 4, "" + video);
      assertEquals(new Slice("camera", "photos"), sight.mostWorth().get(0).slice());
      assertEquals(1, sight.mostWorth().get(0).apart());
      String text = monitor.status().text();
      assertTrue(
          text.matches("(?s).*; of [0-9.]+ observations of .* one counts, for neigh.*"), text);
    }
  }

  @Test
  void whatIsBlindDoesNotStartUnlessThatIsAccepted() {
    Baseline scene = ofOneScene();
    String problem =
        assertThrows(IllegalArgumentException.class, builder(scene)::start).getMessage();
    assertTrue(problem.contains("by which no detector can judge (expected: one at least"), problem);
    assertTrue(problem.contains("independent ones (expected: >= 30): take reference"), problem);
    try (Monitor monitor = builder(scene).blindAccepted().start()) {
      monitor.poll(1);
      assertTrue(began.get(0).isBlind());
      assertTrue(began.get(0).inWords().get(0).startsWith("judges by 0 of "), "" + began);
      assertTrue(
          began.get(0).inWords().get(1).startsWith("blind to (neither drifts nor warnings"),
          "" + began);
    }
  }

  @Test
  void aMonitorThatSlicesByAnotherTagSaysWhatItsReferencesAreFor() {
    try (Monitor monitor = builder(Baselines.ofFourCameras()).sliceBy("site").start()) {
      String text = monitor.status().text();
      assertTrue(text.contains("has references by camera, but the monitor slices by site"), text);
    }
  }

  /** It was seen at first, so nobody missed it. */
  @Test
  void aSignalThatIsNoLongerHandedOverIsTold() {
    try (Monitor monitor = builder(Baselines.ofVectors()).start()) {
      feed(monitor, "any", 0, 10, 1000);
      for (int i = 10; i < 10 + 255; i++) {
        monitor.capture().embedding(Baselines.vector(5, i, 0).embedding()).commit();
        monitor.poll(1);
      }
      assertEquals(List.of(), log.failures);
      monitor.capture().embedding(Baselines.vector(5, 300, 0).embedding()).commit();
      monitor.poll(1);
      String words =
          "none of the last 256 observations has brought confidence, energy, predicted-class, so"
              + " nothing is judged by it: hand over .logits(..), or .predictedClass(..)";
      assertEquals(List.of(words), log.failures.stream().map(Failed::what).toList());
      assertTrue(monitor.status().problems().contains(words), monitor.status().text());
      feed(monitor, "any", 301, 1, 1000);
      assertFalse(monitor.status().text().contains("has brought"), monitor.status().text());
    }
  }
}
