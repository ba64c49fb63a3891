package io.virk.embed;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.internal.FrameBuffer;
import java.util.List;

/** See {@link Embedder#handcrafted}. Thread-safe: one thread embeds at a time, others wait. */
final class HandcraftedEmbedder implements Embedder {
  private static final String MODEL = "handcrafted-1";
  private static final CapturePolicy SIZE = CapturePolicy.DEFAULT;

  private final HandcraftedFeatures features = new HandcraftedFeatures(); // guarded by this
  private final FrameBuffer reduced = new FrameBuffer(SIZE);

  @Override
  public int embeddingLength() {
    return HandcraftedFeatures.LENGTH;
  }

  @Override
  public int logitsLength() {
    return 0;
  }

  @Override
  public synchronized Embeddings embed(List<Frame> frames) {
    int n = frames.size();
    float[] rows = new float[Math.multiplyExact(n, HandcraftedFeatures.LENGTH)];
    for (int i = 0; i < n; i++) {
      Frame frame = frames.get(i);
      if (frame.width() > SIZE.maxWidth() || frame.height() > SIZE.maxHeight()) {
        reduced.take(frame);
        frame = reduced.frame();
      }
      features.compute(frame, rows, i * HandcraftedFeatures.LENGTH);
    }
    return new Embeddings(n, rows, new float[0]);
  }

  @Override
  public EmbedderProvenance provenance() {
    return new EmbedderProvenance(
        MODEL,
        FunctionEmbedder.sha256(MODEL),
        SIZE + "; " + HandcraftedFeatures.LENGTH + " features of colour, gradient and texture");
  }

  @Override
  public void close() {
    // nothing to free
  }
}
