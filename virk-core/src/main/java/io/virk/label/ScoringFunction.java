package io.virk.label;

import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A model that scores classes, as a function of an image: one value of an embedding, unused. */
final class ScoringFunction implements Embedder {
  private final int classes;
  private final Function<? super Frame, float[]> scores;

  ScoringFunction(int classes, Function<? super Frame, float[]> scores) {
    this.classes = classes;
    this.scores = Objects.requireNonNull(scores, "scores");
  }

  @Override
  public int embeddingLength() {
    return 1;
  }

  @Override
  public int logitsLength() {
    return classes;
  }

  @Override
  public Embeddings embed(List<Frame> frames) {
    float[] rows = new float[Math.multiplyExact(frames.size(), classes)];
    for (int i = 0; i < frames.size(); i++) {
      float[] row = scores.apply(frames.get(i));
      if (row == null || row.length != classes) {
        throw new EmbedderException(
            "challenger: "
                + (row == null ? "null" : row.length + " values")
                + " (expected: "
                + classes
                + ")",
            null);
      }
      System.arraycopy(row, 0, rows, i * classes, classes);
    }
    return new Embeddings(frames.size(), new float[frames.size()], rows);
  }

  @Override
  public EmbedderProvenance provenance() {
    return new EmbedderProvenance("challenger", "", "none: a function of " + classes + " classes");
  }

  @Override
  public void close() {
    // nothing to free
  }
}
