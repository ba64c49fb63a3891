package io.virk.bench.host;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.incident.IncidentSink;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** What VIRK is put through while the host runs; each is set beside the host without VIRK. */
public enum Scenario {
  /** The host without VIRK, twice: what the method tells of nothing. */
  NO_VIRK("no VIRK on either side: what the method tells of no difference", 0),
  /** Nothing sampled. */
  SAMPLING_0("a monitor, nothing sampled (one in 10^12)", 1e-12),
  /** One in a thousand. */
  SAMPLING_0_1("0.1 % sampled", 0.001),
  /** One in a hundred, the default. */
  SAMPLING_1("1 % sampled, the default", 0.01),
  /** One in ten. */
  SAMPLING_10("10 % sampled", 0.1),
  /** All. */
  SAMPLING_100("all sampled", 1),
  /** All, and a listener that takes its time. */
  SLOW_LISTENER("all sampled, a listener sleeps 200 ms of every event", 1),
  /** All, and a listener that throws. */
  THROWING_LISTENER("all sampled, a listener throws at every event", 1),
  /** All, and nobody takes them. */
  STOPPED_THREAD("all sampled, VIRK's own thread hangs in a listener from the first window on", 1),
  /** All, and VIRK's thread may hardly work. */
  STARVED_THREAD("all sampled, VIRK's own thread may use 0.1 % of a core", 1),
  /** A drift. */
  DRIFT("all sampled, half the light after a quarter: a drift opens, its bundle is written", 1),
  /** A drift, and a sink that takes its time. */
  DRIFT_SLOW_SINK("the same, and a sink that sleeps 2 s of every incident", 1),
  /** A drift, and a sink that fails. */
  DRIFT_DEAD_SINK("the same, and a sink that throws at every incident", 1);

  private static final Duration SLOW_EVENT = Duration.ofMillis(200);
  private static final Duration SLOW_SINK = Duration.ofSeconds(2);
  private static final Duration CLOSING = Duration.ofMillis(300);
  private static final double STARVED = 0.001;

  /**
   * Of a monitor that stays: half of the default, for half of the blocks are without it, and what
   * is not used then is used in the others.
   */
  private static final double HALF_BUDGET = 0.05;

  /** Of a monitor that stays, so that what waits after a block is soon taken. */
  private static final int SLOTS = 16;

  private final String what;
  private final double fraction;

  Scenario(String what, double fraction) {
    this.what = what;
    this.fraction = fraction;
  }

  /** What it is, in words. */
  public String what() {
    return what;
  }

  /** Its name in tables, as "sampling-0-1". */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether light is lost in it, so that each block is one drift of a monitor of its own. */
  public boolean drifts() {
    return ordinal() >= DRIFT.ordinal();
  }

  /** Whether VIRK's thread is meant to take every observation, if late. */
  boolean isTaken() {
    return this != NO_VIRK && this != STOPPED_THREAD && this != STARVED_THREAD;
  }

  /** A monitor, and what lets go of its thread before it is closed. */
  record Watch(Monitor monitor, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
      monitor.close();
    }
  }

  /**
   * Starts the monitor.
   *
   * @param baseline of the host
   * @param folder for incidents, if there are any
   * @throws IllegalStateException of {@link #NO_VIRK}
   */
  Watch start(Baseline baseline, Path folder) {
    if (this == NO_VIRK) {
      throw new IllegalStateException(word() + ": no monitor");
    }
    MonitorBuilder builder =
        Monitor.builder(baseline)
            .name("host-" + word())
            .sampler(Sampler.fraction(fraction))
            .fitAccepted()
            .closeTimeout(CLOSING);
    if (!drifts()) {
      builder.cpuBudget(this == STARVED_THREAD ? STARVED : HALF_BUDGET).slots(SLOTS);
    }
    CountDownLatch released = new CountDownLatch(1);
    switch (this) {
      case SLOW_LISTENER -> builder.listener(every(() -> sleep(SLOW_EVENT)));
      case THROWING_LISTENER ->
          builder.listener(
              every(
                  () -> {
                    throw new IllegalStateException("a listener that throws");
                  }));
      case STOPPED_THREAD ->
          builder
              .listenersOnVirkThread()
              .listener(
                  new MonitorListener() {
                    @Override
                    public void onWindowJudged(WindowJudged event) {
                      try {
                        released.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }
                  });
      case DRIFT -> builder.incidents(folder);
      case DRIFT_SLOW_SINK ->
          builder.incidents(folder).recording(sink(incident -> sleep(SLOW_SINK)));
      case DRIFT_DEAD_SINK ->
          builder
              .incidents(folder)
              .recording(
                  sink(
                      incident -> {
                        throw new IOException("a sink that is dead");
                      }));
      default -> {}
    }
    return new Watch(builder.start(), released::countDown);
  }

  private static Recording sink(IncidentSink sink) {
    return Recording.DEFAULT.sinks(sink);
  }

  private static MonitorListener every(Runnable action) {
    return new MonitorListener() {
      @Override
      public void onEvent(MonitorEvent event) {
        action.run();
      }
    };
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
