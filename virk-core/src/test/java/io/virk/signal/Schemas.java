package io.virk.signal;

import io.virk.signal.internal.SignalArrays;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.ood.Mahalanobis;
import java.util.Arrays;
import java.util.List;

/** Schemas of the signals that VIRK brings, and what tests make by them. */
public final class Schemas {
  /** Without embeddings. */
  public static final SignalSchema STANDARD = of(0);

  private Schemas() {}

  /** Of images, logits and embeddings of a length. */
  public static SignalSchema of(int d) {
    return SignalSchema.ofSources(
        List.of(SignalSources.image(), SignalSources.logits(0), SignalSources.embedding(d, null)));
  }

  /** A table of scalars in the order of the schema, predicted classes and embeddings. */
  public static SignalTable table(
      double[] scalars, int[] classes, float[] embeddings, int n, int d) {
    SignalSchema schema = of(d);
    float[][] vectors = new float[schema.vectors().size()][];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = new float[n * schema.vectors().get(v).length()];
      Arrays.fill(vectors[v], Float.NaN);
    }
    vectors[schema.indexOf(VectorSignal.EMBEDDING)] = embeddings;
    return new SignalArrays(scalars, classes, vectors).table(schema, n);
  }

  /** An extractor of all of them. */
  public static SignalExtractor extractor(
      int d, int logits, Mahalanobis model, String sliceKey, String contextKey) {
    return new SignalExtractor(
        of(d),
        SignalSources.of(of(d), logits, List.of(), model, List.of()),
        null,
        sliceKey,
        contextKey);
  }
}
