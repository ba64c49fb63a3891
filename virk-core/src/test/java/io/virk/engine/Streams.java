package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import io.virk.event.DriftOpened;
import io.virk.event.MonitorEvent;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Streams of observations, and what an engine says of them, line by line. */
public final class Streams {
  private static Baseline contexts;

  private Streams() {}

  /** An observation with its weight, and the time at which it comes. */
  public record Step(Observation observation, double weight, long nanos) implements Observation {
    @Override
    public double weight() {
      return weight;
    }

    @Override
    public long sequence() {
      return observation.sequence();
    }

    @Override
    public long epochMillis() {
      return observation.epochMillis();
    }

    @Override
    public Frame frame() {
      return observation.frame();
    }

    @Override
    public float[] embedding() {
      return observation.embedding();
    }

    @Override
    public float[] logits() {
      return observation.logits();
    }

    @Override
    public int predictedClass() {
      return observation.predictedClass();
    }

    @Override
    public String tag(String key) {
      return observation.tag(key);
    }

    @Override
    public void tags(BiConsumer<String, String> each) {
      observation.tags(each);
    }
  }

  private static double of(String context) {
    return context.equals("night") ? 3 : 0;
  }

  /** Day and night, two cameras; windows of 16. */
  public static synchronized Baseline contexts() {
    if (contexts == null) {
      BaselineBuilder builder =
          Baseline.builder("contexts")
              .window(16)
              .sliceBy("camera")
              .context("daylight")
              .clock(Baselines.CLOCK);
      SplittableRandom random = new SplittableRandom(17);
      for (int i = 0; i < 1200; i++) {
        String context = random.nextBoolean() ? "day" : "night";
        builder.add(
            Observation.builder()
                .sequence(i)
                .embedding(Baselines.vector(3, i, of(context)).embedding())
                .logits(Baselines.vector(3, i, 0).logits())
                .tag("camera", "cam-" + i % 2)
                .tag("daylight", context)
                .build());
      }
      contexts = builder.build();
    }
    return contexts;
  }

  /**
   * Some cameras by day and night, at an uneven pace, of uneven weight; in the middle third one of
   * them moves a lot, and all a little.
   */
  public static List<Step> observations(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    long nanos = 5_000_000_000_000L;
    for (int i = 0; i < n; i++) {
      nanos += random.nextLong(200_000_000L, 1_800_000_000L) * (i % 97 == 0 ? 40 : 1);
      String context = i / 60 % 3 == 0 ? "night" : "day";
      int camera = random.nextInt(3);
      boolean moving = i >= n / 3 && i < 2 * n / 3;
      double moved = moving ? camera == 1 ? 4 : 0.3 : 0;
      Observation vector = Baselines.vector(seed, i, moved + of(context));
      Observation.Builder observation =
          Observation.builder()
              .sequence(i)
              .epochMillis(1_700_000_000_000L + nanos / 1_000_000 - (i % 41 == 0 ? 500_000 : 0))
              .embedding(vector.embedding())
              .logits(vector.logits())
              .tag("daylight", context);
      if (i % 29 != 0) {
        observation.tag("camera", "cam-" + camera);
      }
      double weight = i % 5 == 0 ? 0.5 : i % 31 == 0 ? 0 : 1;
      steps.add(new Step(observation.build(), weight, nanos));
    }
    return steps;
  }

  /** What an engine goes by. */
  public static EngineSettings settings(FalseAlarms allowance, boolean sequential, int embedded) {
    return new EngineSettings(
        "m",
        new EngineSettings.Slices(Optional.of("camera"), 8, embedded),
        new EngineSettings.Alarms(
            allowance, sequential ? SequentialDetector.all() : List.of(), true),
        EmissionPolicy.DEFAULT,
        Playbook.standard(),
        11);
  }

  /** Hands observations over, each at its time, some of them as a batch. */
  static List<String> run(Engine engine, List<Step> steps) {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      run(engine, step, lines);
    }
    return lines;
  }

  /** Hands one over. */
  static void run(Engine engine, Step step, List<String> lines) {
    engine.advance(step.nanos(), event -> lines.add(line(event)));
    engine.accept(step, event -> lines.add(line(event)));
  }

  /** An event as text, to the last bit of every number; without the recorder's exemplars. */
  static String line(MonitorEvent event) {
    return event instanceof DriftOpened opened
        ? new DriftOpened(opened.monitor(), opened.drift(), opened.diagnosis(), List.of())
            .toString()
        : event.toString();
  }
}
