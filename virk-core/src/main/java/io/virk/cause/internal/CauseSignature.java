package io.virk.cause.internal;

import io.virk.cause.Cause;
import io.virk.image.Frame;
import io.virk.signal.AsinhScale;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * How one cause shows on the baseline's own images: the mean change of some signals, each image
 * compared with itself, on the scale of analysis, and how much that varies.
 *
 * @param cause name of the cause, which this library may not know
 * @param family of the cause
 * @param severity 1 .. 5
 * @param variant in which of the ways that it comes, &ge; 0
 * @param columns names of the signals, at least one, each once
 * @param scale of the columns, on which means are compared; that of the signatures beside it
 * @param change what it does to them
 */
public record CauseSignature(
    String cause,
    String family,
    int severity,
    int variant,
    List<String> columns,
    AsinhScale scale,
    MeanChange change) {
  /** Signatures of a baseline's slice at most: far more than some hundred causes have. */
  public static final int MOST = 20_000;

  public CauseSignature {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(family, "family");
    columns = List.copyOf(columns);
    if (severity < 1 || severity > Cause.SEVERITIES) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 1 .. 5)");
    }
    if (variant < 0) {
      throw new IllegalArgumentException("variant: " + variant + " (expected: >= 0)");
    }
    if (columns.isEmpty() || new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException(
          "columns: " + columns + " (expected: at least one, each once)");
    }
    if (scale.length() != columns.size() || change.shift().length != columns.size()) {
      throw new IllegalArgumentException(
          "scale, change: "
              + scale.length()
              + ", "
              + change.shift().length
              + " (expected: "
              + columns.size()
              + ", the columns)");
    }
  }

  /** Is told how far the measuring of signatures is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Some are done.
     *
     * @param done causes, &ge; 0
     * @param total causes
     */
    void at(int done, int total);
  }

  /**
   * Applies every cause to images and notes what it does to their signals. Slices that look alike
   * share their signatures, so that the cost is bounded: some hundred images, to which each cause
   * happens at three severities.
   *
   * @param causes what is applied; those that one frame does not show are passed over
   * @param slices images of each, at least one. Not modified.
   * @param seed of whatever is random
   * @param embedding of the images, too, if it is to be a part of the signatures
   * @param failed is told the name of a cause that fails on one of them, and why: it is left out
   * @param progress is told each step
   * @return of each slice one signature a cause, measured severity and variant, in that order, all
   *     of the same columns
   * @throws RuntimeException what the embedding throws
   */
  public static Measured measure(
      List<Cause> causes,
      Map<String, List<Frame>> slices,
      long seed,
      Optional<CauseEmbedding> embedding,
      BiConsumer<String, String> failed,
      Progress progress) {
    return SignatureBook.measure(causes, slices, seed, embedding, failed, progress);
  }

  /**
   * What was measured.
   *
   * @param bySlice of each slice its signatures
   * @param directions of the embedding that they have columns of; empty without an embedding
   */
  public record Measured(
      Map<String, List<CauseSignature>> bySlice, Optional<CauseDirections> directions) {}

  /**
   * The mean of the signatures of several slices.
   *
   * @param slices signatures of each, of the same columns within one
   * @return of each cause and severity that any slice has, the mean of those that have it, in the
   *     columns that all slices have; those of the first slice, if they have none in common or
   *     another scale; empty if there are none
   */
  public static List<CauseSignature> mean(List<List<CauseSignature>> slices) {
    return SignatureMean.of(slices);
  }

  /** Mean change of each column, on the scale of analysis. */
  public double[] shift() {
    return change.shift();
  }

  @Override
  public String toString() {
    return cause + " " + severity + " of " + columns + ": " + change;
  }
}
