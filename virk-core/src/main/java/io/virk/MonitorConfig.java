package io.virk;

import io.virk.baseline.BaselineLearner;
import io.virk.capture.CaptureSettings;
import io.virk.capture.SlotShape;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.embed.Embedder;
import io.virk.engine.EngineSettings;
import io.virk.engine.WindowSizes;
import io.virk.event.ProvenanceMismatched;
import io.virk.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The settings of one monitor, checked. The builder says what each means. */
record MonitorConfig(
    String name,
    List<ProvenanceMismatched> mismatches,
    Optional<WindowSizes> sizes,
    Optional<BaselineLearner> learner,
    Optional<Path> learned,
    WindowPolicy windows,
    SlotShape shape,
    Optional<Embedder> embedder,
    Sampler sampler,
    Optional<String> sliceKey,
    FalseAlarms falseAlarms,
    EmissionPolicy emission,
    List<SequentialDetector> sequential,
    Optional<Path> incidents,
    Optional<Path> restored,
    int recorded,
    int slots,
    Duration lease,
    int maximumSlices,
    int embeddedSlices,
    int maximumTagValues,
    List<MonitorListener> listeners,
    InstantSource clock,
    LongSupplier nanoClock,
    long seed,
    Function<String, ThreadFactory> threads,
    boolean polled,
    boolean listenersOnVirkThread,
    boolean writersOnVirkThread,
    double cpuBudget,
    Duration dropReportPeriod,
    Duration closeTimeout) {
  /** What the capture desk goes by; the CPU budget of a polled monitor is the caller's. */
  CaptureSettings captures() {
    return new CaptureSettings(
        name,
        shape,
        slots,
        lease,
        maximumTagValues,
        sampler,
        embedder,
        clock,
        nanoClock,
        polled ? 1 : cpuBudget,
        dropReportPeriod);
  }

  /** What the engine goes by. */
  EngineSettings engine() {
    return new EngineSettings(
        name,
        new EngineSettings.Slices(sliceKey, maximumSlices, embeddedSlices),
        new EngineSettings.Alarms(falseAlarms, sequential),
        emission,
        new EngineSettings.Recording(recorded, incidents.isPresent()),
        seed);
  }

  /** What makes the listeners' thread; empty if they are called on VIRK's. */
  Optional<ThreadFactory> listenerThreads() {
    return listenersOnVirkThread ? Optional.empty() : Optional.of(threads.apply("-listeners"));
  }

  /** What makes the thread that writes incidents; empty if VIRK's does. */
  Optional<ThreadFactory> writerThreads() {
    return writersOnVirkThread ? Optional.empty() : Optional.of(threads.apply("-incidents"));
  }

  /** What learning goes by. */
  LearningStage.Settings learning() {
    return new LearningStage.Settings(name, learned, polled, threads.apply("-learning"));
  }
}
