package io.virk.capture.internal;

import io.virk.embed.Embedder;
import io.virk.sampling.Sampler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a {@link CaptureDesk} goes by; internal. The builder of a monitor says what each means.
 *
 * @param monitor name of the monitor
 * @param shape what a slot has room for
 * @param slots how many
 * @param lease how long the host may hold one
 * @param maximumTagValues distinct values of tags
 * @param privateTags that are told to nobody but whoever asks for them by name
 * @param sampler chooses what is observed
 * @param embedder for observations that come without an embedding
 * @param challenger looks at the same images; empty if none does
 * @param clock dates observations
 * @param nanoClock measures durations
 * @param cpuBudget share of one core that VIRK's thread may use; 1 for a monitor without a thread
 * @param dropReportPeriod how often drops are told at most
 */
public record CaptureSettings(
    String monitor,
    SlotShape shape,
    int slots,
    Duration lease,
    int maximumTagValues,
    Set<String> privateTags,
    Sampler sampler,
    Optional<Embedder> embedder,
    Optional<Embedder> challenger,
    InstantSource clock,
    LongSupplier nanoClock,
    double cpuBudget,
    Duration dropReportPeriod) {}
