package io.virk.signal;

import io.virk.signal.internal.SignalArrays;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.ood.Mahalanobis;
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
    return new SignalArrays(scalars, classes, new float[][] {embeddings}).table(of(d), n);
  }

  /** An extractor of all of them. */
  public static SignalExtractor extractor(
      int d, int logits, Mahalanobis model, String sliceKey, String contextKey) {
    return new SignalExtractor(
        of(d), SignalSources.of(of(d), logits, model, List.of()), null, sliceKey, contextKey);
  }
}
