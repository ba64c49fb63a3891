package io.virk;

import io.virk.baseline.Baseline;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.embed.Embedder;
import io.virk.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** The settings of one monitor, checked. The builder says what each means. */
record MonitorConfig(
    String name,
    Baseline baseline,
    Optional<Embedder> embedder,
    Sampler sampler,
    Optional<String> sliceKey,
    FalseAlarms falseAlarms,
    EmissionPolicy emission,
    Optional<Path> incidents,
    int recorded,
    int slots,
    int maximumSlices,
    List<MonitorListener> listeners,
    InstantSource clock,
    ThreadFactory threadFactory,
    boolean polled,
    Duration closeTimeout) {}
