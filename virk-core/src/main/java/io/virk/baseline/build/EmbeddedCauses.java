package io.virk.baseline.build;

import io.virk.cause.internal.CauseEmbedding;
import io.virk.detect.internal.Precision;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.util.Arrays;
import java.util.List;

/** Embeds images of causes with the baseline's embedder, in batches. */
record EmbeddedCauses(Embedder embedder, Precision precision) implements CauseEmbedding {
  private static final int BATCH = 16;

  @Override
  public float[][] embed(List<Frame> frames) {
    int d = embedder.embeddingLength();
    float[][] all = new float[frames.size()][];
    for (int from = 0; from < all.length; from += BATCH) {
      List<Frame> batch = frames.subList(from, Math.min(all.length, from + BATCH));
      float[] embeddings = Embeddings.of(embedder, batch).embeddings();
      for (float value : embeddings) {
        if (!Float.isFinite(value)) {
          throw new EmbedderException(
              "causesEmbedded: an embedding of an image, as it is or with a cause: "
                  + value
                  + " (expected: finite numbers)",
              null);
        }
      }
      for (int i = 0; i < batch.size(); i++) {
        all[from + i] = Arrays.copyOfRange(embeddings, i * d, (i + 1) * d);
      }
    }
    return all;
  }

  @Override
  public double[] timesPrecision(double[] vector) {
    return precision.times(vector);
  }
}
