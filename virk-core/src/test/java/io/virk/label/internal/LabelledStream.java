package io.virk.label.internal;

import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.capture.Capture;
import io.virk.label.FeedbackPolicy;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Observations f0, f1 ... of cameras 0 and 1 in turn, predicted as their number modulo 3, with a
 * confidence of 0.58, 0.79 or 0.91.
 */
public final class LabelledStream {
  public final EventLog log = new EventLog();
  private Instant now = Instant.parse("2026-01-02T00:00:00Z");
  private int number;

  public MonitorBuilder builder(FeedbackPolicy policy) {
    return builder(Baselines.ofVectors(), policy);
  }

  public MonitorBuilder builder(Baseline baseline, FeedbackPolicy policy) {
    return Monitor.builder(baseline.withClassNames(List.of("ok", "scratch", "dent")))
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .clock(() -> now)
        .listener(log)
        .feedback(policy)
        .polled();
  }

  public Instant now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** The number of the next one. */
  public int number() {
    return number;
  }

  /** Leaves numbers out. */
  public void skip(int numbers) {
    number += numbers;
  }

  /** Returns its id. */
  public String observe(Monitor monitor) {
    return observe(monitor, capture -> {});
  }

  /** With more of it; returns its id. */
  public String observe(Monitor monitor, Consumer<Capture> more) {
    int i = number++;
    Capture capture =
        monitor
            .capture()
            .id("f" + i)
            .embedding(Baselines.vector(21, i, 0).embedding())
            .logits(logits(i))
            .tag("camera", "cam-" + i % 2);
    more.accept(capture);
    capture.commit();
    monitor.poll(1);
    return "f" + i;
  }

  /** A baseline of it that knows how the model erred: as often as its confidence says. */
  public static Baseline labelled(SplittableRandom random) {
    BaselineBuilder builder = Baseline.builder("labelled").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 640; i++) {
      boolean right = random.nextDouble() < confidence(i);
      builder.add(
          Observation.builder()
              .sequence(i)
              .embedding(Baselines.vector(21, i, 0).embedding())
              .logits(logits(i))
              .label(right ? i % 3 : (i + 1) % 3)
              .build());
    }
    return builder.build();
  }

  /** One that is predicted as class 0. */
  public void weighing(LiveFeedback feedback, String id, double confidence, double weight) {
    Observation one =
        Observation.builder().id(id).epochMillis(now.toEpochMilli()).predictedClass(0).build();
    feedback.observed(weighing(one, weight), values(confidence), null);
  }

  /** An observation as one that a sampler weighs. */
  static Observation weighing(Observation observation, double weight) {
    return proxy(
        Observation.class,
        (of, method, arguments) ->
            method.getName().equals("weight") ? weight : method.invoke(observation, arguments));
  }

  /** Signals of an observation: its confidence alone. */
  static SignalValues values(double confidence) {
    SignalSchema schema = SignalSchema.of(List.of(ScalarSignal.CONFIDENCE));
    return proxy(
        SignalValues.class,
        (of, method, arguments) -> method.getName().equals("schema") ? schema : confidence);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static float[] logits(int number) {
    float[] logits = new float[3];
    logits[number % 3] = 1 + number / 3 % 3;
    return logits;
  }

  /** Of the observation of a number. */
  public static double confidence(int number) {
    double e = Math.exp(1 + number / 3 % 3);
    return e / (e + 2);
  }
}
