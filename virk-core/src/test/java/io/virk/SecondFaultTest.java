package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.Drift;
import io.virk.detect.WindowPolicy;
import io.virk.image.Frame;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One camera has a fault of its own while a drift of all is open. */
@Tag("once")
class SecondFaultTest {
  private static final int WINDOW = 16;
  private static final int CAMERAS = 4;
  private static final int ROUND = WINDOW * CAMERAS;

  /** All cameras have a fault from the first to the second, cam-3 another one to the third. */
  private static final int ALL = 2 * ROUND;

  private static final int OWN = 5 * ROUND;
  private static final int OTHERS_WELL = 9 * ROUND;
  private static final int WELL = 13 * ROUND;
  private static final int END = 16 * ROUND;

  private final EventLog log = new EventLog();
  private long millis = 1_000_000;

  private MonitorBuilder builder(long seed) {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .recording(Recording.of(0))
        .clock(() -> Instant.ofEpochMilli(millis))
        .nanoClock(() -> 1_000_000 * millis)
        .listener(log)
        .seed(seed)
        .polled();
  }

  /** What happens to a frame of cam-3, or of another. */
  private static Frame frame(String first, Optional<String> second, int severity, int seed, int i) {
    int camera = i % CAMERAS;
    Frame frame = Scenes.frame(camera, 20_000 * seed + i, Baselines.WIDTH, Baselines.HEIGHT);
    boolean all = i >= ALL && i < OTHERS_WELL;
    boolean own = camera == 3 && i >= (second.isPresent() ? OWN : OTHERS_WELL) && i < WELL;
    Frame seen = all ? Causes.named(first).apply(frame, severity, i) : frame;
    return own ? Causes.named(second.orElse(first)).apply(seen, severity, i) : seen;
  }

  private static void observe(Monitor monitor, Frame frame, int i) {
    monitor.capture().image(frame).tag("camera", "cam-" + i % CAMERAS).commit();
    monitor.poll(1);
  }

  private void run(String first, Optional<String> second, int severity, int seed) {
    try (Monitor monitor = builder(seed).start()) {
      for (int i = 0; i < END; i++) {
        observe(monitor, frame(first, second, severity, seed, i), i);
      }
    }
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    log.opened.forEach(o -> told.add(o.drift().number() + " " + o.diagnosis().headline()));
    log.causes.forEach(c -> told.add(c.drift().number() + " " + c.inWords()));
    log.closed.forEach(c -> told.add(c.drift().number() + " " + c.inWords()));
    return told;
  }

  @Test
  void itIsToldAndEachClosesByItself() {
    run("under-exposure", Optional.of("defocus"), 3, 1);
    assertEquals(
        List.of(
            "1 the whole stream is darker than the baseline",
            "2 camera cam-3 is out of focus, blurrier than the baseline",
            "1 camera=cam-0, camera=cam-1, camera=cam-2 is back to the baseline",
            "2 camera=cam-3 is back to the baseline"),
        told());
    long opened = log.opened.get(1).drift().opened().sequence();
    assertTrue(opened < OWN + 3 * ROUND, "after two whole windows of its: " + opened);
    Drift second = log.opened.get(1).drift();
    assertTrue(second.onset().best().sequence() <= OWN + ROUND, second.onset().inWords());
    assertWithin(OTHERS_WELL, 2 * ROUND, closed(0));
    assertWithin(WELL, 2 * ROUND, closed(1));
  }

  private long closed(int i) {
    return log.closed.get(i).drift().closing().orElseThrow().at().sequence();
  }

  private static void assertWithin(long from, long most, long at) {
    assertTrue(at >= from && at <= from + most, at + " (expected: " + from + " + " + most + ")");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "under-exposure, sensor noise, 2",
    "under-exposure, defocus, 4",
    "defocus, under-exposure, 2",
    "haze, under-exposure, 4",
    "under-exposure, view blocked in part, 4",
    "sensor noise, , 3",
    "haze, , 2"
  })
  void whateverTheFaultsAre(String first, String second, int severity) {
    int two = 0;
    for (int seed = 1; seed <= 4; seed++) {
      log.opened.clear();
      log.closed.clear();
      run(first, Optional.ofNullable(second), severity, seed);
      boolean own =
          log.opened.size() == 2
              && log.opened.get(1).drift().where().equals("camera=cam-3")
              && log.closed.size() == 2
              && closed(0) < WELL;
      two += own ? 1 : 0;
    }
    assertEquals(4, two, () -> "" + told());
  }

  /** In the midst of the second fault's first window, before its drift opens, and after. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"345", "420", "500", "600"})
  void itGoesOnFromACheckpoint(int at, @TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint");
    run("under-exposure", Optional.of("sensor noise"), 2, 1);
    List<String> whole = told();
    log.opened.clear();
    log.causes.clear();
    log.closed.clear();
    try (Monitor monitor = builder(1).start()) {
      for (int i = 0; i < at; i++) {
        observe(monitor, frame("under-exposure", Optional.of("sensor noise"), 2, 1, i), i);
      }
      monitor.checkpoint(checkpoint);
    }
    try (Monitor monitor = builder(1).restore(checkpoint).start()) {
      for (int i = at; i < END; i++) {
        observe(monitor, frame("under-exposure", Optional.of("sensor noise"), 2, 1, i), i);
      }
    }
    assertEquals(whole, told());
  }

  /** What moves embeddings alone has no cause by which faults could be told apart. */
  @Test
  void oneOfEightThatIsLeftIsItsOwn() {
    int round = 8 * WINDOW;
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .clock(Baselines.CLOCK)
            .listener(log)
            .polled()
            .start()) {
      for (int i = 0; i < 15 * round; i++) {
        boolean moved = i >= 2 * round && i < (i % 8 == 3 ? 10 : 6) * round;
        Observation o = Baselines.vector(77, i, moved ? 8 : 0);
        monitor
            .capture()
            .embedding(o.embedding())
            .logits(o.logits())
            .tag("camera", "cam-" + i % 8)
            .commit();
        monitor.poll(1);
      }
    }
    assertEquals(
        List.of("all", "camera=cam-3"), log.opened.stream().map(o -> o.drift().where()).toList());
    assertEquals(2, log.closed.size());
    assertWithin(6 * round, 4 * round, closed(0));
    assertWithin(10 * round, 2 * round, closed(1));
  }

  /** A minute of the cameras, of each other one so few frames that nothing can be said of it. */
  private void minute(Monitor monitor, int minute, Optional<String> all, Optional<String> own) {
    for (int i = 0; i < 28; i++) {
      int camera = i % 7 < 4 ? 3 : i % 7 - 4;
      int number = 28 * minute + i;
      Frame frame = Scenes.frame(camera, 50_000 + number, Baselines.WIDTH, Baselines.HEIGHT);
      Frame seen = all.isPresent() ? Causes.named(all.get()).apply(frame, 3, number) : frame;
      boolean faulty = camera == 3 && own.isPresent();
      Frame last = faulty ? Causes.named(own.get()).apply(seen, 3, number) : seen;
      monitor.capture().image(last).tag("camera", "cam-" + camera).commit();
      monitor.poll(1);
    }
    millis += 63_001; // windows are looked at every twentieth of their time
    monitor.poll(1);
  }

  @Tag("slow")
  @Test
  void whereTheOthersHaveTooFewFramesTheDriftOfAllGoesOnWithoutTheOne() {
    MonitorBuilder timed = builder(1).windows(WindowPolicy.ofTime(Duration.ofMinutes(1)));
    Optional<String> none = Optional.empty();
    try (Monitor monitor = timed.start()) {
      for (int minute = 0; minute < 30; minute++) {
        minute(
            monitor,
            minute,
            minute >= 4 && minute < 16 ? Optional.of("under-exposure") : none,
            minute >= 10 && minute < 24 ? Optional.of("sensor noise") : none);
      }
    }
    assertEquals(
        List.of(
            "1 the whole stream is darker than the baseline",
            "2 camera cam-3 is noisier than the baseline",
            "1 the whole stream is back to the baseline",
            "2 camera=cam-3 is back to the baseline"),
        told());
    assertTrue(closed(0) < 24 * 28, "before the second fault is over: " + closed(0));
  }
}
