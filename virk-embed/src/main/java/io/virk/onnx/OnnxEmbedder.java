package io.virk.onnx;

import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.internal.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Embeddings and logits from an ONNX model, on the CPU, through ONNX Runtime.
 *
 * <pre>{@code
 * try (OnnxEmbedder embedder =
 *     OnnxEmbedder.builder(Path.of("resnet.onnx")).transform(ImageTransform.imageNet()).build()) {
 *   Embeddings result = embedder.embed(frames);
 * }
 * }</pre>
 *
 * <p>Name, layout, channels and size of the input are read from the model. The outputs are found by
 * name; an ONNX file gives only the outputs that its exporter declared.
 *
 * <p><b>Threads.</b> One thread embeds at a time; others wait. {@link #close()} waits for the run
 * in progress, at most one batch of {@link Builder#batchSize}; an {@code embed} that it cut short
 * throws IllegalStateException.
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
  }

  /**
   * Starts an embedder.
   *
   * @param model path of an ONNX file
   * @return a new builder; {@link Builder#transform} is still to be set
   */
  public static Builder builder(Path model) {
    return new Builder(Objects.requireNonNull(model, "model"));
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

  /** Collects the settings; each is set once at most. Not thread-safe. */
  public static final class Builder {
    private final Settings settings = new Settings();
    private final Path model;
    private ImageTransform transform;
    private TensorLayout layout;
    private int width;
    private int height;
    private String embeddingOutput;
    private Pooling pooling = Pooling.FLATTEN;
    private String logitsOutput;
    private int batchSize;
    private int threads = 1;

    private Builder(Path model) {
      this.model = model;
    }

    /**
     * The steps from a frame to the model's input. Required.
     *
     * @param transform the steps that the model was trained with
     * @return this
     */
    public Builder transform(ImageTransform transform) {
      this.transform = settings.once("transform", transform);
      return this;
    }

    /**
     * The layout of the model's input. Default: read from the model; needed only where its
     * dimensions leave that open.
     *
     * @param layout the layout
     * @return this
     */
    public Builder layout(TensorLayout layout) {
      this.layout = settings.once("layout", layout);
      return this;
    }

    /**
     * The size of the model's input. Default: read from the model; needed only where it is open.
     *
     * @param width pixels, &gt; 0
     * @param height pixels, &gt; 0
     * @return this
     */
    public Builder inputSize(int width, int height) {
      settings.once("inputSize", true);
      this.width = positive("inputSize.width", width);
      this.height = positive("inputSize.height", height);
      return this;
    }

    /**
     * The output that is the embedding. Default: {@code embedding}.
     *
     * @param name its name in the model
     * @return this
     */
    public Builder embeddingOutput(String name) {
      this.embeddingOutput = settings.once("embeddingOutput", name);
      return this;
    }

    /**
     * How the embedding is made of its output. Default: {@link Pooling#FLATTEN}.
     *
     * @param pooling the pooling
     * @return this
     */
    public Builder pooling(Pooling pooling) {
      this.pooling = settings.once("pooling", pooling);
      return this;
    }

    /**
     * The output that is the logits; more than 2 dimensions are flattened. It may be the
     * embedding's as well. Default: {@code logits} if the model has an output of that name, else
     * none.
     *
     * @param name its name in the model
     * @return this
     */
    public Builder logitsOutput(String name) {
      this.logitsOutput = settings.once("logitsOutput", name);
      return this;
    }

    /**
     * The most frames of one run; a longer list is embedded in pieces. Default: 8, or the batch
     * that the model fixes. Memory: so many input tensors.
     *
     * @param frames &gt; 0
     * @return this
     */
    public Builder batchSize(int frames) {
      this.batchSize = settings.once("batchSize", positive("batchSize", frames));
      return this;
    }

    /**
     * The threads of one run, the calling one among them. Default: 1, so that no core is taken from
     * the host.
     *
     * @param threads &gt; 0
     * @return this
     */
    public Builder threads(int threads) {
      this.threads = settings.once("threads", positive("threads", threads));
      return this;
    }

    private int positive(String name, int value) {
      if (value <= 0) {
        settings.wrong(name, value, "> 0");
      }
      return Math.max(0, value);
    }

    /**
     * Loads the model and runs it once, on zeros. The file is read twice: its SHA-256 does not
     * cover weights that a model keeps in files beside it.
     *
     * @return the embedder; the caller closes it
     * @throws IllegalArgumentException with all that is wrong: a setting out of its range or set
     *     twice, a file that is missing or no ONNX model, an input that is no image, an output that
     *     does not exist or has another batch, a transform that does not suit the input
     * @throws IllegalStateException if ONNX Runtime is not on the class path or cannot load its
     *     native library
     */
    public OnnxEmbedder build() {
      Settings found = new Settings();
      found.problems(settings);
      if (transform == null) {
        found.wrong("transform", "not set", "the steps that the model was trained with");
      }
      String sha256 = ModelFile.sha256(model, found);
      Optional<OpenedModel> opened = sha256.isEmpty() ? Optional.empty() : open(found);
      found.throwIfAny("the embedder cannot be opened");
      OpenedModel suiting = opened.orElseThrow();
      return new OnnxEmbedder(suiting, transform, provenance(suiting, sha256));
    }

    private Optional<OpenedModel> open(Settings found) {
      try {
        return OpenedModel.open(
            new EmbedderSettings(
                model,
                transform,
                layout,
                width,
                height,
                embeddingOutput,
                pooling,
                logitsOutput,
                batchSize,
                threads),
            found);
      } catch (LinkageError e) {
        throw new IllegalStateException(
            "ai.onnxruntime: "
                + e
                + " (expected: com.microsoft.onnxruntime:onnxruntime or onnxruntime_gpu on the class"
                + " path, and a platform that it has a native library for)",
            e);
      }
    }

    private EmbedderProvenance provenance(OpenedModel opened, String sha256) {
      InputShape shape = opened.input().shape();
      String logits = opened.logitsName() == null ? "none" : opened.logitsName();
      String preprocessing =
          String.join(
              "; ",
              transform.describe(shape.channels()),
              "input " + shape.describe(),
              "embedding " + opened.embedding().name() + " " + pooling,
              "logits " + logits);
      return new EmbedderProvenance(model.getFileName().toString(), sha256, preprocessing);
    }
  }
}
