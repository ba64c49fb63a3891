package io.virk.driver;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.baseline.LearningProgress;
import io.virk.baseline.LearningState;
import io.virk.engine.Stage;
import io.virk.event.BaselineLearned;
import io.virk.event.Failed;
import io.virk.event.LearningProgressed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.internal.AtomicFile;
import io.virk.internal.HostThreads;
import io.virk.internal.SafeLog;
import io.virk.internal.Text;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.internal.Flaws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * Learns a baseline from live traffic, saves it, and hands it on. To check that the traffic was
 * stable takes up to a second, to build the baseline and what watches against it takes seconds: a
 * monitor with a thread of its own has that done by another one, which ends with it, so that slots
 * go on being drained, and waits for it when it is closed; a polled one does it in the poll that
 * finds the traffic sufficient, so that what happens depends on its polls alone.
 */
public final class LearningStage implements Stage {
  /**
   * What learning goes by.
   *
   * @param name of the monitor
   * @param learned where the baseline is saved
   * @param polled whether the host's own thread does everything
   * @param threadFactory makes the thread that checks and builds
   */
  public record Settings(
      String name, Optional<Path> learned, boolean polled, ThreadFactory threadFactory) {}

  private final Settings settings;
  private final BaselineLearner learner;
  private final Consumer<MonitorEvent> events;
  private final Failures failures;
  private final Logger log;
  private final Function<Baseline, Runnable> arming;
  private final Flaws flaws = new Flaws();

  /** Whether another thread has the learner, or its outcome is still to be told. */
  private boolean handedOver;

  /** Open while another thread checks and builds; null if none ever did. */
  private CountDownLatch building;

  private volatile LearningProgress checked;
  private volatile Built built;

  /** Why nothing was built; null unless that failed. */
  private volatile Throwable unbuilt;

  /** Written by VIRK's thread alone. */
  private volatile long failed;

  /** The outcome of building; written by one thread, read by VIRK's. */
  private record Built(Baseline baseline, Runnable arm, Throwable saveFailure) {}

  /**
   * Begins.
   *
   * @param settings what it goes by
   * @param learner in the state COLLECTING, of this stage alone
   * @param events is told
   * @param failures is told what cannot be used, and what fails
   * @param log where a missing thread is told
   * @param arming prepares to watch against the baseline, on the thread that built it; what it
   *     returns begins to, on VIRK's thread
   */
  public LearningStage(
      Settings settings,
      BaselineLearner learner,
      Consumer<MonitorEvent> events,
      Failures failures,
      Logger log,
      Function<Baseline, Runnable> arming) {
    this.settings = settings;
    this.learner = learner;
    this.events = events;
    this.failures = failures;
    this.log = log;
    this.arming = arming;
  }

  @Override
  public void prepare(List<? extends Observation> batch) {
    // nothing is computed of an embedding before there is a model of it
  }

  @Override
  public void accept(Observation observation) {
    LearningState state = learner.accept(observation);
    learner.lastFlaws().forEach(this::flaw);
    flaws.observed().ifPresent(failures::mostlyUnusable);
    if (state == LearningState.CHECKING && !handedOver) {
      handOver(); // where that throws, the next observation tries again
      handedOver = true;
      if (settings.polled()) {
        tellChecked();
      }
    }
  }

  private void handOver() {
    events.accept(new LearningProgressed(name(), learner.progress()));
    if (settings.polled()) {
      checkAndBuild();
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    Runnable task =
        () -> {
          try {
            checkAndBuild();
          } finally {
            done.countDown();
          }
        };
    try {
      HostThreads.make(settings.threadFactory(), task).start();
      building = done;
    } catch (Throwable e) { // a factory of the host's that makes one thread alone, no memory
      SafeLog.warn(
          log,
          "{}: no thread to learn on, so observations wait meanwhile",
          name(),
          Text.loggable(e));
      checkAndBuild();
    }
  }

  @Override
  public boolean finish() {
    if (building == null) {
      return false;
    }
    try {
      building.await();
      building = null;
    } catch (InterruptedException e) { // nobody stops VIRK's thread so: it will be called again
      return true;
    }
    return true;
  }

  /** Never throws. */
  private void checkAndBuild() {
    try {
      LearningState state = learner.check();
      checked = learner.progress();
      if (state == LearningState.READY) {
        built = build();
      }
    } catch (Throwable e) { // too little of a source, or no memory: told on VIRK's thread
      unbuilt = e;
    }
  }

  private void tellChecked() {
    LearningProgress progress = checked;
    if (progress == null) {
      return;
    }
    MonitorEvent progressed = new LearningProgressed(name(), progress);
    checked = null;
    if (progress.state() != LearningState.READY) {
      handedOver = false;
    }
    events.accept(progressed);
  }

  private Built build() {
    Baseline baseline = learner.build();
    Runnable arm = arming.apply(baseline);
    Throwable unsaved = settings.learned().map(file -> save(baseline, file)).orElse(null);
    return new Built(baseline, arm, unsaved);
  }

  private static Throwable save(Baseline baseline, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        AtomicFile.createFolder(folder, AtomicFile.Access.SHARED);
      }
      baseline.save(file);
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  /** Whatever throws in it, for lack of memory, is done by the next one. */
  @Override
  public void tick() {
    Throwable failure = unbuilt; // both before what was checked before them
    Built outcome = built;
    tellChecked();
    if (failure != null) {
      unbuilt = null;
      failed("the learned baseline could not be built; this monitor judges nothing", failure);
    } else if (outcome != null) {
      arm(outcome);
    }
  }

  private void arm(Built outcome) {
    Throwable unsaved = outcome.saveFailure();
    String where =
        unsaved == null
            ? ""
            : "the learned baseline could not be saved to " + settings.learned().orElseThrow();
    MonitorEvent learned =
        new BaselineLearned(
            name(), outcome.baseline(), unsaved == null ? settings.learned() : Optional.empty());
    outcome.arm().run();
    built = null; // from here on nothing is needed but to tell
    if (unsaved != null) {
      failed(where, unsaved);
    }
    events.accept(learned);
  }

  private void failed(String what, Throwable cause) {
    failed = failed + 1;
    failures.thrown(Failed.Part.LEARNING, what, cause);
  }

  /** Baselines that could not be built or saved. Any thread. */
  public long failures() {
    return failed;
  }

  private String name() {
    return settings.name();
  }

  @Override
  public void flaw(FlawFound found) {
    flaws.count(found);
    failures.unusable(found);
  }

  @Override
  public Map<Flaw, Long> flaws() {
    return flaws.counts();
  }

  @Override
  public long memory() {
    return learner.progress().memory();
  }
}
