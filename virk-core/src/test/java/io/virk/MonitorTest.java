package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.Embeddings;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Flaw;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private final EventLog log = new EventLog();

  private MonitorBuilder vectors() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .polled()
        .listener(log);
  }

  private MonitorBuilder cameras() {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .polled()
        .listener(log);
  }

  private static void feed(Monitor monitor, long stream, int from, int count, double moved) {
    for (int i = from; i < from + count; i++) {
      Observation o = Baselines.vector(stream, i, moved);
      monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
      monitor.poll(1);
    }
  }

  @Test
  void cleanStreamsStayQuietAndAShiftIsFound() {
    try (Monitor monitor = vectors().start()) {
      feed(monitor, 2, 0, 16 * 10, 0);
      assertEquals(10, monitor.status().judged().windows());
      assertEquals(List.of(), log.opened);
      feed(monitor, 2, 160, 16 * 2, 3);
      assertEquals(1, log.opened.size());
      DriftOpened opened = log.opened.get(0);
      assertEquals(160, opened.drift().onset().best().sequence());
      assertEquals(Set.of(Slice.ALL), opened.drift().slices());
      assertEquals(1, monitor.status().judged().open().size());
      feed(monitor, 2, 192, 16 * 2, 0);
      assertEquals(1, log.closed.size());
      assertEquals(opened.drift().number(), log.closed.get(0).drift().number());
      assertEquals(opened.diagnosis(), log.closed.get(0).diagnosis());
      MonitorStatus status = monitor.status();
      assertEquals(1, status.judged().driftsOpened());
      assertEquals(1, status.judged().driftsClosed());
      assertEquals(List.of(), status.judged().open());
      assertEquals(13, log.windows.size(), "it closed in the middle of the last");
      assertEquals(List.of(), log.failures);
    }
  }

  @Test
  void aResultCarriesItsEvidence() {
    try (Monitor monitor = vectors().start()) {
      feed(monitor, 2, 0, 16, 0);
    }
    WindowJudged window = log.windows.get(0);
    assertEquals(Slice.ALL, window.slice());
    Set<String> tests = new HashSet<>();
    for (DetectionResult result : window.results()) {
      assertTrue(tests.add(result.signal() + "/" + result.detector()));
      assertEquals(Baselines.ofVectors().hash(), result.calibration().baselineHash());
      assertEquals(0, result.sample().bounds().first().sequence());
      assertEquals(15, result.sample().bounds().last().sequence());
      assertEquals(16, result.sample().n());
      assertTrue(result.evidence().pValue() > 0 && result.evidence().pValue() <= 1);
      assertTrue(result.evidence().threshold() >= result.evidence().warningThreshold());
      assertTrue(result.sample().effectiveSize() <= result.sample().n());
      assertTrue(result.evidence().interval().low() < result.evidence().threshold());
      assertTrue(result.evidence().interval().high() > result.evidence().threshold());
      assertEquals(Baselines.ofVectors().seed(), result.calibration().seed());
      assertEquals("", result.reason());
    }
    assertTrue(
        tests.containsAll(
            Set.of(
                "embedding/mmd",
                "mahalanobis/mean-shift",
                "mahalanobis/kolmogorov-smirnov",
                "energy/mean-shift",
                "confidence/mean-shift",
                "predicted-class/population-stability")),
        tests.toString());
  }

  @Test
  void unusableEmbeddingsAreCountedAndNeverPoisonAWindow() {
    float[][] bad = {
      {Float.NaN, 0, 0, 0}, {0, 0, 0, Float.POSITIVE_INFINITY}, {0, 0, 0}, {1, 2, 3, 4, 5}
    };
    try (Monitor monitor = vectors().start()) {
      for (int i = 0; i < 160; i++) {
        Observation o = Baselines.vector(2, i, 0);
        boolean flawed = i % 4 == 3;
        monitor
            .capture()
            .embedding(flawed ? bad[i / 4 % 4] : o.embedding())
            .logits(o.logits())
            .commit();
        monitor.poll(1);
      }
      MonitorStatus status = monitor.status();
      assertEquals(20, status.judged().flaws().get(Flaw.EMBEDDING_NOT_FINITE));
      assertEquals(20, status.judged().flaws().get(Flaw.EMBEDDING_LENGTH));
      assertEquals(10, status.judged().windows());
      assertEquals(0, status.failures().evaluation());
    }
    for (WindowJudged window : log.windows) {
      for (DetectionResult result : window.results()) {
        assertTrue(Double.isFinite(result.evidence().statistic()), result.toString());
        assertTrue(result.verdict() != Verdict.DRIFT, result.toString());
        boolean ofEmbedding =
            result.signal().equals("embedding") || result.signal().equals("mahalanobis");
        assertEquals(ofEmbedding ? 12 : 16, result.sample().n());
      }
    }
  }

  @Test
  void listenersThatThrowDoNotStopTheNext() {
    AtomicInteger calls = new AtomicInteger();
    MonitorListener exception =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            calls.getAndIncrement();
            throw new IllegalStateException("listener");
          }
        };
    MonitorListener error =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            calls.getAndIncrement();
            throw new StackOverflowError("listener");
          }
        };
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .listener(exception)
            .listener(error)
            .listener(log)
            .start();
    EventLog late = new EventLog();
    Runnable unregister = monitor.addListener(late);
    feed(monitor, 2, 0, 32, 0);
    unregister.run();
    unregister.run();
    feed(monitor, 2, 32, 16, 0);
    assertEquals(6, calls.get());
    assertEquals(3, log.windows.size());
    assertEquals(2, late.windows.size());
    assertEquals(6, monitor.status().failures().listeners());
    monitor.close();
  }

  @Test
  void aFailingEmbedderIsCountedToldAndCarriedOn() {
    AtomicInteger calls = new AtomicInteger();
    List<Throwable> thrown =
        List.of(
            new EmbedderException("model failed", null),
            new OutOfMemoryError("model"),
            new StackOverflowError("model"));
    Embedder embedder =
        new RiggedEmbedder(
            4,
            frames -> {
              int call = calls.getAndIncrement();
              if (call < thrown.size()) {
                MonitorTest.<RuntimeException>sneak(thrown.get(call));
              }
              return new QuadrantEmbedder().embed(frames);
            });
    try (Monitor monitor = cameras().embedder(embedder).start()) {
      for (int i = 0; i < 16; i++) {
        monitor
            .capture()
            .image(Scenes.frame(i % 4, 500 + i, Baselines.WIDTH, Baselines.HEIGHT))
            .commit();
        monitor.poll(1);
      }
      MonitorStatus status = monitor.status();
      assertEquals(3, status.failures().embedder());
      assertEquals(16, status.judged().observations());
      assertEquals(1, status.judged().windows());
      assertEquals(0, status.failures().evaluation());
    }
    assertEquals(
        thrown,
        log.failures.stream()
            .filter(f -> f.part() == Failed.Part.EMBEDDER)
            .map(Failed::cause)
            .toList());
    for (DetectionResult result : log.windows.get(0).results()) {
      boolean ofModel =
          !result.signal().matches("brightness|contrast|red|green|blue|sharpness|noise|appearance");
      assertEquals(ofModel ? 13 : 16, result.sample().n(), result.toString());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable e) throws T {
    throw (T) e;
  }

  @Test
  void anEmbedderThatReturnsSomethingElseIsAFailure() {
    List<Function<List<Frame>, Embeddings>> models =
        List.of(
            frames -> new Embeddings(frames.size(), new float[frames.size() * 5], new float[0]),
            frames ->
                new Embeddings(frames.size() + 1, new float[4 * frames.size() + 4], new float[0]),
            frames ->
                new Embeddings(
                    frames.size(), new float[frames.size() * 4], new float[frames.size()]),
            frames -> null);
    for (Function<List<Frame>, Embeddings> model : models) {
      EventLog own = new EventLog();
      try (Monitor monitor =
          cameras().embedder(new RiggedEmbedder(4, model)).listener(own).start()) {
        monitor.capture().image(Scenes.frame(0, 1, 8, 8)).commit();
        monitor.poll(1);
        assertEquals(1, monitor.status().failures().embedder());
        assertEquals(0, monitor.status().failures().evaluation());
        assertNotNull(own.failures.get(0).cause().getMessage());
      }
    }
  }

  @Test
  void anEmbeddingOfTheHostIsNotComputedAgain() {
    AtomicInteger embedded = new AtomicInteger();
    Embedder embedder =
        new RiggedEmbedder(
            4,
            frames -> {
              embedded.getAndAdd(frames.size());
              return new QuadrantEmbedder().embed(frames);
            });
    Frame frame = Scenes.frame(0, 1, 8, 8);
    try (Monitor monitor = cameras().embedder(embedder).start()) {
      monitor.capture().image(frame).embedding(new float[4]).commit();
      monitor.capture().image(frame).commit();
      monitor.capture().logits(new float[3]).commit();
      assertEquals(3, monitor.poll(10));
      assertEquals(1, embedded.get());
    }
  }

  @Test
  void theSliceSeenLeastLatelyMakesRoomButNotOneWhoseDriftIsOpen() {
    try (Monitor monitor =
        cameras().maximumSlices(2).emission(new EmissionPolicy(1, 1, 1)).start()) {
      for (int i = 0; i < 512; i++) {
        Frame frame = Scenes.frame(i % 4, 700 + i, Baselines.WIDTH, Baselines.HEIGHT);
        monitor
            .capture()
            .image(i % 4 == 3 ? Causes.named("under-exposure").apply(frame, 5, 1) : frame)
            .tag("camera", "cam-" + i % 4)
            .commit();
        monitor.poll(1);
      }
      MonitorStatus status = monitor.status();
      assertTrue(status.judged().slicesEvicted() > 100, () -> "" + status);
      assertEquals(1, status.judged().driftsOpened());
      Slice dark = new Slice("camera", "cam-3");
      assertEquals(Set.of(dark), log.opened.get(0).drift().slices());
      // four cameras in turn and room for two: only the one that is held fills its windows
      Set<Slice> judged = new HashSet<>();
      log.windows.forEach(w -> judged.add(w.slice()));
      assertEquals(Set.of(Slice.ALL, dark), judged);
      assertEquals(null, status.judged().flaws().get(Flaw.SLICE_LIMIT));
    }
  }

  @Test
  void oneDarkenedCameraOfFourIsNamedAndNoOther() {
    try (Monitor monitor = cameras().embedder(new QuadrantEmbedder()).start()) {
      int n = 0;
      for (int stage = 0; stage < 3; stage++) {
        for (int i = 0; i < 4 * 96; i++, n++) {
          Frame frame = Scenes.frame(n % 4, 1000 + n, Baselines.WIDTH, Baselines.HEIGHT);
          if (stage == 1 && n % 4 == 2) {
            frame = Causes.named("under-exposure").apply(frame, 3, n);
          }
          monitor.capture().image(frame).tag("camera", "cam-" + n % 4).commit();
          monitor.poll(1);
        }
        assertEquals(stage == 0 ? 0 : 1, log.opened.size(), () -> "" + log.opened);
      }
      DriftOpened opened = log.opened.get(0);
      assertEquals(Set.of(new Slice("camera", "cam-2")), opened.drift().slices());
      assertTrue(
          opened.diagnosis().headline().contains("cam-2 is darker"), opened.diagnosis().headline());
      assertEquals(
          "under-exposure", opened.diagnosis().fingerprint().cause().orElseThrow().cause());
      assertTrue(
          opened.drift().opened().sequence() < 4 * 96 + 2 * 64 + 64,
          "found in the first windows: " + opened.drift());
      assertEquals(1, log.closed.size());
      assertTrue(log.closed.get(0).drift().closing().orElseThrow().at().sequence() >= 2 * 4 * 96);
      assertEquals(List.of(), monitor.status().judged().open());
    }
  }

  @Test
  void pollChecksItsLimit() {
    try (Monitor monitor = vectors().start()) {
      assertEquals(
          "limit: 0 (expected: > 0)",
          assertThrows(IllegalArgumentException.class, () -> monitor.poll(0)).getMessage());
      for (int i = 0; i < 40; i++) {
        monitor.capture().commit();
      }
      assertEquals(17, monitor.poll(17));
      assertEquals(23, monitor.poll(1000));
    }
  }

  @Test
  void timesAreTheClocks() {
    AtomicInteger seconds = new AtomicInteger();
    try (Monitor monitor =
        vectors().clock(() -> java.time.Instant.ofEpochSecond(seconds.getAndIncrement())).start()) {
      feed(monitor, 2, 0, 16, 0);
    }
    DetectionResult result = log.windows.get(0).results().get(0);
    assertEquals(0, result.sample().bounds().first().epochMillis());
    assertEquals(15_000, result.sample().bounds().last().epochMillis());
    assertEquals(16, seconds.get(), "one reading an observation");
  }

  @Test
  void sequencesAreThoseOfCapturesNotOfDrops() {
    List<Long> last = new ArrayList<>();
    try (Monitor monitor = vectors().slots(16).start()) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 20; i++) {
          monitor.capture().embedding(Baselines.vector(round, i, 0).embedding()).commit();
        }
        monitor.poll(16);
      }
    }
    log.windows.forEach(w -> last.add(w.results().get(0).sample().bounds().last().sequence()));
    assertEquals(List.of(15L, 31L), last);
  }
}
