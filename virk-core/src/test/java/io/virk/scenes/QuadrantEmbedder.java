package io.virk.scenes;

import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.util.List;

/** A model of four numbers, the mean red of each quarter, and three logits. */
public final class QuadrantEmbedder implements Embedder {
  @Override
  public int embeddingLength() {
    return 4;
  }

  @Override
  public int logitsLength() {
    return 3;
  }

  @Override
  public Embeddings embed(List<Frame> frames) {
    float[] embeddings = new float[frames.size() * 4];
    float[] logits = new float[frames.size() * 3];
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      int samples = frame.format().samplesPerPixel();
      for (int y = 0; y < frame.height(); y++) {
        for (int x = 0; x < frame.width(); x++) {
          int quarter = (2 * y / frame.height()) * 2 + 2 * x / frame.width();
          int at = frame.offset() + y * frame.rowStride() + x * samples + frame.format().red();
          embeddings[i * 4 + quarter] +=
              (frame.pixels()[at] & 0xff) * 4f / (frame.width() * frame.height());
        }
      }
      for (int k = 0; k < 3; k++) {
        logits[i * 3 + k] = (embeddings[i * 4 + k] - embeddings[i * 4 + k + 1]) / 10;
      }
    }
    return new Embeddings(frames.size(), embeddings, logits);
  }

  @Override
  public EmbedderProvenance provenance() {
    return new EmbedderProvenance("quadrants", "00ff", "none");
  }

  @Override
  public void close() {}
}
