package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.baseline.facts.StatedModel;
import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.capture.SlotShape;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.embed.Embedder;
import io.virk.engine.CheckpointException;
import io.virk.engine.WindowSizes;
import io.virk.event.DropReason;
import io.virk.event.ProvenanceMismatched;
import io.virk.image.TensorFormat;
import io.virk.internal.Settings;
import io.virk.sampling.Sampler;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Configures a {@link Monitor}. Every setting at most once; {@link #start()} reports all problems
 * together and repairs none. Not thread-safe.
 */
public final class MonitorBuilder {
  private static final int MAXIMUM_SLOTS = 1 << 16;
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);
  private static final Duration LONGEST_LEASE = Duration.ofDays(1);

  private final Baseline baseline;
  private final BaselineLearner learner;
  private final Settings settings = new Settings();
  private final List<SignalSource> sources = new ArrayList<>();
  private final List<MonitorListener> listeners = new ArrayList<>();
  private String name;
  private Embedder embedder;
  private Sampler sampler = Sampler.fraction(0.01);
  private String sliceKey;
  private WindowPolicy windows = WindowPolicy.DEFAULT;
  private int embeddedSlices = 256;
  private FalseAlarms falseAlarms = FalseAlarms.DEFAULT;
  private EmissionPolicy emission = EmissionPolicy.DEFAULT;
  private List<SequentialDetector> sequential = List.of();
  private Path incidents;
  private Path restored;
  private Path learned;
  private int embeddingLength;
  private int logitsLength;
  private int recorded = 128;
  private int slots = 64;
  private Duration lease = Duration.ofSeconds(10);
  private int maximumSlices = 1000;
  private int maximumTagValues = 65_536;
  private TensorFormat tensor;
  private StatedModel model;
  private boolean mismatchAccepted;
  private LongSupplier nanoClock = System::nanoTime;
  private long seed = 42;
  private double cpuBudget = 0.1;
  private Duration dropReportPeriod = Duration.ofMinutes(1);
  private InstantSource clock = InstantSource.system();
  private ThreadFactory threadFactory;
  private boolean polled;
  private boolean listenersOnVirkThread;
  private boolean eventThreads;
  private Duration closeTimeout = Duration.ofSeconds(5);

  MonitorBuilder(Baseline baseline) {
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    this.learner = null;
    this.name = baseline.name();
    this.sliceKey = baseline.sliceKey().orElse(null);
  }

  MonitorBuilder(BaselineLearner learner) {
    this.baseline = null;
    this.learner = Objects.requireNonNull(learner, "learner");
    this.name = learner.name();
    this.sliceKey = learner.sliceKey().orElse(null);
    this.embedder = learner.embedder().orElse(null);
    this.tensor = learner.tensor().orElse(null);
  }

  /**
   * Names the monitor in events, logs and files; default the baseline's name.
   *
   * @param value 1 .. 200 printable characters of one line, not blank
   * @return this
   */
  public MonitorBuilder name(String value) {
    name = settings.once("name", value);
    settings.name("name", value);
    return this;
  }

  /**
   * Sets what embeds images of observations that come without an embedding. Not closed by the
   * monitor.
   *
   * @param value the same model and preprocessing as the baseline's
   * @return this
   */
  public MonitorBuilder embedder(Embedder value) {
    embedder = settings.once("embedder", value);
    return this;
  }

  /**
   * States the model of a host that hands over its own embeddings or logits. It is compared with
   * what the baseline was built with; a monitor of another model does not start.
   *
   * @param sha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
   * @param preprocessing the steps from a frame to the model's input, in the same words as the
   *     baseline's; not blank
   * @return this
   */
  public MonitorBuilder model(String sha256, String preprocessing) {
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(preprocessing, "preprocessing");
    settings.once("model", sha256);
    model = settings.valid("model.", () -> new StatedModel(sha256, preprocessing));
    return this;
  }

  /**
   * Starts even if model, preprocessing or tensor format are not those of the baseline. Each
   * difference is told as a {@link ProvenanceMismatched} before anything else; whatever drifts
   * after that may be nothing but the difference.
   *
   * @return this
   */
  public MonitorBuilder mismatchAccepted() {
    mismatchAccepted = settings.once("mismatchAccepted", true);
    return this;
  }

  /**
   * Sets which inferences are observed; default 1 %.
   *
   * @param value the sampler
   * @return this
   */
  public MonitorBuilder sampler(Sampler value) {
    sampler = settings.once("sampler", value);
    return this;
  }

  /**
   * Monitors every value of a tag by itself, beside all observations; default the baseline's
   * slicing.
   *
   * @param key name of the tag, for example "camera"
   * @return this
   */
  public MonitorBuilder sliceBy(String key) {
    sliceKey = settings.once("sliceBy", key);
    settings.notBlank("sliceBy", key);
    return this;
  }

  /**
   * Sets the length of a window; default the baseline's, another is calibrated at the start.
   *
   * @param observations &ge; 8
   * @return this
   */
  public MonitorBuilder window(int observations) {
    settings.once("window", observations);
    try {
      return policy(WindowPolicy.ofCount(observations));
    } catch (IllegalArgumentException e) {
      settings.problem(e.getMessage());
      return this;
    }
  }

  /**
   * Sets when windows are judged: by count, by time, or both; one after the other or overlapping.
   * Default: as many observations as the baseline is calibrated for. Takes the place of {@link
   * #window}. Timed windows are calibrated for shorter lengths too, at the start.
   *
   * @param value the policy
   * @return this
   */
  public MonitorBuilder windows(WindowPolicy value) {
    settings.once("window", value);
    return policy(value);
  }

  private MonitorBuilder policy(WindowPolicy value) {
    windows = value;
    if (value.observations() > 0 && baseline == null) {
      settings.problem("window: set it on the builder of the baseline that is to be learned");
    } else if (value.observations() > 0) {
      try {
        baseline.checkWindow(value.observations());
      } catch (IllegalArgumentException e) {
        settings.problem(e.getMessage());
      }
    }
    return this;
  }

  /**
   * Sets how often a drift may be raised for nothing; default once in 1,000 windows.
   *
   * @param value the allowance
   * @return this
   */
  public MonitorBuilder falseAlarms(FalseAlarms value) {
    falseAlarms = settings.once("falseAlarms", value);
    return this;
  }

  /**
   * Sets when drifts open and close; default two of three windows, two calm ones, ten turns of
   * silence.
   *
   * @param value the policy
   * @return this
   */
  public MonitorBuilder emission(EmissionPolicy value) {
    emission = settings.once("emission", value);
    return this;
  }

  /**
   * Watches every observation too, beside the windows, for all observations and for each slice with
   * a reference of its own; default none. An alarm opens a drift at once. The allowed false alarms
   * are shared: half for the windows, half for these, over a window's observations and over signals
   * and detectors. With false alarms by the clock, and in windows that hold a sample, what that
   * means for one observation follows from the pace at which observations have come: see the
   * README.
   *
   * @param detectors {@link SequentialDetector#all}, some of them, or the host's own
   * @return this
   */
  public MonitorBuilder sequential(SequentialDetector... detectors) {
    sequential = settings.once("sequential", List.of(detectors));
    if (sequential.stream().map(SequentialDetector::name).distinct().count() < detectors.length) {
      settings.problem("sequential: two of a name (expected: each once)");
    }
    return this;
  }

  /**
   * Writes an incident bundle for every drift; default none.
   *
   * @param folder made when the first bundle is written
   * @return this
   */
  public MonitorBuilder incidents(Path folder) {
    incidents = settings.once("incidents", folder);
    settings.folder("incidents", folder);
    return this;
  }

  /**
   * Goes on from a checkpoint: windows, open drifts and their numbers. Default: begins anew.
   *
   * @param checkpoint what {@link Monitor#checkpoint} wrote; {@link #start()} throws {@link
   *     CheckpointException} if it is damaged, or of another baseline, window policy or slicing
   * @return this
   */
  public MonitorBuilder restore(Path checkpoint) {
    restored = settings.once("restore", checkpoint);
    if (!Files.isRegularFile(checkpoint)) {
      settings.wrong("restore", checkpoint, "an existing file");
    }
    return this;
  }

  /**
   * Sets the lengths of the vectors that the host hands over while the baseline is learned; an
   * embedder says its own. For a monitor with a baseline that is known.
   *
   * @param embedding values of an embedding, 0 .. 65536; 0 for none
   * @param logits values of the logits, 0 .. 1000000; 0 for none
   * @return this
   */
  public MonitorBuilder lengths(int embedding, int logits) {
    embeddingLength =
        settings.once("lengths", settings.range("lengths.embedding", embedding, 0, 65_536));
    logitsLength = settings.range("lengths.logits", logits, 0, 1_000_000);
    if (learner == null) {
      settings.problem("lengths are set, but the baseline knows them");
    }
    return this;
  }

  /**
   * Saves the baseline that is learned; default nowhere.
   *
   * @param file where to; replaced if it exists
   * @return this
   */
  public MonitorBuilder learned(Path file) {
    learned = settings.once("learned", file);
    if (learner == null) {
      settings.problem("learned: " + file + ", but the monitor is given a baseline");
    } else {
      settings.file("learned", file);
    }
    return this;
  }

  /**
   * Sets how many observations the flight recorder keeps in memory; default 128.
   *
   * @param observations 0 .. 100000
   * @return this
   */
  public MonitorBuilder recorded(int observations) {
    recorded = settings.once("recorded", observations, 0, 100_000);
    return this;
  }

  /**
   * Sets how many observations may wait for VIRK's thread; default 64. Rounded up to a power of
   * two.
   *
   * @param count 2 .. 65536
   * @return this
   */
  public MonitorBuilder slots(int count) {
    slots = settings.once("slots", count, 2, MAXIMUM_SLOTS);
    return this;
  }

  /**
   * Sets how long the host may hold a capture before it commits or closes it; default 10 s. Beyond
   * it the capture is lost and counted, and its slot replaced by a fresh one, so that captures that
   * nobody ends (an argument threw, a thread hangs) do not use up the slots.
   *
   * @param value 10 ms .. 1 day
   * @return this
   */
  public MonitorBuilder lease(Duration value) {
    lease = settings.once("lease", value);
    if (value.compareTo(SHORTEST_LEASE) < 0 || value.compareTo(LONGEST_LEASE) > 0) {
      settings.wrong("lease", value, "10 ms .. 1 day");
    }
    return this;
  }

  /**
   * Sets how many slices are remembered at most; one more takes the place of the one that was seen
   * least lately, which is counted.
   *
   * @param count 1 .. 100000; default 1000
   * @return this
   */
  public MonitorBuilder maximumSlices(int count) {
    maximumSlices = settings.once("maximumSlices", count, 1, 100_000);
    return this;
  }

  /**
   * Sets how many slices keep embeddings in their windows. Further ones keep the sums of their
   * random features instead and are judged by the detector "random-feature-mmd", their scalar
   * signals (the distance of the embedding among them) and predicted classes: some 6.5 kB a slice
   * with windows of 32, where embeddings take 8 x 32 x d bytes more. Overlapping windows take 1 kB
   * more for each further step in a window, and 1.6 kB. Of the window before, where windows do not
   * overlap, such a slice keeps the second half: a drift's onset is not looked for before that. A
   * window that is closed by time has the mean of all its observations.
   *
   * @param count 0 .. 100000; default 256
   * @return this
   */
  public MonitorBuilder embeddedSlices(int count) {
    embeddedSlices = settings.once("embeddedSlices", count, 0, 100_000);
    return this;
  }

  /**
   * Sets how many distinct tag values are kept; a tag with a further value counts as missing.
   *
   * @param count 1 .. 10000000; default 65536
   * @return this
   */
  public MonitorBuilder maximumTagValues(int count) {
    maximumTagValues = settings.once("maximumTagValues", count, 1, 10_000_000);
    return this;
  }

  /**
   * Sets the format of the tensors that {@link Capture#tensor} and {@link BatchCapture#tensors} are
   * given; default none. Room for one tensor is allocated in every slot. A baseline that was built
   * of tensors needs the same format here.
   *
   * @param value layout, size and normalisation
   * @return this
   */
  public MonitorBuilder tensor(TensorFormat value) {
    tensor = settings.once("tensor", value);
    return this;
  }

  /**
   * Sets how much of one core VIRK's own thread may use; default 10 %. Above it the thread rests,
   * and captures that find no slot meanwhile are dropped and counted as {@link
   * DropReason#CPU_BUDGET}. What counts is the CPU time of that thread (the time that passes, on a
   * virtual thread or where the JVM does not measure it): not what an embedder's own threads use,
   * nor the building of a learned baseline. It rests for five seconds at most.
   *
   * @param shareOfOneCore in (0, 1]; 1 never rests
   * @return this
   */
  public MonitorBuilder cpuBudget(double shareOfOneCore) {
    cpuBudget = settings.once("cpuBudget", shareOfOneCore);
    if (!(shareOfOneCore > 0 && shareOfOneCore <= 1)) {
      settings.wrong("cpuBudget", shareOfOneCore, "in (0, 1]");
    }
    return this;
  }

  /**
   * Sets how often listeners are told of dropped observations at most; default once a minute.
   *
   * @param value &gt; 0
   * @return this
   */
  public MonitorBuilder dropReportPeriod(Duration value) {
    dropReportPeriod = settings.once("dropReportPeriod", value);
    settings.positive("dropReportPeriod", value);
    return this;
  }

  /**
   * Registers a listener. May be called more than once.
   *
   * @param value told of every event from the first on
   * @return this
   */
  public MonitorBuilder listener(MonitorListener value) {
    listeners.add(Objects.requireNonNull(value, "listener"));
    return this;
  }

  /**
   * Sets the clock that dates observations; default the system's.
   *
   * @param value a clock; read once a sampled observation, on the host's thread
   * @return this
   */
  public MonitorBuilder clock(InstantSource value) {
    clock = settings.once("clock", value);
    return this;
  }

  /**
   * Sets the clock that measures durations; default {@link System#nanoTime}.
   *
   * @param value nanoseconds; read by VIRK's thread, and by every sixteenth sampled capture
   * @return this
   */
  public MonitorBuilder nanoClock(LongSupplier value) {
    nanoClock = settings.once("nanoClock", value);
    return this;
  }

  /**
   * Sets the seed of whatever is drawn at random on VIRK's thread; default 42.
   *
   * @param value any number
   * @return this
   */
  public MonitorBuilder seed(long value) {
    seed = settings.once("seed", value);
    return this;
  }

  /**
   * Sets what makes VIRK's threads: one that judges, one that calls the listeners, one that writes
   * incidents, and while a baseline is learned one more, for some seconds. Those for which there is
   * nothing to do are not made. Default daemon threads named after the monitor. Where the factory
   * makes one alone, that one does all.
   *
   * @param value a factory
   * @return this
   */
  public MonitorBuilder threadFactory(ThreadFactory value) {
    threadFactory = settings.once("threadFactory", value);
    return this;
  }

  /**
   * Starts no thread: the host calls {@link Monitor#poll} from a thread of its own. That one also
   * calls the listeners, and then writes incidents, so that what happens depends on its polls
   * alone, unless {@link #eventThreads} are asked for.
   *
   * @return this
   */
  public MonitorBuilder polled() {
    polled = settings.once("polled", true);
    return this;
  }

  /**
   * Gives listeners, and the writer of incidents, threads of their own though the monitor is {@link
   * #polled}. One that is not has them anyway.
   *
   * @return this
   */
  public MonitorBuilder eventThreads() {
    eventThreads = settings.once("eventThreads", true);
    return this;
  }

  /**
   * Calls listeners on VIRK's own thread, at the very moment: nothing waits, and nothing is dropped
   * for want of room, but while a listener takes its time observations wait, and then find no slot.
   * Default: a thread of their own. Incidents are written on a thread of their own all the same.
   *
   * @return this
   */
  public MonitorBuilder listenersOnVirkThread() {
    listenersOnVirkThread = settings.once("listenersOnVirkThread", true);
    return this;
  }

  /**
   * Adds a source of signals of the host's own: the one that the baseline was built with. May be
   * called more than once. Signals of the baseline whose source is missing are kept and not judged,
   * which the log says at start. A learned baseline has the sources of its builder.
   *
   * @param source derives signals from observations
   * @return this
   */
  public MonitorBuilder source(SignalSource source) {
    sources.add(Objects.requireNonNull(source, "source"));
    return this;
  }

  /**
   * Sets how long {@link Monitor#close()} waits for what has been committed; default 5 s.
   *
   * @param value &gt; 0
   * @return this
   */
  public MonitorBuilder closeTimeout(Duration value) {
    closeTimeout = settings.once("closeTimeout", value);
    settings.positive("closeTimeout", value);
    return this;
  }

  /**
   * Allocates the slots, calibrates if the window differs from the baseline's, and starts.
   *
   * @return a running monitor
   * @throws IllegalArgumentException if any setting is wrong; the message lists all problems
   */
  public Monitor start() {
    return new Monitor(checked());
  }

  /** The settings, once they are known to be right. */
  MonitorConfig checked() {
    if (embedder != null && model != null) {
      settings.problem("model is stated, but the embedder says what it is");
    }
    if (polled && threadFactory != null && !eventThreads) {
      settings.problem("threadFactory is set, but a polled monitor has no thread");
    }
    if (eventThreads && !polled) {
      settings.problem("eventThreads is set, but a monitor that is not polled has them anyway");
    }
    if (polled && listenersOnVirkThread) {
      settings.problem(
          "listenersOnVirkThread is set, but polled() does that unless eventThreads()");
    }
    if (baseline == null && restored != null) {
      settings.problem("restore is set, but the monitor has no baseline yet");
    }
    try {
      SignalSources.check(sources);
    } catch (IllegalArgumentException e) {
      settings.problem(e.getMessage());
    }
    if (learner != null && !sources.isEmpty()) {
      settings.problem("source is set, but a baseline that is learned has its builder's");
    }
    Optional<BaselineFit> fit = Optional.ofNullable(baseline).map(this::fit);
    List<ProvenanceMismatched> mismatches =
        fit.map(f -> f.check(name, mismatchAccepted, settings)).orElse(List.of());
    settings.throwIfAny("the monitor cannot start");
    return config(mismatches, fit.map(BaselineFit::shape).orElseGet(this::learningShape));
  }

  private BaselineFit fit(Baseline compared) {
    return new BaselineFit(
        compared,
        Optional.ofNullable(embedder),
        Optional.ofNullable(model),
        Optional.ofNullable(tensor));
  }

  private SlotShape learningShape() {
    Optional<Embedder> given = Optional.ofNullable(embedder);
    return new SlotShape(
        Optional.of(learner.capturePolicy()),
        Optional.ofNullable(tensor),
        given.map(Embedder::embeddingLength).orElse(embeddingLength),
        Math.max(logitsLength, given.map(Embedder::logitsLength).orElse(0)),
        learner.hostSignals());
  }

  private MonitorConfig config(List<ProvenanceMismatched> mismatches, SlotShape shape) {
    return new MonitorConfig(
        name,
        mismatches,
        Optional.ofNullable(baseline).map(b -> new WindowSizes(b.judgedBy(sources), windows)),
        Optional.ofNullable(learner),
        Optional.ofNullable(learned),
        windows,
        shape,
        Optional.ofNullable(embedder),
        sampler,
        Optional.ofNullable(sliceKey),
        falseAlarms,
        emission,
        List.copyOf(sequential),
        Optional.ofNullable(incidents),
        Optional.ofNullable(restored),
        recorded,
        Math.max(2, Integer.highestOneBit(slots - 1) << 1),
        lease,
        maximumSlices,
        embeddedSlices,
        maximumTagValues,
        List.copyOf(listeners),
        clock,
        nanoClock,
        seed,
        what -> threadFactory == null ? task -> daemon(what, task) : threadFactory,
        polled,
        polled ? !eventThreads : listenersOnVirkThread,
        polled && !eventThreads,
        cpuBudget,
        dropReportPeriod,
        closeTimeout);
  }

  private Thread daemon(String what, Runnable task) {
    Thread thread = new Thread(task, "virk-" + name + what);
    thread.setDaemon(true);
    return thread;
  }
}
