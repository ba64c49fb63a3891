package io.virk;

import io.virk.baseline.Baseline;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.embed.Embedder;
import io.virk.image.TensorFormat;
import io.virk.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** The settings of one monitor, checked. The builder says what each means. */
record MonitorConfig(
    String name,
    WindowSizes sizes,
    WindowPolicy windows,
    Optional<Embedder> embedder,
    Optional<TensorFormat> tensor,
    Sampler sampler,
    Optional<String> sliceKey,
    FalseAlarms falseAlarms,
    EmissionPolicy emission,
    List<SequentialDetector> sequential,
    Optional<Path> incidents,
    Optional<Path> restored,
    int recorded,
    int slots,
    int maximumSlices,
    int embeddedSlices,
    int maximumTagValues,
    List<MonitorListener> listeners,
    InstantSource clock,
    LongSupplier nanoClock,
    long seed,
    ThreadFactory threadFactory,
    boolean polled,
    double cpuBudget,
    Duration dropReportPeriod,
    Duration closeTimeout) {

  /** The baseline, calibrated for full windows. */
  Baseline baseline() {
    return sizes.full();
  }

  /** What a slot must have room for. */
  SlotShape shape() {
    Baseline baseline = baseline();
    boolean images = embedder.isPresent() || !baseline.reference(Slice.ALL).signatures().isEmpty();
    return new SlotShape(
        images ? Optional.of(baseline.provenance().capturePolicy()) : Optional.empty(),
        images ? tensor : Optional.empty(),
        baseline.embeddingLength(),
        baseline.logitsLength());
  }
}
