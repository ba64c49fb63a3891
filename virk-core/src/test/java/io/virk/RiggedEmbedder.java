package io.virk;

import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.scenes.QuadrantEmbedder;
import java.util.List;
import java.util.function.Function;

/** An embedder that does something else than its model. */
record RiggedEmbedder(int embeddingLength, Function<List<Frame>, Embeddings> model)
    implements Embedder {
  @Override
  public int logitsLength() {
    return 3;
  }

  @Override
  public Embeddings embed(List<Frame> frames) {
    return model.apply(frames);
  }

  @Override
  public EmbedderProvenance provenance() {
    return new QuadrantEmbedder().provenance();
  }

  @Override
  public void close() {}
}
