package io.virk.baseline;

import io.virk.embed.EmbedderProvenance;
import io.virk.image.CapturePolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where a baseline comes from.
 *
 * @param created when it was built
 * @param libraryVersion version of VIRK that built it
 * @param source what it was built from, in words
 * @param capturePolicy how large images were kept
 * @param embedder the embedder that was used; empty if the host gave its own embeddings or none
 * @param embeddedReduced images that were reduced by the capture policy before the embedder saw
 *     them
 * @param seen observations that were fed
 * @param flaws how many observations had which flaw, by name; flawed parts were left out
 */
public record Provenance(
    Instant created,
    String libraryVersion,
    String source,
    CapturePolicy capturePolicy,
    Optional<EmbedderProvenance> embedder,
    long embeddedReduced,
    long seen,
    Map<String, Long> flaws) {}
