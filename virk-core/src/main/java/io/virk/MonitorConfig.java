package io.virk;

import io.virk.baseline.BaselineLearner;
import io.virk.baseline.facts.StatedModel;
import io.virk.capture.internal.CaptureSettings;
import io.virk.detect.WindowPolicy;
import io.virk.driver.LearningStage;
import io.virk.embed.Embedder;
import io.virk.engine.EngineSettings;
import io.virk.engine.WindowSizes;
import io.virk.event.ProvenanceMismatched;
import io.virk.fleet.Summaries;
import io.virk.image.TensorFormat;
import io.virk.incident.Incident;
import io.virk.incident.Recording;
import io.virk.label.FeedbackPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** The settings of one monitor, checked. The builder says what each means. */
record MonitorConfig(
    String name,
    Comparison comparison,
    CaptureSettings captures,
    EngineSettings engine,
    Outlets outlets,
    Running running,
    Optional<FeedbackPolicy> feedback) {

  /** What windows are compared with: a baseline, or one that is to be learned. */
  record Comparison(
      Optional<WindowSizes> sizes,
      Optional<BaselineLearner> learner,
      Optional<Path> learned,
      WindowPolicy windows,
      Optional<Path> restored,
      Optional<StatedModel> stated,
      List<ProvenanceMismatched> mismatches) {}

  /** Who is told, what is kept for incidents, and on which threads. */
  record Outlets(
      List<MonitorListener> listeners,
      Optional<Path> incidents,
      Recording recording,
      boolean listenersOnVirkThread,
      boolean writersOnVirkThread,
      Optional<Summaries> summaries) {}

  /** Threads, and how much of them. Each is made for a purpose, which becomes part of its name. */
  record Running(
      Function<String, ThreadFactory> threads,
      boolean polled,
      double cpuBudget,
      Duration closeTimeout) {}

  /** What makes VIRK's thread. */
  ThreadFactory threads() {
    return running.threads().apply("");
  }

  /** What makes the listeners' thread; empty if they are called on VIRK's. */
  Optional<ThreadFactory> listenerThreads() {
    return outlets.listenersOnVirkThread()
        ? Optional.empty()
        : Optional.of(running.threads().apply("-listeners"));
  }

  /** What makes the thread that writes incidents; empty if VIRK's does. */
  Optional<ThreadFactory> writerThreads() {
    return outlets.writersOnVirkThread()
        ? Optional.empty()
        : Optional.of(running.threads().apply("-incidents"));
  }

  /** What makes the thread that hands summaries over; empty if VIRK's does. */
  Optional<ThreadFactory> summaryThreads() {
    return outlets.writersOnVirkThread()
        ? Optional.empty()
        : Optional.of(running.threads().apply("-summaries"));
  }

  /** What embeddings and logits are of. */
  Incident.Model model() {
    return new Incident.Model(
        captures.embedder().map(Embedder::provenance),
        comparison.stated(),
        captures.shape().tensor().map(TensorFormat::toString));
  }

  /** What learning goes by. */
  LearningStage.Settings learning() {
    return new LearningStage.Settings(
        name, comparison.learned(), running.polled(), running.threads().apply("-learning"));
  }
}
