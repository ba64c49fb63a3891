package io.virk;

import io.virk.baseline.facts.StatedModel;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Playbook;
import io.virk.embed.Embedder;
import io.virk.fleet.Summaries;
import io.virk.image.TensorFormat;
import io.virk.incident.Recording;
import io.virk.internal.Settings;
import io.virk.label.FeedbackPolicy;
import io.virk.sampling.Sampler;
import io.virk.signal.SignalSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** Configures a {@link Monitor}: each setting once, all problems told together. Not thread-safe. */
public final class MonitorBuilder {
  final MonitorSettings set;
  private final Settings checks;

  MonitorBuilder(MonitorSettings set) {
    this.set = set;
    checks = set.checks;
  }

  /**
   * Names the monitor in events, logs and files; default the baseline's name.
   *
   * @param value 1 .. 200 printable characters of one line, not blank
   * @return this
   */
  public MonitorBuilder name(String value) {
    set.name = checks.once("name", value);
    return this;
  }

  /**
   * Sets what embeds images that come without an embedding. Not closed by the monitor.
   *
   * @param value the same model and preprocessing as the baseline's
   * @return this
   */
  public MonitorBuilder embedder(Embedder value) {
    set.embedder = checks.once("embedder", value);
    return this;
  }

  /**
   * States the model of a host that hands over its own embeddings or logits: the baseline's.
   *
   * @param sha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
   * @param preprocessing steps from a frame to the input, in the baseline's words; not blank
   * @return this
   */
  public MonitorBuilder model(String sha256, String preprocessing) {
    checks.once("model", true);
    set.model = checks.valid("model.", () -> new StatedModel(sha256, preprocessing));
    return this;
  }

  /**
   * Starts though model, preprocessing or tensor format differ; listeners are told all the same.
   *
   * @return this
   */
  public MonitorBuilder mismatchAccepted() {
    set.mismatchAccepted = checks.once("mismatchAccepted", true);
    return this;
  }

  /**
   * Sets which inferences are observed; default 1 %.
   *
   * @param value the sampler
   * @return this
   */
  public MonitorBuilder sampler(Sampler value) {
    set.sampler = checks.once("sampler", value);
    return this;
  }

  /**
   * Monitors every value of a tag by itself, beside all observations; default the baseline's tag.
   *
   * @param key name of the tag, for example "camera"
   * @return this
   */
  public MonitorBuilder sliceBy(String key) {
    set.sliceKey = checks.once("sliceBy", key);
    return this;
  }

  /**
   * Sets the length of a window; default the baseline's, another is calibrated at the start.
   *
   * @param observations &ge; 8
   * @return this
   */
  public MonitorBuilder window(int observations) {
    set.window(checks.valid(() -> WindowPolicy.ofCount(checks.once("window", observations))));
    return this;
  }

  /**
   * Sets when windows are judged, by count, time or both; in the place of {@link #window}.
   *
   * @param value the policy
   * @return this
   */
  public MonitorBuilder windows(WindowPolicy value) {
    set.window(checks.once("window", value));
    return this;
  }

  /**
   * Sets how often a drift may be raised for nothing; default once in 1,000 windows.
   *
   * @param value the allowance
   * @return this
   */
  public MonitorBuilder falseAlarms(FalseAlarms value) {
    set.falseAlarms = checks.once("falseAlarms", value);
    return this;
  }

  /**
   * Sets when drifts open and close; default two of three windows, two calm ones, ten silent ones.
   *
   * @param value the policy
   * @return this
   */
  public MonitorBuilder emission(EmissionPolicy value) {
    set.emission = checks.once("emission", value);
    return this;
  }

  /**
   * Takes streams as fitting the baseline from the start: what differs from then on is a drift.
   *
   * @return this
   */
  public MonitorBuilder fitAccepted() {
    set.fitAccepted = checks.once("fitAccepted", true);
    return this;
  }

  /**
   * Starts even if no detector can judge anything by this baseline, for it is too short.
   *
   * @return this
   */
  public MonitorBuilder blindAccepted() {
    set.blindAccepted = checks.once("blindAccepted", true);
    return this;
  }

  /**
   * Watches every observation too, of all and of each slice with a reference of its own; default
   * none. An alarm opens a drift at once. Half of the false alarms are for these.
   *
   * @param detectors {@link SequentialDetector#all}, some of them, or the host's own
   * @return this
   */
  public MonitorBuilder sequential(SequentialDetector... detectors) {
    set.sequential = checks.once("sequential", List.of(detectors));
    return this;
  }

  /**
   * Writes an incident bundle for every drift; default none.
   *
   * @param folder made with the first bundle; the start tries whether it can be
   * @return this
   */
  public MonitorBuilder incidents(Path folder) {
    set.incidents = checks.once("incidents", folder);
    return this;
  }

  /**
   * Remembers observations, so that labels find them: {@link Monitor#feedback()}; default none.
   *
   * @param value how many, and what is made of the labels
   * @return this
   */
  public MonitorBuilder feedback(FeedbackPolicy value) {
    set.feedback = checks.once("feedback", value);
    return this;
  }

  /**
   * Goes on from a checkpoint: windows, open drifts and their numbers. Default: begins anew.
   *
   * @param checkpoint of {@link Monitor#checkpoint}; else {@link CheckpointException} at the start
   * @return this
   */
  public MonitorBuilder restore(Path checkpoint) {
    set.restored = checks.once("restore", checkpoint);
    return this;
  }

  /**
   * Sets the lengths of what the host hands over while a baseline is learned, unless embedded here.
   *
   * @param embedding values of an embedding, 0 .. 65536; 0 for none
   * @param logits values of the logits, 0 .. 1000000; 0 for none
   * @return this
   */
  public MonitorBuilder lengths(int embedding, int logits) {
    set.lengths(embedding, logits);
    return this;
  }

  /**
   * Saves the baseline that is learned; default nowhere.
   *
   * @param file where to; replaced if it exists; the start tries whether it can be written
   * @return this
   */
  public MonitorBuilder learned(Path file) {
    set.learned = checks.once("learned", file);
    return this;
  }

  /**
   * Sets what is kept, and what is written, for incidents; default {@link Recording#DEFAULT}.
   *
   * @param value observations, bytes, redactor, private tags, which bundles stay
   * @return this
   */
  public MonitorBuilder recording(Recording value) {
    set.recording = checks.once("recording", value);
    return this;
  }

  /**
   * Hands summaries of every slice on, for a fleet; default none. Without a slice key of all
   * observations.
   *
   * @param value where to, how often, and what slices belong to
   * @return this
   */
  public MonitorBuilder summaries(Summaries value) {
    set.summaries = checks.once("summaries", value);
    return this;
  }

  /**
   * Sets how many observations may wait for VIRK's thread; default 64. Rounded to a power of two.
   *
   * @param count 2 .. 65536
   * @return this
   */
  public MonitorBuilder slots(int count) {
    set.slots = checks.once("slots", count, 2, 65_536);
    return this;
  }

  /**
   * Sets how long the host may hold a capture, beyond which it is lost; default 10 s.
   *
   * @param value 10 ms .. 1 day
   * @return this
   */
  public MonitorBuilder lease(Duration value) {
    set.lease = checks.once("lease", value);
    return this;
  }

  /**
   * Sets how many slices are remembered; one more takes the place of the one seen least lately.
   *
   * @param count 1 .. 100000; default 1000
   * @return this
   */
  public MonitorBuilder maximumSlices(int count) {
    set.maximumSlices = checks.once("maximumSlices", count, 1, 100_000);
    return this;
  }

  /**
   * Sets how many slices keep embeddings in their windows; others keep sums of features.
   *
   * @param count 0 .. 100000; default 256
   * @return this
   */
  public MonitorBuilder embeddedSlices(int count) {
    set.embeddedSlices = checks.once("embeddedSlices", count, 0, 100_000);
    return this;
  }

  /**
   * Sets how many distinct tag values are kept; a tag with a further value counts as missing.
   *
   * @param count 1 .. 10000000; default 65536
   * @return this
   */
  public MonitorBuilder maximumTagValues(int count) {
    set.maximumTagValues = checks.once("maximumTagValues", count, 1, 10_000_000);
    return this;
  }

  /**
   * Says that captures are given tensors, and in which format; default pixels. A baseline that was
   * built of tensors needs it, and the same; where the monitor learns, the learner has said it.
   *
   * @param value layout, size and normalisation
   * @return this
   */
  public MonitorBuilder tensor(TensorFormat value) {
    set.tensor = checks.once("tensor", value);
    return this;
  }

  /**
   * Sets how much of one core VIRK's own thread may use, not an embedder's; default 10 %. Above it
   * it rests, 5 s at most, and captures that find no slot meanwhile are dropped, which is told.
   *
   * @param shareOfOneCore in (0, 1]; 1 never rests
   * @return this
   */
  public MonitorBuilder cpuBudget(double shareOfOneCore) {
    set.cpuBudget = checks.once("cpuBudget", shareOfOneCore);
    return this;
  }

  /**
   * Sets how often listeners are told of dropped observations at most; default once a minute.
   *
   * @param value &gt; 0
   * @return this
   */
  public MonitorBuilder dropReportPeriod(Duration value) {
    set.dropReportPeriod = checks.once("dropReportPeriod", value);
    return this;
  }

  /**
   * Registers a listener. May be called more than once.
   *
   * @param value told of every event from the first on
   * @return this
   */
  public MonitorBuilder listener(MonitorListener value) {
    set.listeners.add(Objects.requireNonNull(value, "listener"));
    return this;
  }

  /**
   * Sets what is to be done about a drift, and by whom; default {@link Playbook#standard}.
   *
   * @param value rules, as of {@link Playbook#read}
   * @return this
   */
  public MonitorBuilder playbook(Playbook value) {
    set.playbook = checks.once("playbook", value);
    return this;
  }

  /**
   * Sets the clock that dates observations; default the system's.
   *
   * @param value a clock; read once a sampled observation, on the host's thread
   * @return this
   */
  public MonitorBuilder clock(InstantSource value) {
    set.clock = checks.once("clock", value);
    return this;
  }

  /**
   * Sets the clock that measures durations; default {@link System#nanoTime}.
   *
   * @param value nanoseconds; read by VIRK's thread, and by every sixteenth sampled capture
   * @return this
   */
  public MonitorBuilder nanoClock(LongSupplier value) {
    set.nanoClock = checks.once("nanoClock", value);
    return this;
  }

  /**
   * Sets the seed of whatever is drawn at random on VIRK's thread; default 42.
   *
   * @param value any number
   * @return this
   */
  public MonitorBuilder seed(long value) {
    set.seed = checks.once("seed", value);
    return this;
  }

  /**
   * Sets what makes VIRK's threads, or one that does all; default daemons named after the monitor.
   *
   * @param value a factory
   * @return this
   */
  public MonitorBuilder threadFactory(ThreadFactory value) {
    set.threadFactory = checks.once("threadFactory", value);
    return this;
  }

  /**
   * Starts no thread: {@link Monitor#poll} does all, unless {@link #eventThreads} are asked for, as
   * they must be where there are sinks.
   *
   * @return this
   */
  public MonitorBuilder polled() {
    set.polled = checks.once("polled", true);
    return this;
  }

  /**
   * Gives listeners, and the writers of incidents, threads though the monitor is {@link #polled}.
   *
   * @return this
   */
  public MonitorBuilder eventThreads() {
    set.eventThreads = checks.once("eventThreads", true);
    return this;
  }

  /**
   * Calls listeners, not incidents, on VIRK's thread at the very moment, so observations may wait.
   *
   * @return this
   */
  public MonitorBuilder listenersOnVirkThread() {
    set.listenersOnVirkThread = checks.once("listenersOnVirkThread", true);
    return this;
  }

  /**
   * Adds a source of the host's own, as the baseline has; signals that lack theirs are not judged.
   *
   * @param source derives signals from observations
   * @return this
   */
  public MonitorBuilder source(SignalSource source) {
    set.sources.add(Objects.requireNonNull(source, "source"));
    return this;
  }

  /**
   * Sets how long {@link Monitor#close()} waits for what has been committed; default 5 s.
   *
   * @param value &gt; 0
   * @return this
   */
  public MonitorBuilder closeTimeout(Duration value) {
    set.closeTimeout = checks.once("closeTimeout", value);
    return this;
  }

  /**
   * Allocates the slots, calibrates if the window differs from the baseline's, and starts.
   *
   * @return a running monitor
   * @throws IllegalArgumentException if any setting is wrong; the message lists all problems
   */
  public Monitor start() {
    return new Monitor(set.config(), stage -> stage);
  }
}
