package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.capture.internal.CaptureDesk;
import io.virk.driver.LearningStage;
import io.virk.driver.WatchingStage;
import io.virk.engine.Stage;
import io.virk.engine.WindowSizes;
import io.virk.event.Sight;
import io.virk.event.WatchedStream;
import io.virk.event.WatchingBegan;
import io.virk.event.internal.Dispatcher;
import io.virk.event.internal.Failures;
import io.virk.event.internal.LogLines;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.incident.internal.Incidents;
import io.virk.internal.SafeLog;
import io.virk.label.Feedback;
import io.virk.label.internal.FeedbackState;
import io.virk.label.internal.LiveFeedback;
import io.virk.metrics.internal.FlightEventListener;
import io.virk.metrics.internal.FlightEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one model. Made by {@link #builder}, wired into the inference loop by one line, closed
 * when the host ends.
 *
 * <p>{@code capture} in all its forms and everything on a {@link Capture} may be called from any
 * number of threads, platform or virtual; they never block, allocate, log or throw. All else
 * happens on VIRK's own thread, or on the host's that calls {@link #poll}.
 */
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private final MonitorConfig config;
  private final OwnLog ownLog;
  private final CaptureDesk desk;
  private final Dispatcher events;
  private final Failures failures;
  private final Checkpoints checkpoints;
  private final MonitorThreads threads;
  private final UnaryOperator<Stage> tap;
  private final Optional<LiveFeedback> feedback;

  /** Null if it was given a baseline. */
  private LearningStage learning;

  /** The stage, once there is a baseline; null before. */
  private volatile WatchingStage watching;

  private volatile Stage stage;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts.
   *
   * @param config what it goes by
   * @param tap puts something between VIRK's thread and every stage, in tests
   */
  Monitor(MonitorConfig config, UnaryOperator<Stage> tap) {
    this.config = config;
    this.tap = tap;
    this.feedback =
        config
            .feedback()
            .map(policy -> new LiveFeedback(config.name(), policy, config.captures().clock()));
    this.ownLog = new OwnLog(config, LOG);
    FlightEvents flight = FlightEvents.start(config.name());
    this.events =
        new Dispatcher(config.name(), LOG, config.listenerThreads(), config.captures().nanoClock());
    events.addRecorder(new FlightEventListener(flight));
    events.addRecorder(new LogLines(LOG));
    config.outlets().listeners().forEach(this::addListener);
    this.failures = new Failures(config.name(), events);
    config.comparison().sizes().ifPresentOrElse(sizes -> watching(sizes).run(), this::learn);
    this.desk =
        new CaptureDesk(
            config.captures(), () -> stage, events, failures, flight, this::drained, LOG);
    this.threads =
        new MonitorThreads(
            config, ownLog, desk, events, this::incidents, this::summaries, this::status);
    this.checkpoints =
        new Checkpoints(
            config.running().closeTimeout(), desk.lock(), this::state, CheckpointFile::write);
    List<String> differing = config.comparison().restored().map(this::restore).orElse(List.of());
    SafeLog.guarded(() -> ownLog.started(desk.slotMemory()));
    config.comparison().restored().ifPresent(file -> restored(file, differing));
    config.comparison().mismatches().forEach(events);
    tellSight();
    threads.start();
  }

  private void drained() {
    threads.drained();
  }

  /** Prepares to watch; what it returns begins to. */
  private Runnable watching(WindowSizes sizes) {
    MonitorConfig.Outlets outlets = config.outlets();
    feedback.ifPresent(f -> f.watches(sizes.full()));
    WatchingStage made =
        new WatchingStage(
            config.engine(),
            sizes,
            new WatchingStage.Evidence(
                outlets.incidents(),
                outlets.recording(),
                config.model(),
                config.writerThreads(),
                outlets.writersOnVirkThread() ? events : events::acceptFromElsewhere,
                feedback,
                outlets.summaries(),
                config.summaryThreads()),
            events,
            failures,
            config.captures());
    return () -> {
      SafeLog.guarded(() -> ownLog.blind(made.blind()));
      if (config.comparison().learner().isPresent()) {
        made.incidents().ifPresent(Incidents::start);
        made.summaries().ifPresent(SummaryOutlet::start);
      }
      watching = made;
      stage = tap.apply(made); // last: if anything throws, it is all done again
    };
  }

  private void learn() {
    learning =
        new LearningStage(
            config.learning(),
            config.comparison().learner().orElseThrow(),
            events,
            failures,
            LOG,
            baseline -> watching(new WindowSizes(baseline, config.comparison().windows())),
            this::tellSight);
    stage = tap.apply(learning);
  }

  /** Returns the settings that are not those of the checkpoint, in words. */
  private List<String> restore(Path file) {
    long now = config.captures().nanoClock().getAsLong();
    List<String> differing = new ArrayList<>();
    desk.beginAt(
        CheckpointFile.read(
            file,
            in -> {
              if (FeedbackState.read(in, feedback) && feedback.isEmpty()) {
                differing.add(
                    "feedback: labels of the checkpoint, which are lost (expected: none, the monitor's)");
              }
              differing.addAll(watching.engine().restore(in, now));
              differing.addAll(SummaryState.read(in, watching.summaries()));
            }));
    return differing;
  }

  private void restored(Path file, List<String> differing) {
    int open = watching.engine().openDrifts().size();
    SafeLog.guarded(() -> ownLog.restored(file, desk.nextSequence(), open, differing));
  }

  /**
   * Starts the configuration of a monitor.
   *
   * @param baseline what windows are compared with
   * @return its builder
   */
  public static MonitorBuilder builder(Baseline baseline) {
    return new MonitorBuilder(new MonitorSettings(baseline));
  }

  /**
   * Starts the configuration of a monitor that has no baseline yet: it learns one from live
   * traffic, saves it if it is told where, and watches against it from then on.
   *
   * <pre>{@code
   * Monitor.learning(Baseline.builder("line-3").sliceBy("camera").learner(20_000, Duration.ofDays(1)))
   *     .lengths(512, 1000).learned(Path.of("line-3.virk")).start();
   * }</pre>
   *
   * @param learner in the state {@link io.virk.baseline.LearningState#COLLECTING}, of this monitor
   *     alone
   * @return its builder
   */
  public static MonitorBuilder learning(BaselineLearner learner) {
    return new MonitorBuilder(new MonitorSettings(learner));
  }

  /**
   * Begins the observation of one inference. Any thread; lock-free; costs one random number for
   * those that are not sampled.
   *
   * @return never null: a shared capture that does nothing if this inference is not sampled, no
   *     slot is free (which is counted), or the monitor is closed
   */
  public Capture capture() {
    return desk.capture();
  }

  /**
   * As {@link #capture()}, and tells the sampler which kind of inference it is: see {@link
   * io.virk.sampling.Sampler#coverage}.
   *
   * @param stratum for example the camera; null for none
   * @return never null
   */
  public Capture capture(String stratum) {
    return desk.capture(stratum);
  }

  /**
   * As {@link #capture()}, and tells the sampler which kind of inference it is: see {@link
   * io.virk.sampling.Sampler#coverage}.
   *
   * @param stratum for example the predicted class
   * @return never null
   */
  public Capture capture(int stratum) {
    return desk.capture(stratum);
  }

  /**
   * Observes this inference whatever the sampler says, because the host wants it kept: its
   * confidence is low, an operator corrected it. One that the sampler would not have chosen goes
   * into the flight recorder, but not into any window, for marked inferences are not like the
   * others.
   *
   * @return never null: a shared capture that does nothing if no slot is free (which is counted),
   *     or the monitor is closed
   */
  public Capture captureAlways() {
    return desk.captureAlways();
  }

  /**
   * Observes one inference with code that fills a capture, if it is sampled; commits it then.
   * Unlike a capture in an expression, this cannot lose a slot.
   *
   * <pre>{@code
   * monitor.observe(c -> c.image(frame).logits(scores.get()).tag("camera", "cam-7"));
   * }</pre>
   *
   * @param filling the host's code, on the calling thread. Where it throws, whatever it is, the
   *     capture is given up, counted and told to listeners, and nothing is thrown: what is observed
   *     must not end an inference loop. So what the host needs for itself, as running its model,
   *     does not belong in it.
   */
  public void observe(Consumer<? super Capture> filling) {
    desk.observe(filling);
  }

  /**
   * Begins the observation of a batch: the sampler decides on each of its inferences.
   *
   * <p>Of a batch of more than 16,384 the first so many are looked at, which is counted.
   *
   * @param n inferences of the batch; &lt; 1 is as if none was sampled
   * @return never null: a shared capture that does nothing if none of them is sampled or finds a
   *     free slot, or the monitor is closed
   */
  public BatchCapture captureBatch(int n) {
    return desk.captureBatch(n);
  }

  /**
   * Asks for an incident of this moment, with what came before and what comes after: an operator
   * pressed the button. Any thread; it is written by and by.
   *
   * @param why in words
   * @return false if no incidents are written, the monitor is still learning, or too many are asked
   *     for at once
   */
  public boolean incident(String why) {
    Objects.requireNonNull(why, "why");
    return !closed.get() && incidents().map(i -> i.ask(why)).orElse(false);
  }

  /**
   * Registers a listener.
   *
   * @param listener told of every event from now on
   * @return unregisters it; running it twice is harmless
   */
  public Runnable addListener(MonitorListener listener) {
    Objects.requireNonNull(listener, "listener");
    return events.add(listener::onEvent, listener.getClass().getName());
  }

  /**
   * Does the work of VIRK's thread, for a monitor that was built with {@link
   * MonitorBuilder#polled}. One thread at a time; a second one waits. Does nothing if it is called
   * from a listener. The CPU budget is the caller's.
   *
   * @param limit observations at most, &gt; 0
   * @return observations taken
   * @throws IllegalStateException if this monitor has a thread of its own
   */
  public int poll(int limit) {
    if (desk.hasThread()) {
      throw new IllegalStateException("monitor " + config.name() + " has a thread of its own");
    }
    if (limit <= 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
    return desk.poll(limit);
  }

  /**
   * Writes what this monitor remembers between observations: the windows as they fill and the
   * drifts that are open. A monitor of the same baseline goes on from it ({@link
   * MonitorBuilder#restore}), and says what this one would have said: the time in between does not
   * count. May be called while it runs, and once more after {@link #close()}; VIRK's thread waits
   * while the windows are copied, not while they are written, and inference never. Counters, the
   * flight recorder, and observations that have not been drained are not in it.
   *
   * <p>One at a time: a second one waits for the first, so that a file never goes back to an
   * earlier state. An interrupt of the calling thread is kept, and changes nothing.
   *
   * @param file where to; replaced if it exists, whole or not at all. Its folder is made if it is
   *     missing
   * @throws java.io.UncheckedIOException if it cannot be written; says why
   * @throws IllegalStateException if called from a listener, in the middle of an observation, or
   *     while the baseline is being learned; or if within the close timeout an earlier checkpoint
   *     is not written, or VIRK's thread does not come to the end of its round, as when a listener
   *     waits for this thread
   */
  public void checkpoint(Path file) {
    Objects.requireNonNull(file, "file");
    checkpoints.write(file);
  }

  /** What is to be kept; VIRK's thread waits meanwhile. */
  private Checkpoints.State state() {
    WatchingStage watched = watching;
    if (watched == null) {
      throw new IllegalStateException("monitor " + config.name() + " is still learning");
    }
    return new Checkpoints.State(
        desk.nextSequence(),
        feedback.map(LiveFeedback::state),
        watched.engine().snapshot(),
        watched.summaries().map(SummaryOutlet::state));
  }

  /**
   * The way in for what people say of observations: labels, corrections, rejections, hours or
   * months after the inference.
   *
   * @return the same each time; of any thread
   * @throws IllegalStateException if it was not switched on: {@link MonitorBuilder#feedback}
   */
  public Feedback feedback() {
    return feedback.orElseThrow(
        () ->
            new IllegalStateException(
                "monitor "
                    + config.name()
                    + " remembers nothing for labels (expected: MonitorBuilder.feedback(..))"));
  }

  /**
   * The streams that are watched: one of each slice that was heard of since the start, and one of
   * all. Says in which of them a drift could have opened. Any thread; about a microsecond a stream.
   *
   * @return a snapshot, by slices; empty while the baseline is learned
   */
  public List<WatchedStream> streams() {
    WatchingStage watched = watching;
    return watched == null ? List.of() : watched.engine().streams().watched();
  }

  /**
   * The counters.
   *
   * @return a snapshot
   */
  public MonitorStatus status() {
    WatchingStage watched = watching;
    MonitorState state =
        closed.get()
            ? MonitorState.CLOSED
            : watched == null ? MonitorState.LEARNING : MonitorState.WATCHING;
    return new StatusView(config, desk, events, failures, feedback)
        .of(state, sight(), stage, watched, learning);
  }

  private void tellSight() {
    sight().ifPresent(sight -> events.accept(new WatchingBegan(config.name(), sight)));
  }

  private Optional<Sight> sight() {
    return Optional.ofNullable(watching).map(w -> w.engine().sight(desk.affordable()));
  }

  private Optional<SummaryOutlet> summaries() {
    return Optional.ofNullable(watching).flatMap(WatchingStage::summaries);
  }

  private Optional<Incidents> incidents() {
    return Optional.ofNullable(watching).flatMap(WatchingStage::incidents);
  }

  /**
   * Stops observing, evaluates what has been committed, waits for a learned baseline that is being
   * built, for incidents that are being written and for listeners, and ends VIRK's threads, within
   * the close timeout. Observations that are left after it are lost, and counted as unfinished;
   * what is left to be told or written is logged, and done if whoever holds it up ever returns.
   * Closing twice is harmless. Called by a listener on VIRK's thread it returns at once, and that
   * thread does the rest when the listener has returned. The embedder is the host's to close.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      threads.close();
    }
  }
}
