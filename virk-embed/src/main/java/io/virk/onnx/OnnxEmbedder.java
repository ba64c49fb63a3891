package io.virk.onnx;

import ai.onnxruntime.OrtSession;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Embeddings and logits from an ONNX model through ONNX Runtime.
 *
 * <pre>{@code
 * try (OnnxEmbedder embedder =
 *     OnnxEmbedder.builder(Path.of("resnet.onnx")).transform(ImageTransform.imageNet()).build()) {
 *   Embeddings result = embedder.embed(frames);
 * }
 * }</pre>
 *
 * <p>Name, layout, channels, size and element type of the input are read from the model. The
 * outputs are found by name, the logits by their shape as well. A tensor inside the model can be
 * named like an output: it is added to the outputs in memory, and the file stays as it is. {@link
 * #describe} says what a model has.
 *
 * <p><b>Threads.</b> One thread embeds at a time; others wait. {@link #close()} waits for the run
 * in progress, at most one batch of {@link OnnxEmbedderBuilder#batchSize}; an {@code embed} that it
 * cut short throws IllegalStateException.
 *
 * <p><b>ONNX Runtime.</b> The process's {@code OrtEnvironment} belongs to the host: it is taken as
 * it is, or made with its defaults by the first embedder, and never closed. A host that wants its
 * own name, log level or thread pool there makes it first. The host adds the dependency {@code
 * com.microsoft.onnxruntime:onnxruntime} (or {@code onnxruntime_gpu}) itself.
 *
 * <p><b>Cost.</b> An {@code embed} is dominated by the model. Input and output live in direct
 * buffers that are used again for every batch; per call the two arrays of the result are allocated.
 */
public final class OnnxEmbedder implements Embedder {
  private final ReentrantLock lock = new ReentrantLock();
  private final EmbedderProvenance provenance;
  private final TensorWriter writer;
  private final float[] tensor; // of one frame
  private final int batch;
  private final boolean fixedBatch;
  private final EmbeddingOutput embedding;
  private final String logitsName; // null: none
  private final int logitsLength;
  private final ModelSession session;
  private final String device;
  private volatile boolean closing; // set first, so that a long embed ends after its batch
  private boolean closed; // guarded by lock

  OnnxEmbedder(OpenedModel model, ImageTransform transform, EmbedderProvenance provenance) {
    this.provenance = provenance;
    this.writer = new TensorWriter(transform, model.input().shape());
    this.tensor = new float[model.input().shape().values()];
    this.batch = model.batch();
    this.fixedBatch = model.input().fixedBatch() > 0;
    this.embedding = model.embedding();
    this.logitsName = model.logitsName();
    this.logitsLength = model.logitsLength();
    this.session = model.session();
    this.device = session.device();
  }

  /**
   * Starts an embedder.
   *
   * @param model path of an ONNX file
   * @return a new builder; {@link OnnxEmbedderBuilder#transform} is still to be set
   */
  public static OnnxEmbedderBuilder builder(Path model) {
    return new OnnxEmbedderBuilder(ModelSource.of(Objects.requireNonNull(model, "model")));
  }

  /**
   * Starts an embedder of a model in memory.
   *
   * @param name what to call it, as a file's name
   * @param model the content of an ONNX file, with all its weights. Not modified, not to be
   *     modified before the embedder is built.
   * @return a new builder; {@link OnnxEmbedderBuilder#transform} is still to be set
   */
  public static OnnxEmbedderBuilder builder(String name, byte[] model) {
    Objects.requireNonNull(name, "name");
    return new OnnxEmbedderBuilder(
        new ModelSource(name, null, Objects.requireNonNull(model, "model"), null));
  }

  /**
   * Starts an embedder that runs in a session of the host, so that the model is in memory once. The
   * session stays the host's: the embedder does not close it, and is closed before it. Threads and
   * device are the session's.
   *
   * @param session any session of the model; ONNX Runtime lets several threads run it
   * @param model the file that it was opened from, for its checksum
   * @return a new builder; {@link OnnxEmbedderBuilder#transform} is still to be set
   */
  public static OnnxEmbedderBuilder builder(OrtSession session, Path model) {
    Objects.requireNonNull(session, "session");
    return new OnnxEmbedderBuilder(
        ModelSource.of(Objects.requireNonNull(model, "model")).with(session));
  }

  /**
   * What a model has: inputs, outputs, and what is likely its embedding, its logits and its
   * preprocessing. The model is loaded and run once, on zeros, if its input is an image.
   *
   * @param model path of an ONNX file
   * @return some lines of text, for people
   * @throws IllegalArgumentException if the file is missing or no ONNX model
   * @throws IllegalStateException as {@link OnnxEmbedderBuilder#build}
   */
  public static String describe(Path model) {
    return linked(() -> ModelDescription.of(Objects.requireNonNull(model, "model")));
  }

  /**
   * A model whose inner tensors are outputs as well, for a host that opens it itself: so one run
   * gives the host's outputs and the embedding.
   *
   * @param model path of an ONNX file with all its weights
   * @param tensors names of tensors inside the model; see {@link #describe}
   * @return the bytes of the model
   * @throws IllegalArgumentException if the file is missing or no ONNX model, or does not compute
   *     such a tensor
   */
  public static byte[] modelWithOutputs(Path model, String... tensors) {
    return ModelDescription.withOutputs(Objects.requireNonNull(model, "model"), List.of(tensors));
  }

  /** Calls what needs ONNX Runtime, and says so where it is missing. */
  static <T> T linked(Supplier<T> call) {
    try {
      return call.get();
    } catch (LinkageError e) {
      throw new IllegalStateException(Runtimes.unlinked(e), e);
    }
  }

  /**
   * Where the model runs.
   *
   * @return {@code CPU}, {@code CUDA 0}; of {@link Device#auto} also why it is not CUDA
   */
  public String device() {
    return device;
  }

  @Override
  public int embeddingLength() {
    return embedding.length();
  }

  @Override
  public int logitsLength() {
    return logitsLength;
  }

  @Override
  public EmbedderProvenance provenance() {
    return provenance;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no frame, or one is smaller than the input of a
   *     model whose transform crops without resizing
   * @throws IllegalStateException if this embedder is closed, or gets closed meanwhile
   */
  @Override
  public Embeddings embed(List<Frame> frames) {
    Frame[] all = Objects.requireNonNull(frames, "frames").toArray(new Frame[0]);
    if (all.length == 0) {
      throw new IllegalArgumentException("frames.size: 0 (expected: >= 1)");
    }
    for (int i = 0; i < all.length; i++) {
      Objects.requireNonNull(all[i], "frames[" + i + "]");
    }
    float[] embeddings = new float[Math.multiplyExact(all.length, embedding.length())];
    float[] logits = new float[Math.multiplyExact(all.length, logitsLength)];
    lock.lock();
    try {
      for (int at = 0; at < all.length; at += batch) {
        if (closing) {
          throw new IllegalStateException(provenance.model() + ": closed (expected: open)");
        }
        int n = Math.min(batch, all.length - at);
        run(all, at, n);
        embedding.read(session, n, embeddings, at);
        if (logitsLength > 0) {
          session.read(logitsName, logits, at * logitsLength, n * logitsLength);
        }
      }
    } finally {
      lock.unlock();
    }
    return new Embeddings(all.length, embeddings, logits);
  }

  private void run(Frame[] frames, int from, int n) {
    for (int i = 0; i < n; i++) {
      writer.write(frames[from + i], tensor);
      session.put(i, tensor);
    }
    try {
      session.run(fixedBatch ? batch : n, n);
    } catch (ModelException e) {
      throw new EmbedderException(
          provenance.model() + ": failed on a batch of " + n + ": " + e.getMessage(), e.getCause());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws EmbedderException if ONNX Runtime fails to free the model
   */
  @Override
  public void close() {
    closing = true;
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (ModelException e) {
      throw new EmbedderException(
          provenance.model() + ": failed to close: " + e.getMessage(), e.getCause());
    } finally {
      lock.unlock();
    }
  }
}
