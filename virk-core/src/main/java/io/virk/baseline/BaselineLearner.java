package io.virk.baseline;

import io.virk.baseline.build.BaselineAssembly;
import io.virk.baseline.build.BaselineSettings;
import io.virk.baseline.build.ContentDigest;
import io.virk.baseline.build.ImageSamples;
import io.virk.baseline.build.IntakeSignals;
import io.virk.baseline.build.ObservationStore;
import io.virk.baseline.build.PartSplit;
import io.virk.baseline.build.ReferenceCollector;
import io.virk.baseline.build.SceneCollector;
import io.virk.baseline.build.StreamStability;
import io.virk.baseline.content.ContentParts;
import io.virk.embed.Embedder;
import io.virk.image.CapturePolicy;
import io.virk.image.TensorFormat;
import io.virk.internal.StreamClock;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns a baseline from live observations: until there are enough of them over a long enough time,
 * and the stream was stable meanwhile. Made by {@link BaselineBuilder#learner}.
 *
 * <p>{@link #accept} is for one thread, which it never blocks: it derives signals (about as long as
 * a monitor does) and keeps them. {@link #state} and {@link #progress} may be called by any. At the
 * end of a collection the state is {@link LearningState#CHECKING}, nothing more is taken, and
 * {@link #check} judges the stability of what there is; once the state is {@link
 * LearningState#READY}, {@link #build} builds. Both may be called by another thread than that which
 * observes.
 *
 * <p>Memory: signals of at most 8,192 observations or 64 MB, and at most 64 images. When that is
 * full every second run of 32 neighbours is given up, from then on every second run is skipped, and
 * so on: what is kept always spans the whole time, and neighbours stay neighbours.
 */
public final class BaselineLearner {
  private static final int RUN = 32;
  private static final int MAXIMUM_KEPT = 8192;
  private static final long MAXIMUM_MEMORY = 64L << 20;
  private static final int SLICES_WITH_IMAGES = 4;
  private static final int IMAGES = 16;
  private static final int REPORT_PERIOD = 64;

  private final BaselineSettings settings;
  private final long needed;
  private final Duration atLeast;
  private final int rowsNeeded;
  private final ContentDigest digest = new ContentDigest();
  private final SceneCollector scenes = new SceneCollector();
  private final ImageSamples images = new ImageSamples(SLICES_WITH_IMAGES, IMAGES);
  private final Map<String, Long> flaws = new TreeMap<>();
  private final SplittableRandom random;

  /** Null once the baseline is built. */
  private ObservationStore store = new ObservationStore(SignalSchema.of(List.of()));

  private final IntakeSignals signals;
  private long observed;
  private long stride = 1;
  private long lastMillis;

  /** Follows the stream's times, whose clocks may be set; a leap counts a quarter of the time. */
  private final StreamClock clock;

  /** How far the stream has come since the oldest row. */
  private double spannedMillis;

  private int restarts;
  private List<FlawFound> lastFlaws = List.of();
  private Optional<String> instability = Optional.empty();
  private volatile LearningState state = LearningState.COLLECTING;
  private volatile LearningProgress progress;

  BaselineLearner(BaselineSettings settings, long needed, Duration atLeast) {
    this.settings = settings;
    this.needed = needed;
    this.atLeast = atLeast;
    this.rowsNeeded = rowsNeeded(settings.window());
    this.clock = new StreamClock(Math.max(1, atLeast.toMillis() / 4.0));
    this.random = new SplittableRandom(settings.seed());
    this.signals = new IntakeSignals(settings);
    report(state);
  }

  /** Observations without which no baseline can be built and no stability judged. */
  static int rowsNeeded(int window) {
    return Math.max(StreamStability.MINIMUM_ROWS, 4 * window);
  }

  /**
   * Takes one observation, with its embedding where there is one. One thread.
   *
   * @param observation what was captured; nothing of it is kept but copies. One of weight 0 is
   *     passed over, and one of less than 1 taken with that probability, as in a monitor's windows
   *     of all observations. While the state is CHECKING or READY everything is passed over.
   * @return the state after it
   */
  public LearningState accept(Observation observation) {
    LearningState now = state;
    lastFlaws = List.of();
    if (now == LearningState.CHECKING
        || now == LearningState.READY
        || !weighed(observation.weight())) {
      return now;
    }
    lastMillis = observation.epochMillis();
    if (store.rows() == 0) {
      clock.set(lastMillis);
      spannedMillis = 0;
    } else {
      spannedMillis += clock.advance(lastMillis);
    }
    if (observed / RUN % stride == 0) {
      keep(observation);
    }
    observed++;
    if (observed >= needed && store.rows() >= rowsNeeded && spannedMillis >= atLeast.toMillis()) {
      enter(LearningState.CHECKING);
    } else if (observed % REPORT_PERIOD == 0) {
      report(state);
    }
    return state;
  }

  /**
   * What was wrong with the observation that was taken last. The thread that observes.
   *
   * @return usually nothing
   */
  public List<FlawFound> lastFlaws() {
    return lastFlaws;
  }

  private boolean weighed(double weight) {
    return weight >= 1 || weight > 0 && random.nextDouble() < weight;
  }

  private void keep(Observation observation) {
    if (store.rows() >= MAXIMUM_KEPT
        || store.memory() > MAXIMUM_MEMORY && store.rows() >= 2 * rowsNeeded) {
      halve();
      if (observed / RUN % stride != 0) {
        return;
      }
    }
    SignalValues values = signals.extract(observation);
    store.append(values, observation.source(), digest.of(observation));
    lastFlaws = List.copyOf(signals.flaws());
    lastFlaws.forEach(found -> flaws.merge(found.flaw().name(), 1L, Long::sum));
    if (observation.frame() != null) {
      String tag = settings.sliceKey() == null ? null : observation.tag(settings.sliceKey());
      String slice = tag == null ? "" : tag;
      int place = images.place(slice);
      if (place >= 0) {
        images.put(slice, place, observation.frame().copy(), values);
      }
      scenes.add(values, observation.frame());
    }
  }

  /** Gives up every second run. The rows are whole runs then, the last one perhaps begun. */
  private void halve() {
    store =
        store.select(IntStream.range(0, store.rows()).filter(row -> row / RUN % 2 == 0).toArray());
    stride *= 2;
  }

  /**
   * Judges whether the stream was stable. Takes some tens of milliseconds to a second. Any thread.
   *
   * @return {@link LearningState#READY}, or {@link LearningState#UNSTABLE} if it was not: the older
   *     half is then given up, and {@link #accept} goes on collecting
   * @throws IllegalStateException if the state is not {@link LearningState#CHECKING}
   */
  public LearningState check() {
    if (state != LearningState.CHECKING) {
      throw new IllegalStateException("state: " + state + " (expected: CHECKING)");
    }
    Optional<String> found = copies();
    if (found.isEmpty()) {
      found =
          StreamStability.instability(
              store, settings.contextKey() != null, settings.seed() + restarts);
    }
    if (found.isEmpty()) {
      enter(LearningState.READY);
      return state;
    }
    instability = found;
    restarts++;
    int half = store.rows() / RUN / 2 * RUN;
    store = store.select(IntStream.range(half, store.rows()).toArray());
    observed -= half * stride;
    span();
    images.clear();
    scenes.clear();
    enter(LearningState.UNSTABLE);
    return state;
  }

  /** The time that the rows span which are left. */
  private void span() {
    clock.set(store.epochMillis(0));
    spannedMillis = 0;
    for (int row = 1; row < store.rows(); row++) {
      spannedMillis += clock.advance(store.epochMillis(row));
    }
  }

  /** A stream that repeats itself makes no baseline, as the builder will say. */
  private Optional<String> copies() {
    try {
      PartSplit.of(store, settings.repeats());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Goes on to a state, which is seen only after the progress that it comes with. */
  private void enter(LearningState next) {
    report(next);
    state = next;
  }

  private void report(LearningState next) {
    boolean any = store.rows() > 0;
    progress =
        new LearningProgress(
            next,
            observed,
            needed,
            store.rows(),
            atLeast,
            any ? Optional.of(Instant.ofEpochMilli(store.epochMillis(0))) : Optional.empty(),
            any ? Optional.of(Instant.ofEpochMilli(lastMillis)) : Optional.empty(),
            restarts,
            instability,
            store.memory() + scenes.memory());
  }

  /**
   * The name of the baseline to be.
   *
   * @return not blank
   */
  public String name() {
    return settings.name();
  }

  /**
   * The tag by which the baseline will be sliced.
   *
   * @return the tag's name, or empty
   */
  public Optional<String> sliceKey() {
    return Optional.ofNullable(settings.sliceKey());
  }

  /**
   * How large an image is taken.
   *
   * @return the policy of the baseline to be
   */
  public CapturePolicy capturePolicy() {
    return settings.capturePolicy();
  }

  /**
   * What embeds images.
   *
   * @return the embedder that the builder was given, or empty
   */
  public Optional<Embedder> embedder() {
    return settings.embedder();
  }

  /**
   * The format of input tensors.
   *
   * @return what the builder was told, or empty
   */
  public Optional<TensorFormat> tensor() {
    return settings.tensor();
  }

  /**
   * The names of the signals that the host hands over.
   *
   * @return what the builder was told
   */
  public List<String> hostSignals() {
    return signals.ofHost();
  }

  /**
   * The outputs that the host hands over beside embedding and logits.
   *
   * @return what the builder was told
   */
  public List<Output> outputs() {
    return signals.outputs();
  }

  /**
   * Where it stands. Any thread.
   *
   * @return the state
   */
  public LearningState state() {
    return state;
  }

  /**
   * How far it is. Any thread.
   *
   * @return as of the last change of state or at most 64 observations ago
   */
  public LearningProgress progress() {
    return progress;
  }

  /**
   * Builds the baseline: splits, fits, calibrates. Any thread, once; seconds. What was collected is
   * then given up, and is no longer in the {@link #progress}'s memory.
   *
   * @return the baseline, whose provenance says that it was learned from live traffic, and when
   * @throws IllegalStateException if the state is not {@link LearningState#READY}, or it was built
   * @throws IllegalArgumentException if what was learned is too little for the window, as when the
   *     host named fewer than three sources
   */
  public Baseline build() {
    if (state != LearningState.READY) {
      throw new IllegalStateException("state: " + state + " (expected: READY)");
    }
    if (store == null) {
      throw new IllegalStateException("build: again (expected: once)");
    }
    LearningProgress now = progress;
    String source =
        "learned from live traffic from "
            + now.from().orElseThrow()
            + " to "
            + now.to().orElseThrow()
            + ", "
            + now.observed()
            + " observations, "
            + now.kept()
            + " of them kept"
            + (restarts == 0 ? "" : ", after " + restarts + " times that were not stable");
    ContentParts parts =
        BaselineAssembly.of(
            settings,
            new ReferenceCollector(store, images, scenes),
            new BaselineAssembly.Intaken(
                source,
                settings.tensorText(),
                signals.schema(),
                signals.logitsLength(),
                0,
                now.observed(),
                flaws));
    store = null;
    images.clear();
    scenes.clear();
    progress = now.withoutMemory();
    return new Baseline(parts, settings.causes()).judgedBy(settings.ownSources());
  }
}
