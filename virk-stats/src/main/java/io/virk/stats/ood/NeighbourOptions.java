package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * What {@link NearestNeighbours} measures.
 *
 * @param k number of neighbours, 1 or more
 * @param score what is made of their distances
 * @param normalized whether all vectors are scaled to Euclidean length 1 first, as in the paper; a
 *     zero vector stays at the origin
 */
public record NeighbourOptions(int k, Score score, boolean normalized) {

  /** What is made of the distances of the k nearest. */
  public enum Score {
    /** The largest of them: the distance of the k-th nearest. */
    KTH_DISTANCE,
    /** Their mean. */
    MEAN_DISTANCE
  }

  public NeighbourOptions {
    Checks.atLeast(k, 1, "k");
    Objects.requireNonNull(score, "score");
  }

  /** The distance of the k-th nearest, vectors as they are. */
  public static NeighbourOptions kth(int k) {
    return new NeighbourOptions(k, Score.KTH_DISTANCE, false);
  }

  /** The same for vectors scaled to length 1. */
  public NeighbourOptions onUnitSphere() {
    return new NeighbourOptions(k, score, true);
  }

  /** The same with the mean of the distances. */
  public NeighbourOptions withMean() {
    return new NeighbourOptions(k, Score.MEAN_DISTANCE, normalized);
  }
}
