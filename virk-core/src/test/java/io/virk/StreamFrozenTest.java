package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.capture.Capture;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.ClosingReason;
import io.virk.detect.Slice;
import io.virk.event.StreamFrozen;
import io.virk.event.StreamThawed;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras, and whole streams, that send the same picture for ever. */
class StreamFrozenTest {
  private static final int NORMAL = 100;
  private static final long SECOND = 1_000_000_000L;

  private final EventLog log = new EventLog();
  private long nanos = 5 * SECOND;
  private long step = SECOND;
  private int number;

  private MonitorBuilder builder(Baseline baseline) {
    return Monitor.builder(baseline)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .listener(log)
        .clock(() -> Baselines.CLOCK.instant().plusNanos(nanos))
        .nanoClock(() -> nanos)
        .polled();
  }

  private MonitorBuilder ofCameras() {
    return builder(Baselines.ofFourCameras()).embedder(new QuadrantEmbedder()).sliceBy("camera");
  }

  private MonitorBuilder ofVectors() {
    return builder(Baselines.ofVectors());
  }

  private void observe(Monitor monitor, Consumer<Capture> what) {
    nanos += step;
    Capture capture = monitor.capture();
    what.accept(capture);
    capture.commit();
    monitor.poll(1);
    number++;
  }

  private static Frame picture(int camera, int i) {
    return Scenes.frame(camera, 1000 + i, Baselines.WIDTH, Baselines.HEIGHT);
  }

  /** A picture of each camera in turn; those that are frozen send the first one. */
  private void pictures(Monitor monitor, int from, int to, Integer... frozen) {
    picturesOrTheSame(monitor, from, to, from, frozen);
  }

  private void picturesOrTheSame(Monitor monitor, int from, int to, int still, Integer... frozen) {
    for (int i = from; i < to; i++) {
      for (int camera = 0; camera < 4; camera++) {
        Frame frame = picture(camera, List.of(frozen).contains(camera) ? still : i);
        String tag = "cam-" + camera;
        observe(monitor, c -> c.image(frame).tag("camera", tag));
      }
    }
  }

  /** Vectors of one camera, each moved, sent as often as is said. */
  private void vectors(Monitor monitor, int from, int to, double moved, int times) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(31, i, moved);
      for (int k = 0; k < times; k++) {
        observe(monitor, c -> c.embedding(o.embedding()).logits(o.logits()));
      }
    }
  }

  private List<String> frozen() {
    return log.frozen.stream().map(StreamFrozen::inWords).toList();
  }

  private List<String> thawed() {
    return log.thawed.stream().map(StreamThawed::inWords).toList();
  }

  /** It was a drift of brightness and whatever else that picture had by chance. */
  @Test
  void aCameraThatFreezesIsToldOnceAndIsNoDrift() {
    try (Monitor monitor = ofCameras().start()) {
      pictures(monitor, 0, NORMAL);
      List<Frame> run =
          Causes.named("frozen stream")
              .apply(
                  IntStream.range(NORMAL, 2 * NORMAL).mapToObj(i -> picture(2, i)).toList(), 5, 1);
      for (int i = 0; i < run.size(); i++) {
        for (int camera = 0; camera < 4; camera++) {
          Frame frame = camera == 2 ? run.get(i) : picture(camera, NORMAL + i);
          String tag = "cam-" + camera;
          observe(monitor, c -> c.image(frame).tag("camera", tag));
        }
        assertEquals(i < 15 ? 0 : 1, log.frozen.size(), "at picture " + i);
      }
      assertEquals(
          List.of(
              "camera=cam-2 has sent the same picture since 2026-01-02 03:10:53 UTC"
                  + " (16 observations)"),
          frozen());
      String text = monitor.status().text();
      assertTrue(
          text.contains(
              "look at   camera=cam-2 has sent the same picture since 2026-01-02 03:10:53 UTC. Restart"
                  + " the stream; "),
          text);
      assertEquals(log.frozen, monitor.status().judged().frozen());
      pictures(monitor, 2 * NORMAL, 3 * NORMAL);
      assertEquals(
          List.of(
              "camera=cam-2 moves again, after 6.7 min and 100 observations that were the same"),
          thawed());
      assertEquals(List.of(), monitor.status().judged().frozen());
    }
    assertEquals(1, log.frozen.size());
    assertEquals(List.of(), log.opened);
  }

  @Test
  void aWholeStreamThatFreezesIsToldAlone() {
    try (Monitor monitor = ofCameras().start()) {
      pictures(monitor, 0, NORMAL);
      pictures(monitor, NORMAL, 2 * NORMAL, 0, 1, 2, 3);
      assertEquals(
          List.of(
              "the whole stream has repeated the same picture since 2026-01-02 03:10:54 UTC"
                  + " (16 observations)"),
          frozen());
      picturesOrTheSame(monitor, 2 * NORMAL, 2 * NORMAL + 50, NORMAL, 1, 2);
      assertEquals(1, log.thawed.size());
      assertTrue(log.thawed.get(0).slice().isAll());
      pictures(monitor, 2 * NORMAL + 50, 3 * NORMAL);
    }
    assertEquals(Set.of(Slice.ALL, camera(1), camera(2)), slices(log.frozen));
    assertEquals(3, log.frozen.size());
    assertEquals(3, log.thawed.size());
    assertEquals(List.of(), log.opened);
  }

  private static Slice camera(int number) {
    return new Slice("camera", "cam-" + number);
  }

  private static Set<Slice> slices(List<StreamFrozen> events) {
    return Set.copyOf(events.stream().map(StreamFrozen::slice).toList());
  }

  /** A black picture is the same for ever, too: it is called black. */
  @Test
  void aPictureThatNoBaselineHasIsJudgedAsAny() {
    Frame black = Causes.named("black picture").apply(picture(2, 0), 5, 1);
    try (Monitor monitor = ofCameras().start()) {
      pictures(monitor, 0, NORMAL);
      for (int i = NORMAL; i < 2 * NORMAL; i++) {
        for (int camera = 0; camera < 4; camera++) {
          Frame frame = camera == 2 ? black : picture(camera, i);
          String tag = "cam-" + camera;
          observe(monitor, c -> c.image(frame).tag("camera", tag));
        }
      }
      assertEquals(Set.of(camera(2)), slices(log.frozen));
      assertEquals(1, log.opened.size());
      assertEquals(Set.of(camera(2)), log.opened.get(0).drift().slices());
      assertEquals(1, monitor.status().judged().open().size(), "nobody has lit it");
      assertTrue(log.updated.size() > 2);
    }
  }

  @Test
  void aHostsOwnNumbersGoOnWhereTheCameraStands() {
    ScalarSignal temperature = ScalarSignal.ofHost("temperature", "°C");
    BaselineBuilder hot =
        Baseline.builder("hot").window(16).signal(temperature).clock(Baselines.CLOCK);
    for (int i = 0; i < 192; i++) {
      hot.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(0, i, Baselines.WIDTH, Baselines.HEIGHT))
              .signal("temperature", i % 7)
              .build());
    }
    try (Monitor monitor = builder(hot.build()).start()) {
      for (int i = 0; i < 2 * NORMAL; i++) {
        Frame frame = picture(0, Math.min(i, NORMAL));
        double degrees = i % 7;
        observe(monitor, c -> c.image(frame).signal("temperature", degrees));
      }
    }
    assertEquals(1, log.frozen.size());
    assertEquals(List.of(), log.opened);
  }

  @Test
  void embeddingsAloneAreEnough() {
    try (Monitor monitor = ofVectors().start()) {
      vectors(monitor, 0, NORMAL, 0, 1);
      vectors(monitor, NORMAL, NORMAL + 1, 0, 400);
      vectors(monitor, NORMAL + 1, 2 * NORMAL, 0, 1);
    }
    assertEquals(
        List.of(
            "the whole stream has repeated the same embedding since 2026-01-02 03:05:51 UTC"
                + " (16 observations)"),
        frozen());
    assertEquals(
        List.of(
            "the whole stream moves again, after 6.7 min and 400 observations that were the same"),
        thawed());
    assertEquals(List.of(), log.opened);
  }

  @Test
  void predictionsAloneAreEnough() {
    BaselineBuilder logits = Baseline.builder("logits").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 320; i++) {
      logits.add(
          Observation.builder().sequence(i).logits(Baselines.vector(1, i, 0).logits()).build());
    }
    try (Monitor monitor = builder(logits.build()).start()) {
      for (int i = 0; i < 2 * NORMAL; i++) {
        float[] o = Baselines.vector(31, Math.min(i, NORMAL), 0).logits();
        observe(monitor, c -> c.logits(o));
      }
    }
    assertEquals(1, log.frozen.size());
    assertTrue(frozen().get(0).contains("the same logits"), frozen().get(0));
  }

  /** A class alone is often the same. */
  @Test
  void theSameClassAgainAndAgainIsNoFreeze() {
    BaselineBuilder classes = Baseline.builder("classes").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 320; i++) {
      classes.add(Observation.builder().sequence(i).predictedClass(i * i % 3).build());
    }
    try (Monitor monitor = builder(classes.build()).start()) {
      for (int i = 0; i < 2 * NORMAL; i++) {
        observe(monitor, c -> c.predictedClass(1));
      }
    }
    assertEquals(List.of(), log.frozen);
  }

  /** Some hosts send each picture a few times, for every crop of it or at twice its rate. */
  @Test
  void whatAlwaysRepeatsItselfIsFrozenAfterFourTimesThat() {
    try (Monitor monitor = ofVectors().start()) {
      vectors(monitor, 0, NORMAL, 0, 10);
      assertEquals(List.of(), log.frozen);
      vectors(monitor, NORMAL, NORMAL + 1, 0, 39);
      assertEquals(List.of(), log.frozen);
      vectors(monitor, NORMAL + 1, NORMAL + 2, 0, 200);
      assertEquals(1, log.frozen.size(), "39 were no freeze, but are known by now");
      assertEquals(4 * 39, log.frozen.get(0).observations());
    }
  }

  /** Neighbours of a baseline that has its repeats are known. */
  @Test
  void whatRepeatsItselfInTheBaselineIsNoFreezeYet() {
    BaselineBuilder dark =
        Baseline.builder("dark").window(16).repeatsAllowed().clock(Baselines.CLOCK);
    for (int i = 0; i < 800; i++) {
      Observation o = Baselines.vector(1, i / 20, 0);
      dark.add(Observation.builder().sequence(i).embedding(o.embedding()).build());
    }
    try (Monitor monitor = builder(dark.build()).start()) {
      for (int i = 0; i < NORMAL; i++) {
        float[] o = Baselines.vector(31, i, 0).embedding();
        observe(monitor, c -> c.embedding(o));
      }
      float[] o = Baselines.vector(31, NORMAL, 0).embedding();
      for (int i = 0; i < 50; i++) {
        observe(monitor, c -> c.embedding(o));
      }
      assertEquals(List.of(), log.frozen);
      for (int i = 0; i < 40; i++) {
        observe(monitor, c -> c.embedding(o));
      }
      assertEquals(1, log.frozen.size());
    }
  }

  /** At 100 a second windows would fill before anybody can be sure. */
  @Test
  void aFastCameraIsToldAfterTenSeconds() {
    try (Monitor monitor = ofVectors().start()) {
      step = SECOND / 100;
      vectors(monitor, 0, 10 * NORMAL, 0, 1);
      int windows = log.windows.size();
      vectors(monitor, 10 * NORMAL, 10 * NORMAL + 1, 0, 1000);
      assertEquals(List.of(), log.frozen);
      vectors(monitor, 10 * NORMAL, 10 * NORMAL + 1, 0, 1000);
      assertEquals(1, log.frozen.size());
      assertEquals(1001, log.frozen.get(0).observations());
      assertTrue(log.windows.size() <= windows + 1, "they are one observation");
    }
    assertEquals(List.of(), log.opened);
  }

  /** Frames that are frozen were frames of a drift that is over: they were calm. */
  @Test
  void aDriftDoesNotRecoverByTheSamePicture() {
    try (Monitor monitor = ofVectors().start()) {
      vectors(monitor, 0, NORMAL, 0, 1);
      vectors(monitor, NORMAL, 2 * NORMAL, 3, 1);
      assertEquals(1, monitor.status().judged().open().size());
      vectors(monitor, 7, 8, 0, 12);
      assertEquals(1, monitor.status().judged().open().size());
      vectors(monitor, 7, 8, 0, 200);
      assertEquals(1, log.frozen.size());
      assertEquals(
          List.of(ClosingReason.SILENT),
          log.closed.stream().map(c -> c.drift().closing().orElseThrow().reason()).toList(),
          "as of a camera that has stopped: nobody knows");
      vectors(monitor, 2 * NORMAL, 3 * NORMAL, 3, 1);
      assertEquals(1, log.opened.size());
      assertEquals(1, log.reopened.size(), "it is the same drift");
    }
  }

  @Test
  void itGoesOnFromACheckpoint(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = ofCameras().start()) {
      pictures(monitor, 0, NORMAL);
      pictures(monitor, NORMAL, NORMAL + 10, 3);
      monitor.checkpoint(file);
    }
    try (Monitor monitor = ofCameras().restore(file).start()) {
      pictures(monitor, NORMAL, NORMAL + 5, 3);
      assertEquals(List.of(), log.frozen);
      pictures(monitor, NORMAL, NORMAL + 5, 3);
      assertEquals(1, log.frozen.size());
      monitor.checkpoint(file);
    }
    try (Monitor monitor = ofCameras().restore(file).start()) {
      assertEquals(Set.of(camera(3)), slices(monitor.status().judged().frozen()));
      pictures(monitor, NORMAL + 20, NORMAL + 40);
      assertEquals(List.of(), monitor.status().judged().frozen());
    }
    assertEquals(1, log.frozen.size());
    assertEquals(1, log.thawed.size());
    try (Monitor monitor = ofCameras().maximumSlices(2).restore(file).start()) {
      assertEquals(1, monitor.status().judged().frozen().size());
      pictures(monitor, NORMAL + 20, NORMAL + 21);
      assertFalse(monitor.status().text().contains("the same picture"), "it is forgotten");
    }
  }
}
