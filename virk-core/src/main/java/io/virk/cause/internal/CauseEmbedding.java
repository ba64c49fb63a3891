package io.virk.cause.internal;

import io.virk.image.Frame;
import java.util.List;

/** Embeds images to which causes have happened, and knows how the baseline's embeddings scatter. */
public interface CauseEmbedding {
  /**
   * Embeds images as a monitor would.
   *
   * @param frames at least one, as captures keep them. Not modified.
   * @return [n][d]
   */
  float[][] embed(List<Frame> frames);

  /** A vector times the inverse covariance of the baseline's embeddings. */
  double[] timesPrecision(double[] vector);
}
