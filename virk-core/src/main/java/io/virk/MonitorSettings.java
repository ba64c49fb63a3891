package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.baseline.facts.StatedModel;
import io.virk.capture.internal.CaptureSettings;
import io.virk.capture.internal.SlotShape;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Playbook;
import io.virk.driver.BaselineFit;
import io.virk.embed.Embedder;
import io.virk.engine.EngineSettings;
import io.virk.engine.Sights;
import io.virk.engine.WindowSizes;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.Sight;
import io.virk.fleet.Summaries;
import io.virk.image.TensorFormat;
import io.virk.incident.Recording;
import io.virk.internal.Settings;
import io.virk.label.Challenger;
import io.virk.label.ChallengerPolicy;
import io.virk.label.FeedbackPolicy;
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

/** What a builder has been told, until it is checked as a whole. Not thread-safe. */
final class MonitorSettings {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(10);
  private static final Duration LONGEST_LEASE = Duration.ofDays(1);

  final Baseline baseline;
  final BaselineLearner learner;
  final Settings checks = new Settings();
  final List<SignalSource> sources = new ArrayList<>();
  final List<MonitorListener> listeners = new ArrayList<>();
  String name;
  Embedder embedder;
  Sampler sampler = Sampler.fraction(0.01);
  String sliceKey;
  WindowPolicy windows = WindowPolicy.DEFAULT;
  int embeddedSlices = 256;
  FalseAlarms falseAlarms = FalseAlarms.DEFAULT;
  Playbook playbook = Playbook.standard();
  EmissionPolicy emission = EmissionPolicy.DEFAULT;
  List<SequentialDetector> sequential = List.of();
  boolean fitAccepted;
  boolean blindAccepted;
  Path incidents;
  Recording recording = Recording.DEFAULT;
  Summaries summaries;
  Path restored;
  FeedbackPolicy feedback;
  Path learned;
  int embeddingLength;
  int logitsLength;
  int slots = 64;
  Duration lease = Duration.ofSeconds(10);
  int maximumSlices = 1000;
  int maximumTagValues = 65_536;
  TensorFormat tensor;
  StatedModel model;
  boolean mismatchAccepted;
  LongSupplier nanoClock = System::nanoTime;
  long seed = 42;
  double cpuBudget = 0.1;
  Duration dropReportPeriod = Duration.ofMinutes(1);
  InstantSource clock = InstantSource.system();
  ThreadFactory threadFactory;
  boolean polled;
  boolean listenersOnVirkThread;
  boolean eventThreads;
  Duration closeTimeout = Duration.ofSeconds(5);

  MonitorSettings(Baseline baseline) {
    this.baseline = Objects.requireNonNull(baseline, "baseline");
    this.learner = null;
    this.name = baseline.name();
    this.sliceKey = baseline.sliceKey().orElse(null);
  }

  MonitorSettings(BaselineLearner learner) {
    this.baseline = null;
    this.learner = Objects.requireNonNull(learner, "learner");
    this.fitAccepted = true; // it is of the very stream that is watched
    this.name = learner.name();
    this.sliceKey = learner.sliceKey().orElse(null);
    this.embedder = learner.embedder().orElse(null);
    this.tensor = learner.tensor().orElse(null);
  }

  /** Sets the lengths of what is handed over while a baseline is learned. */
  void lengths(int embedding, int logits) {
    embeddingLength =
        checks.once("lengths", checks.range("lengths.embedding", embedding, 0, 65_536));
    logitsLength = checks.range("lengths.logits", logits, 0, 1_000_000);
  }

  /** Sets when windows are judged; null for a policy that is none. */
  void window(WindowPolicy value) {
    if (value == null) {
      return;
    }
    windows = value;
    if (value.observations() > 0 && baseline == null) {
      checks.problem("window: set it on the builder of the baseline that is to be learned");
    } else if (value.observations() > 0) {
      try {
        baseline.content().parts().checkWindow(value.observations());
      } catch (IllegalArgumentException e) {
        checks.problem(e.getMessage());
      }
    }
  }

  /**
   * Checks all of it together.
   *
   * @return what a monitor goes by
   * @throws IllegalArgumentException if anything is wrong; the message has all problems
   */
  MonitorConfig config() {
    checkValues();
    checkTogether();
    Optional<BaselineFit> fit = Optional.ofNullable(baseline).map(this::fit);
    List<ProvenanceMismatched> mismatches =
        fit.map(f -> f.check(name, mismatchAccepted, checks)).orElse(List.of());
    if (baseline != null && !blindAccepted) {
      checkSight(Sights.of(baseline.judgedBy(sources)));
    }
    SlotShape shape = fit.map(BaselineFit::shape).orElseGet(this::learningShape);
    checkChallenger(shape);
    checks.throwIfAny("the monitor cannot start");
    return new MonitorConfig(
        name,
        new MonitorConfig.Comparison(
            Optional.ofNullable(baseline).map(b -> new WindowSizes(b.judgedBy(sources), windows)),
            Optional.ofNullable(learner),
            Optional.ofNullable(learned),
            windows,
            Optional.ofNullable(restored),
            Optional.ofNullable(model),
            mismatches),
        captures(shape),
        engine(),
        new MonitorConfig.Outlets(
            List.copyOf(listeners),
            Optional.ofNullable(incidents),
            recording,
            polled ? !eventThreads : listenersOnVirkThread,
            polled && !eventThreads,
            Optional.ofNullable(summaries)),
        new MonitorConfig.Running(
            what -> threadFactory == null ? task -> daemon(what, task) : threadFactory,
            polled,
            cpuBudget,
            closeTimeout),
        Optional.ofNullable(feedback));
  }

  private void checkValues() {
    checks.name("name", name);
    if (sliceKey != null) {
      checks.notBlank("sliceBy", sliceKey);
    }
    if (incidents != null) {
      checks.folder("incidents", incidents);
    }
    checks.positive("dropReportPeriod", dropReportPeriod);
    checks.positive("closeTimeout", closeTimeout);
    if (sequential.stream().map(SequentialDetector::name).distinct().count() < sequential.size()) {
      checks.problem("sequential: two of a name (expected: each once)");
    }
    if (restored != null && !Files.isRegularFile(restored)) {
      checks.wrong("restore", restored, "an existing file");
    }
    if (learned != null && learner != null) {
      checks.file("learned", learned);
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
      checks.wrong("lease", lease, "10 ms .. 1 day");
    }
    if (!(cpuBudget > 0 && cpuBudget <= 1)) {
      checks.wrong("cpuBudget", cpuBudget, "in (0, 1]");
    }
    checks.valid(
        () -> {
          SignalSources.check(sources);
          return sources;
        });
  }

  private void checkTogether() {
    String context = baseline == null ? null : baseline.contextKey().orElse(null);
    if (incidents == null && !recording.sinks().isEmpty()) {
      checks.problem(
          "recording: sinks are set, but no folder of incidents, which they stand beside");
    }
    for (String key : recording.privateTags()) { // bundles are called and judged by these
      if (key.equals(sliceKey) || key.equals(context)) {
        checks.problem("recording: the tag " + key + " is private, but slices or is the context");
      }
    }
    if (embedder != null && model != null) {
      checks.problem("model is stated, but the embedder says what it is");
    }
    if (polled && threadFactory != null && !eventThreads) {
      checks.problem("threadFactory is set, but a polled monitor has no thread");
    }
    if (polled && !eventThreads && !recording.sinks().isEmpty()) {
      checks.problem(
          "recording: sinks are set, but a polled monitor has no thread: eventThreads()");
    }
    if (eventThreads && !polled) {
      checks.problem("eventThreads is set, but a monitor that is not polled has them anyway");
    }
    if (polled && listenersOnVirkThread) {
      checks.problem("listenersOnVirkThread is set, but polled() does that unless eventThreads()");
    }
    if (learner == null) {
      if (checks.has("lengths")) {
        checks.problem("lengths are set, but the baseline knows them");
      }
      if (learned != null) {
        checks.problem("learned: " + learned + ", but the monitor is given a baseline");
      }
    } else {
      if (restored != null) {
        checks.problem("restore is set, but the monitor has no baseline yet");
      }
      if (!sources.isEmpty()) {
        checks.problem("source is set, but a baseline that is learned has its builder's");
      }
    }
  }

  /** A monitor that can say nothing must not look like calm. */
  private void checkSight(Sight sight) {
    if (sight.isBlind()) {
      List<String> why = sight.refusals();
      checks.problem(
          "baseline: "
              + baseline.name()
              + ", by which no detector can judge (expected: one at least, or blindAccepted()): "
              + (why.isEmpty()
                  ? "it has no values of any tested signal: build it of the observations that the"
                      + " monitor is to watch"
                  : String.join("; ", why)));
    }
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
        learner.outputs(),
        learner.hostSignals(),
        0);
  }

  private Optional<ChallengerPolicy> challenger() {
    return Optional.ofNullable(feedback).flatMap(f -> f.studies().challenger());
  }

  /** What a challenger says is compared class by class. */
  private void checkChallenger(SlotShape shape) {
    int classes = shape.classes();
    challenger()
        .ifPresent(
            c -> {
              if (classes < 2 || classes > Challenger.MOST_CLASSES) {
                checks.problem(
                    "challenger: the model that is watched tells "
                        + classes
                        + " classes by logits or probabilities (expected: 2 .. "
                        + Challenger.MOST_CLASSES
                        + ", of which both models name one)");
              }
              c.model()
                  .ifPresent(
                      m -> {
                        if (m.logitsLength() != classes) {
                          checks.wrong(
                              "challenger.logitsLength",
                              m.logitsLength(),
                              classes + ", the classes of the model that is watched");
                        }
                        if (shape.policy().isEmpty()) {
                          checks.problem(
                              "challenger: a model that looks at images, but none are monitored"
                                  + " (expected: a baseline of images, or its outputs by"
                                  + " capture().output(..))");
                        }
                      });
            });
  }

  /** The CPU budget of a polled monitor is the caller's. */
  private CaptureSettings captures(SlotShape shape) {
    return new CaptureSettings(
        name,
        challenger().isPresent() ? shape.withChallenger() : shape,
        Math.max(2, Integer.highestOneBit(slots - 1) << 1),
        lease,
        maximumTagValues,
        recording.privateTags(),
        sampler,
        Optional.ofNullable(embedder),
        challenger().flatMap(ChallengerPolicy::model),
        clock,
        nanoClock,
        polled ? 1 : cpuBudget,
        dropReportPeriod);
  }

  private EngineSettings engine() {
    return new EngineSettings(
        name,
        new EngineSettings.Slices(Optional.ofNullable(sliceKey), maximumSlices, embeddedSlices),
        new EngineSettings.Alarms(falseAlarms, List.copyOf(sequential), fitAccepted),
        emission,
        playbook,
        seed);
  }

  private Thread daemon(String what, Runnable task) {
    Thread thread = new Thread(task, "virk-" + name + what);
    thread.setDaemon(true);
    return thread;
  }
}
