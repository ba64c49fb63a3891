package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.capture.Capture;
import io.virk.detect.Slice;
import io.virk.event.ContextFound;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Flaw;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Day and night look different; that is no drift. A change within one of them is. */
class ContextTest {
  private static Baseline byContext;
  private static Baseline mixed;
  private final EventLog log = new EventLog();
  private final List<ContextFound> news = new ArrayList<>();

  private static double of(String context) {
    return context.equals("night") ? 3 : 0;
  }

  private static Baseline build(boolean contexts) {
    BaselineBuilder builder =
        Baseline.builder("contexts").window(16).sliceBy("camera").clock(Baselines.CLOCK);
    if (contexts) {
      builder.context("daylight");
    }
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 1200; i++) {
      String context = random.nextBoolean() ? "day" : "night";
      builder.add(
          Observation.builder()
              .sequence(i)
              .embedding(Baselines.vector(3, i, of(context)).embedding())
              .tag("camera", "cam-" + i % 2)
              .tag("daylight", context)
              .build());
    }
    return builder.build();
  }

  private static synchronized Baseline baseline(boolean contexts) {
    if (contexts) {
      byContext = byContext == null ? build(true) : byContext;
      return byContext;
    }
    mixed = mixed == null ? build(false) : mixed;
    return mixed;
  }

  private Monitor start(boolean contexts) {
    return Monitor.builder(baseline(contexts))
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .listener(log)
        .listener(
            new MonitorListener() {
              @Override
              public void onContextFound(ContextFound event) {
                news.add(event);
              }
            })
        .polled()
        .start();
  }

  private void observe(Monitor monitor, int from, int count, String context, double moved) {
    for (int i = from; i < from + count; i++) {
      Capture capture =
          monitor
              .capture()
              .embedding(Baselines.vector(9, i, of(context) + moved).embedding())
              .tag("camera", "cam-" + i % 2);
      if (!context.isEmpty()) {
        capture.tag("daylight", context);
      }
      capture.commit();
      monitor.poll(1);
    }
  }

  @Tag("slow")
  @Test
  void aLongNightIsADriftWithoutContextsAndNoneWithThem() {
    try (Monitor monitor = start(false)) {
      observe(monitor, 0, 300, "night", 0);
      assertTrue(monitor.status().judged().driftsOpened() > 0, "the mix is not the baseline's");
    }
    try (Monitor monitor = start(true)) {
      observe(monitor, 0, 300, "night", 0);
      observe(monitor, 300, 300, "day", 0);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 600; i < 1000; i++) {
        observe(monitor, i, 1, random.nextInt(10) == 0 ? "night" : "day", 0);
      }
      assertEquals(0, monitor.status().judged().driftsOpened());
      Set<String> judged = new TreeSet<>();
      log.windows.forEach(w -> judged.add(w.slice().toString()));
      assertTrue(
          judged.containsAll(
              Set.of("all in day", "all in night", "camera=cam-0 in day", "camera=cam-1 in night")),
          judged::toString);
    }
  }

  @Tag("slow")
  @Test
  void aChangeOfOneContextOpensADriftOfThatOne() {
    try (Monitor monitor = start(true)) {
      for (int i = 0; i < 20; i++) {
        observe(monitor, 60 * i, 30, "day", 0);
        observe(monitor, 60 * i + 30, 30, "night", i < 8 ? 0 : 2);
      }
      assertEquals(1, monitor.status().judged().open().size());
      Set<Slice> slices = log.opened.get(0).drift().slices();
      assertTrue(slices.stream().allMatch(s -> s.context().equals("night")), slices::toString);
      assertEquals(1, log.opened.size());
      // as bright as the day: to a baseline without contexts this would be half normal
      for (int i = 20; i < 34; i++) {
        observe(monitor, 60 * i, 60, "night", 0);
      }
      assertEquals(0, monitor.status().judged().open().size());
    }
  }

  @Test
  void aContextNeverSeenIsAnEventOfItsOwn() {
    try (Monitor monitor = start(true)) {
      observe(monitor, 0, 40, "dusk", 9);
      observe(monitor, 40, 10, "", 9);
      observe(monitor, 50, 10, "fog", 9);
      assertEquals(0, log.windows.size());
      assertEquals(List.of("dusk", "fog"), news.stream().map(ContextFound::value).toList());
      assertEquals("daylight", news.get(0).key());
      assertEquals(0, news.get(0).sequence());
      assertEquals(50, news.get(1).sequence());
      assertEquals(50, monitor.status().judged().flaws().get(Flaw.CONTEXT_NEW));
      assertEquals(
          "context: none (expected: \"daylight\"), observation 40",
          log.failures.get(0).cause().getMessage());
      assertEquals(10, monitor.status().judged().flaws().get(Flaw.CONTEXT_TAG));
    }
  }

  @Tag("slow")
  @Test
  void contextsSurviveTheFile(@TempDir Path folder) {
    Path file = folder.resolve("contexts.virk");
    Baseline baseline = baseline(true);
    baseline.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(baseline.hash(), loaded.hash());
    assertEquals("daylight", loaded.contextKey().orElseThrow());
    assertEquals(Set.of("day", "night"), loaded.contexts());
    assertEquals(baseline.slices(), loaded.slices());
    assertEquals(
        new Slice("camera", "cam-1", "night"),
        loaded.reference(new Slice("camera", "cam-1", "night")).slice());
    assertEquals(
        new Slice("", "", "night"),
        loaded.reference(new Slice("camera", "cam-99", "night")).slice());
  }

  @Test
  void aContextIsNotTheSliceAndNotBlank() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Baseline.builder("b").sliceBy("camera").context("camera").build());
    assertThrows(IllegalArgumentException.class, () -> Baseline.builder("b").context(" ").build());
  }
}
