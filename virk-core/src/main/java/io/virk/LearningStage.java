package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.baseline.LearningProgress;
import io.virk.baseline.LearningState;
import io.virk.internal.GuardedListeners;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Learns a baseline from live traffic, saves it, and hands it on. Building it takes seconds: a
 * monitor with a thread of its own has that done by another one, so that slots go on being drained;
 * a polled one does it in the poll that finds the traffic sufficient.
 */
final class LearningStage implements Stage {
  private final MonitorConfig config;
  private final BaselineLearner learner;
  private final GuardedListeners<MonitorListener> listeners;
  private final Failures failures;
  private final Logger log;
  private final Consumer<Baseline> armed;
  private final Map<String, Long> flaws = new ConcurrentHashMap<>();
  private int restarts;
  private boolean building;
  private volatile Built built;

  /** The outcome of building; written by one thread, read by VIRK's. */
  private record Built(Baseline baseline, Throwable failure, Throwable saveFailure) {}

  /**
   * Begins.
   *
   * @param armed takes the baseline, on VIRK's thread
   */
  LearningStage(
      MonitorConfig config,
      BaselineLearner learner,
      GuardedListeners<MonitorListener> listeners,
      Failures failures,
      Logger log,
      Consumer<Baseline> armed) {
    this.config = config;
    this.learner = learner;
    this.listeners = listeners;
    this.failures = failures;
    this.log = log;
    this.armed = armed;
  }

  @Override
  public void prepare(List<? extends Observation> batch) {
    // nothing is computed of an embedding before there is a model of it
  }

  @Override
  public void accept(Observation observation) {
    LearningState state = learner.accept(observation);
    LearningProgress progress = learner.progress();
    if (progress.restarts() > restarts) {
      restarts = progress.restarts();
      String why = progress.instability().orElse("");
      log.warn(
          "{}: the stream was not stable while it was learned, so it goes on: {}", name(), why);
      tell(progress);
    }
    if (state == LearningState.READY && !building) {
      building = true;
      log.info("{}: has learned from {} observations", name(), progress.observed());
      tell(progress);
      if (config.polled()) {
        built = build();
      } else {
        config.threadFactory().newThread(() -> built = build()).start();
      }
    }
  }

  private void tell(LearningProgress progress) {
    LearningProgressed event = new LearningProgressed(name(), progress);
    listeners.tell(l -> l.onLearningProgressed(event));
  }

  private Built build() {
    try {
      Baseline baseline = learner.build();
      Throwable unsaved = null;
      if (config.learned().isPresent()) {
        unsaved = save(baseline, config.learned().get());
      }
      return new Built(baseline, null, unsaved);
    } catch (Throwable e) { // too little of a source, or no memory: told on VIRK's thread
      return new Built(null, e, null);
    }
  }

  private static Throwable save(Baseline baseline, Path file) {
    try {
      baseline.save(file);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Override
  public void tick() {
    Built outcome = built;
    if (outcome == null) {
      return;
    }
    built = null;
    if (outcome.failure() != null) {
      failures.thrown(
          MonitorFailure.Part.LEARNING,
          "the learned baseline could not be built; this monitor judges nothing",
          outcome.failure());
      return;
    }
    if (outcome.saveFailure() != null) {
      failures.thrown(
          MonitorFailure.Part.LEARNING,
          "the learned baseline could not be saved to " + config.learned().orElseThrow(),
          outcome.saveFailure());
    }
    armed.accept(outcome.baseline());
    Optional<Path> saved =
        outcome.saveFailure() == null ? config.learned() : Optional.<Path>empty();
    BaselineLearned event = new BaselineLearned(name(), outcome.baseline(), saved);
    listeners.tell(l -> l.onBaselineLearned(event));
  }

  private String name() {
    return config.name();
  }

  @Override
  public void flaw(String flaw, String inWords) {
    flaws.merge(flaw, 1L, Long::sum);
    failures.unusable(flaw, inWords);
  }

  @Override
  public Map<String, Long> flaws() {
    return Map.copyOf(flaws);
  }

  @Override
  public long memory() {
    return learner.progress().memory();
  }
}
