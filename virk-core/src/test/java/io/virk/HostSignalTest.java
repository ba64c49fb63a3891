package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.SignalChange;
import io.virk.engine.BlindSpots;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Flaw;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.VectorSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals of the host's own, from what it measures to the words of a drift. */
class HostSignalTest {
  private static final ScalarSignal TEMPERATURE = ScalarSignal.ofHost("temperature", "°C");
  private static final ScalarSignal HUMIDITY =
      ScalarSignal.ofHost("humidity", "%").withRole(Signal.Role.DIAGNOSTIC);

  @TempDir private Path folder;
  private final EventLog log = new EventLog();
  private final SplittableRandom random = new SplittableRandom(5);

  /** Reads what a motor says of itself in a tag: "speed/gear/three vibrations". */
  private static final class Motor implements SignalSource {
    static final ScalarSignal SPEED =
        new ScalarSignal("speed", ScalarSignal.Scale.LINEAR, "1/min", "motor", Signal.Role.TESTED);
    static final ScalarSignal LOAD =
        new ScalarSignal("load", ScalarSignal.Scale.LINEAR, "", "motor", Signal.Role.DIAGNOSTIC);
    static final CategoricalSignal GEAR =
        new CategoricalSignal("gear", "motor", Signal.Role.TESTED);
    static final VectorSignal VIBRATION =
        new VectorSignal("vibration", 3, "motor", Signal.Role.TESTED);

    @Override
    public String name() {
      return "motor";
    }

    @Override
    public List<? extends Signal> signals() {
      return List.of(SPEED, LOAD, GEAR, VIBRATION);
    }

    @Override
    public Set<String> tags() {
      return Set.of("motor");
    }

    @Override
    public Reader reader() {
      return (observation, row) -> {
        String[] said = observation.tag("motor").split("/");
        double speed = Double.parseDouble(said[0]);
        row.set(SPEED, speed);
        row.set(LOAD, speed / 100);
        row.set(GEAR, Integer.parseInt(said[1]));
        float[] vibration = new float[3];
        for (int i = 0; i < 3; i++) {
          vibration[i] = Float.parseFloat(said[2 + i]);
        }
        row.set(VIBRATION, vibration);
      };
    }
  }

  private String motor(double speed) {
    return (speed + random.nextGaussian())
        + "/"
        + random.nextInt(3)
        + "/"
        + random.nextGaussian()
        + "/"
        + random.nextGaussian()
        + "/"
        + random.nextGaussian();
  }

  private Observation usual(int number) {
    return Observation.builder()
        .sequence(number)
        .epochMillis(1000L * number)
        .signal("temperature", 21 + random.nextGaussian())
        .signal("humidity", 40 + random.nextGaussian())
        .tag("motor", motor(900))
        .build();
  }

  private BaselineBuilder builder() {
    return Baseline.builder("press")
        .window(16)
        .clock(Baselines.CLOCK)
        .signal(TEMPERATURE)
        .signal(HUMIDITY)
        .source(new Motor());
  }

  private Baseline baseline(BaselineBuilder builder) {
    for (int i = 0; i < 400; i++) {
      builder.add(usual(i));
    }
    return builder.build();
  }

  private MonitorBuilder monitor(Baseline baseline) {
    return Monitor.builder(baseline)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .maximumTagValues(100_000)
        .clock(Baselines.CLOCK)
        .polled()
        .listener(log);
  }

  private Diagnosis drift(Monitor monitor, double temperature, double humidity, double speed) {
    for (int i = 0; i < 400 && log.opened.isEmpty(); i++) {
      monitor
          .capture()
          .signal("temperature", temperature + random.nextGaussian())
          .signal("humidity", humidity + random.nextGaussian())
          .tag("motor", motor(speed))
          .commit();
      monitor.poll(1);
    }
    assertEquals(1, log.opened.size());
    return log.opened.get(0).diagnosis();
  }

  private static Set<String> judged(Baseline baseline) {
    return baseline.reference(Slice.ALL).detectors().stream()
        .map(d -> d.signal().name())
        .collect(Collectors.toSet());
  }

  @Test
  void whatTheHostMeasuresIsNamedWithItsUnit() {
    try (Monitor monitor = monitor(baseline(builder())).start()) {
      Diagnosis diagnosis = drift(monitor, 41.2, 60, 900);
      assertTrue(
          diagnosis.headline().endsWith("has a higher temperature than the baseline"),
          diagnosis.headline());
      assertTrue(
          diagnosis.explanation().matches("(?s).*temperature 2[01]\\.\\d to 4[012]\\.\\d °C .*"),
          diagnosis.explanation());
      // the humidity helps to say why, and nothing judges it
      SignalChange humidity =
          diagnosis.changes().stream()
              .filter(c -> c.signal().equals("humidity"))
              .findFirst()
              .orElseThrow();
      assertEquals("%", humidity.unit());
      assertEquals(60, humidity.now(), 2);
      assertEquals(Map.of(), monitor.status().judged().flaws());
    }
  }

  @Test
  void aSourceOfTheHostsGoesTheWholeWay() {
    try (Monitor monitor = monitor(baseline(builder())).start()) {
      Diagnosis diagnosis = drift(monitor, 21, 40, 400);
      assertTrue(
          diagnosis.headline().endsWith("has a lower speed than the baseline"),
          diagnosis.headline());
      assertTrue(
          diagnosis.explanation().matches("(?s).*speed 90\\d to (39|40)\\d 1/min .*"),
          diagnosis.explanation());
    }
  }

  @Test
  void diagnosticSignalsTakeNoPartOfTheAllowance() {
    Baseline with = baseline(builder());
    assertEquals(Set.of("temperature", "speed", "gear", "vibration"), judged(with));
    Baseline without =
        baseline(
            Baseline.builder("press")
                .window(16)
                .clock(Baselines.CLOCK)
                .signal(TEMPERATURE)
                .source(new Motor()));
    assertEquals(
        without.reference(Slice.ALL).detectors(true).tests(),
        with.reference(Slice.ALL).detectors(true).tests(),
        0.5);
    assertEquals(
        without.reference(Slice.ALL).detectors().size(),
        with.reference(Slice.ALL).detectors().size());
  }

  @Test
  void aColumnThatNobodyKnowsIsKeptAndNotJudged() {
    Baseline built = baseline(builder());
    built.save(folder.resolve("press.virk"));
    Baseline loaded = Baseline.load(folder.resolve("press.virk"));
    assertEquals(built.hash(), loaded.hash());
    assertEquals(built.schema(), loaded.schema());
    Baseline judged = loaded.judgedBy(List.of());
    assertEquals(Set.of("speed", "load", "gear", "vibration"), judged.notJudged());
    assertEquals(Set.of("temperature"), judged(judged));
    assertTrue(
        judged.reference(Slice.ALL).detectors(true).tests()
            < built.reference(Slice.ALL).detectors(true).tests());
    judged.save(folder.resolve("again.virk"));
    Baseline again = Baseline.load(folder.resolve("again.virk"));
    assertEquals(built.hash(), again.hash(), "kept");
    assertEquals(Set.of("temperature", "speed", "gear", "vibration"), judged(again));
    Baseline merged = again.merge(baseline(builder().seed(7)));
    assertEquals(built.schema(), merged.schema());
    assertEquals(800 * 3 / 4, merged.reference(Slice.ALL).rows().count(Motor.SPEED) * 3 / 2);
    try (Monitor monitor = monitor(loaded).start()) {
      Diagnosis diagnosis = drift(monitor, 41, 40, 400);
      assertTrue(diagnosis.headline().contains("temperature"), diagnosis.headline());
    }
    log.opened.clear();
    try (Monitor monitor = monitor(loaded).source(new Motor()).start()) {
      assertTrue(drift(monitor, 21, 40, 400).headline().contains("speed"));
    }
  }

  @Test
  void atStartItIsToldWhatIsNotJudged() {
    baseline(builder()).save(folder.resolve("press.virk"));
    Baseline loaded = Baseline.load(folder.resolve("press.virk"));
    assertEquals(List.of(), BlindSpots.of(loaded.judgedBy(List.of(new Motor())), "motor"));
    String line = BlindSpots.of(loaded.judgedBy(List.of()), "motor").get(0);
    assertTrue(line.contains("[gear, load, speed, vibration]"), line);
    assertTrue(line.contains("[motor]"), line);
  }

  @Test
  void whatNobodyDeclaredAndWhatIsNoNumberAreFlaws() {
    Baseline baseline = baseline(builder());
    try (Monitor monitor = monitor(baseline).start()) {
      monitor.capture().signal("temprature", 20).tag("motor", motor(900)).commit();
      monitor
          .capture()
          .signal("temperature", Double.POSITIVE_INFINITY)
          .tag("motor", motor(900))
          .commit();
      monitor.capture().signal("temperature", -1.1e100).tag("motor", motor(900)).commit();
      monitor.capture().signal("temperature", Double.NaN).tag("motor", motor(900)).commit();
      monitor.capture().signal("temperature", 20).commit();
      monitor.poll(10);
      assertEquals(
          Map.of(Flaw.SIGNAL_UNKNOWN, 1L, Flaw.SIGNAL_NOT_FINITE, 2L, Flaw.SOURCE_FAILED, 1L),
          monitor.status().judged().flaws());
    }
    assertEquals(
        "signal: \"temprature\" (expected: one of [temperature, humidity]), observation 0",
        log.failures.get(0).cause().getMessage());
  }

  @Test
  void settingsThatDoNotFitAreProblems() {
    BaselineBuilder twice = Baseline.builder("b").signal(TEMPERATURE).signal(TEMPERATURE);
    assertThrows(IllegalArgumentException.class, () -> twice.add(usual(0)));
    BaselineBuilder foreign = Baseline.builder("b").signal(Motor.SPEED);
    String words =
        assertThrows(IllegalArgumentException.class, () -> foreign.add(usual(0))).getMessage();
    assertTrue(words.contains("speed: of the source motor (expected: host"), words);
    SignalSource image = SignalSources.image();
    assertThrows(
        IllegalArgumentException.class, () -> Baseline.builder("b").source(image).add(usual(0)));
    assertFalse(SignalSources.names().contains("motor"));
  }
}
