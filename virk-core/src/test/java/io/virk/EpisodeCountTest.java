package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.EmissionPolicy;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.engine.Streams;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Drifts are counted as a person would. */
class EpisodeCountTest {
  private static final int WINDOW = 16;

  private final EventLog log = new EventLog();

  private MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .clock(Baselines.CLOCK)
        .listener(log)
        .polled();
  }

  /** Faults by camera and number; null for none. */
  private interface Faults {
    String of(int camera, int number);
  }

  private static void feed(Monitor monitor, int seed, int from, int to, Faults faults) {
    for (int i = from; i < to; i++) {
      int camera = i % 4;
      Frame frame = Scenes.frame(camera, 20_000 * seed + i, Baselines.WIDTH, Baselines.HEIGHT);
      String fault = faults.of(camera, i);
      monitor
          .capture()
          .image(fault == null ? frame : Causes.named(fault).apply(frame, 4, i))
          .tag("camera", "cam-" + camera)
          .commit();
      monitor.poll(1);
    }
  }

  private List<String> opened() {
    return log.opened.stream().map(o -> o.diagnosis().headline()).toList();
  }

  private Set<String> where() {
    return log.opened.stream()
        .map(DriftOpened::drift)
        .map(d -> d.where())
        .collect(Collectors.toSet());
  }

  /** Its second window began before the first drift opened. */
  @Tag("slow")
  @Tag("once")
  @Test
  void aSecondFaultOfAnotherCameraIsItsOwn() {
    int two = 0;
    for (int seed = 1; seed <= 10; seed++) {
      log.opened.clear();
      try (Monitor monitor = builder().seed(seed).start()) {
        feed(monitor, seed, 0, 128, (camera, i) -> null);
        feed(
            monitor,
            seed,
            128,
            640,
            (camera, i) ->
                camera == 1 ? "defocus" : camera == 2 && i >= 160 ? "under-exposure" : null);
      }
      two += where().equals(Set.of("camera=cam-1", "camera=cam-2")) ? 1 : 0;
    }
    assertTrue(two >= 9, two + " of 10; the last: " + opened());
  }

  @Tag("slow")
  @Tag("once")
  @Test
  void whatHappensToAllCamerasAtOnceIsOne() {
    for (int seed = 1; seed <= 10; seed++) {
      log.opened.clear();
      try (Monitor monitor = builder().seed(seed).start()) {
        feed(monitor, seed, 0, 128, (camera, i) -> null);
        feed(monitor, seed, 128, 640, (camera, i) -> "under-exposure");
      }
      assertEquals(1, log.opened.size(), () -> "" + opened());
    }
  }

  @Tag("slow")
  @Tag("once")
  @Test
  void aFaultThatShowsInAFifthOfTheFramesIsOne() {
    int reopened = 0;
    for (int seed = 1; seed <= 20; seed++) {
      log.opened.clear();
      log.reopened.clear();
      SplittableRandom random = new SplittableRandom(seed);
      try (Monitor monitor = builder().seed(seed).start()) {
        feed(monitor, seed, 0, 128, (camera, i) -> null);
        feed(
            monitor,
            seed,
            128,
            128 + 4 * WINDOW * 30,
            (camera, i) -> camera == 1 && random.nextDouble() < 0.2 ? "under-exposure" : null);
      }
      reopened += log.reopened.size();
      assertEquals(1, log.opened.size(), () -> log.opened.size() + ": " + opened());
    }
    assertTrue(reopened < 20, reopened + " reopened: it settles");
  }

  @Test
  void whatComesBackTwiceComesAndGoes() {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 1, 0, 128, (camera, i) -> null);
      int part = 4 * WINDOW * 5;
      feed(
          monitor,
          1,
          128,
          128 + 8 * part,
          (camera, i) -> camera == 1 && (i - 128) / part % 2 == 0 ? "under-exposure" : null);
    }
    assertEquals(1, log.opened.size(), () -> "" + opened());
    Diagnosis first = log.opened.get(0).diagnosis();
    assertEquals(Kind.ABRUPT, first.kind(), "its own rows reach back to before it");
    assertTrue(log.reopened.size() >= 2, "" + log.reopened.size());
    assertFalse(log.reopened.get(0).diagnosis().kind() == Kind.INTERMITTENT);
    Diagnosis last = log.reopened.get(log.reopened.size() - 1).diagnosis();
    assertEquals(Kind.INTERMITTENT, last.kind());
    assertTrue(last.explanation().startsWith("It comes and goes, and began "), last.explanation());
    assertTrue(last.step().what().startsWith("It comes and goes: "), last.step().what());
  }

  @Test
  void aFaultThatIsSeenToBeginIsAbrupt() {
    try (Monitor monitor = builder().emission(new EmissionPolicy(1, 1, 1)).start()) {
      int begins = 4 * WINDOW * 8 + WINDOW;
      feed(
          monitor,
          1,
          0,
          begins + 4 * WINDOW * 2,
          (camera, i) -> i >= begins ? "under-exposure" : null);
    }
    Diagnosis first = log.opened.get(0).diagnosis();
    assertEquals(Kind.ABRUPT, first.kind(), first.explanation());
    assertTrue(first.explanation().startsWith("It began abruptly "), first.explanation());
  }

  @Test
  void aFaultInTwoContextsIsOne() {
    try (Monitor monitor =
        Monitor.builder(Streams.contexts())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .listener(log)
            .clock(Baselines.CLOCK)
            .polled()
            .start()) {
      for (int i = 0; i < 1000; i++) {
        boolean night = i / 100 % 2 == 1;
        boolean moved = i % 2 == 1 && i >= 200 && i < 700;
        Observation o = Baselines.vector(9, i, (moved ? 4 : 0) + (night ? 3 : 0));
        monitor
            .capture()
            .embedding(o.embedding())
            .logits(o.logits())
            .tag("camera", "cam-" + i % 2)
            .tag("daylight", night ? "night" : "day")
            .commit();
        monitor.poll(1);
      }
    }
    assertEquals(1, log.opened.size(), () -> "" + opened());
    assertEquals("camera=cam-1 in day, camera=cam-1 in night", log.closed.get(0).drift().where());
    assertEquals(1, log.closed.size());
  }
}
