package io.virk.bench.quality;

import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import io.virk.onnx.ResizePolicy;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images as they are and under any change, each as the model sees it. An image is changed and
 * embedded when it is first asked for, and then kept. Thread-safe.
 */
final class LiveImages {
  private final RealSet set;
  private final boolean withLogits;
  private final EmbeddingCache cache;
  private final int dimension;
  private final Map<Key, Observation> seen = new ConcurrentHashMap<>();

  private record Key(int index, LiveChange change) {}

  private static final LiveChange NONE = new LiveChange(null, 0, 0);

  /**
   * Opens a model, which is never closed: it is used to the end of the run.
   *
   * @param set the images
   * @param model whose embeddings and logits
   * @param transform its steps but the resizing: frames are stretched
   * @param withLogits whether its logits are observed too
   */
  LiveImages(RealSet set, Path model, ImageTransform transform, boolean withLogits) {
    this.set = set;
    this.withLogits = withLogits;
    ImageTransform steps = transform.withResize(ResizePolicy.stretch());
    Embedder embedder = OnnxEmbedder.builder(model).transform(steps).threads(1).build();
    this.dimension = embedder.embeddingLength();
    this.cache = new EmbeddingCache(embedder, model, steps.describe());
  }

  int size() {
    return set.size();
  }

  /** The observation of an image; change null = as it is. */
  Observation.Builder observation(int index, LiveChange change, long sequence) {
    Observation o = seen.computeIfAbsent(new Key(index, change == null ? NONE : change), this::see);
    Observation.Builder observation =
        Observation.builder()
            .sequence(sequence)
            .epochMillis(100 * sequence)
            .image(o.frame())
            .embedding(o.embedding());
    if (o.logits() != null) {
      observation.logits(o.logits());
    }
    return observation;
  }

  private Observation see(Key key) {
    Frame frame = set.frame(key.index());
    if (key.change() != NONE) {
      LiveChange change = key.change();
      frame = change.change().apply(frame, change.severity(), 77L + key.index());
    } else if (set.hasEmbeddings()) {
      Observation recorded = set.observation(key.index(), 0).build();
      return builder(frame, recorded.embedding(), recorded.logits()).build();
    }
    float[] row = cache.row(frame);
    return builder(
            frame,
            Arrays.copyOf(row, dimension),
            withLogits ? Arrays.copyOfRange(row, dimension, row.length) : null)
        .build();
  }

  private static Observation.Builder builder(Frame frame, float[] embedding, float[] logits) {
    Observation.Builder observation =
        Observation.builder().image(CleanStreams.POLICY.reduce(frame)).embedding(embedding);
    if (logits != null) {
      observation.logits(logits);
    }
    return observation;
  }
}
