package io.virk.onnx;

import ai.onnxruntime.OrtSession;
import com.google.gson.JsonObject;
import io.virk.embed.EmbedderProvenance;
import io.virk.internal.Settings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the settings of an {@link OnnxEmbedder}; each is set once at most. Not thread-safe. */
public final class OnnxEmbedderBuilder {
  private final Settings settings = new Settings();
  private final ModelSource source;
  private ImageTransform transform;
  private TensorLayout layout;
  private int width;
  private int height;
  private String embeddingOutput;
  private Pooling pooling = Pooling.FLATTEN;
  private String logitsOutput;
  private int batchSize;
  private int threads = 1;
  private boolean unitLength;
  private boolean boxes;
  private Device device = Device.cpu();
  private Consumer<OrtSession.SessionOptions> options;

  OnnxEmbedderBuilder(ModelSource source) {
    this.source = source;
  }

  /**
   * The steps from a frame to the model's input. Required.
   *
   * @param transform the steps that the model was trained with
   * @return this
   */
  public OnnxEmbedderBuilder transform(ImageTransform transform) {
    this.transform = settings.once("transform", transform);
    return this;
  }

  /**
   * The layout of the model's input. Default: read from the model; needed only where its dimensions
   * leave that open.
   *
   * @param layout the layout
   * @return this
   */
  public OnnxEmbedderBuilder layout(TensorLayout layout) {
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
  public OnnxEmbedderBuilder inputSize(int width, int height) {
    settings.once("inputSize", true);
    this.width = positive("inputSize.width", width);
    this.height = positive("inputSize.height", height);
    return this;
  }

  /**
   * The output that is the embedding, or a tensor inside the model, which becomes an output.
   * Default: {@code embedding}.
   *
   * @param name its name in the model
   * @return this
   */
  public OnnxEmbedderBuilder embeddingOutput(String name) {
    this.embeddingOutput = settings.once("embeddingOutput", name);
    return this;
  }

  /**
   * How the embedding is made of its output. Default: {@link Pooling#FLATTEN}.
   *
   * @param pooling the pooling
   * @return this
   */
  public OnnxEmbedderBuilder pooling(Pooling pooling) {
    this.pooling = settings.once("pooling", pooling);
    return this;
  }

  /**
   * The output that is the logits, or a tensor inside the model, which becomes an output; more than
   * 2 dimensions are flattened. It may be the embedding's as well. Default: {@code logits} if the
   * model has an output of that name; else the one output of the shape {@code [n x classes]},
   * unless Softmax or Sigmoid makes it or its name says that it is something else; else none.
   *
   * @param name its name in the model
   * @return this
   */
  public OnnxEmbedderBuilder logitsOutput(String name) {
    this.logitsOutput = settings.once("logitsOutput", name);
    return this;
  }

  /**
   * The most frames of one run; a longer list is embedded in pieces. Default: 8, or the batch that
   * the model fixes. Memory: so many input tensors.
   *
   * @param frames &gt; 0
   * @return this
   */
  public OnnxEmbedderBuilder batchSize(int frames) {
    this.batchSize = settings.once("batchSize", positive("batchSize", frames));
    return this;
  }

  /**
   * Whether each embedding is divided by its Euclidean length, in double precision; one of zeros
   * stays as it is. Default: it is not.
   *
   * @return this
   */
  public OnnxEmbedderBuilder unitLength() {
    this.unitLength = settings.once("unitLength", true);
    return this;
  }

  /**
   * Takes an embedding that looks like the boxes of a detector. Default: it is refused, for boxes
   * change their place from frame to frame, and their distances mean nothing.
   *
   * @return this
   */
  public OnnxEmbedderBuilder acceptBoxes() {
    this.boxes = settings.once("acceptBoxes", true);
    return this;
  }

  /**
   * Where the model runs. Default: the CPU.
   *
   * @param device the device
   * @return this
   */
  public OnnxEmbedderBuilder device(Device device) {
    this.device = settings.once("device", device);
    return this;
  }

  /**
   * Changes the options of the session before it is opened, last of all: another execution
   * provider, a library of own operators.
   *
   * @param change is called once, in {@link #build}
   * @return this
   */
  public OnnxEmbedderBuilder sessionOptions(Consumer<OrtSession.SessionOptions> change) {
    this.options = settings.once("sessionOptions", change);
    return this;
  }

  /**
   * The threads of one run, the calling one among them. Default: 1, so that no core is taken from
   * the host.
   *
   * @param threads &gt; 0
   * @return this
   */
  public OnnxEmbedderBuilder threads(int threads) {
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
   * Loads the model and runs it once, on zeros. The file is read twice: its SHA-256 does not cover
   * weights that a model keeps in files beside it. An inner tensor that becomes an output costs a
   * copy of the file while it loads.
   *
   * @return the embedder; the caller closes it
   * @throws IllegalArgumentException with all that is wrong: a setting out of its range or set
   *     twice, a file that is missing or no ONNX model, an input that is no image, an output that
   *     does not exist or has another batch, a transform that does not suit the input, a device
   *     that cannot be used
   * @throws IllegalStateException if ONNX Runtime is not on the class path, is too old, or cannot
   *     load its native library
   */
  public OnnxEmbedder build() {
    Settings found = new Settings();
    found.problems(settings);
    if (transform == null) {
      found.wrong("transform", "not set", "the steps that the model was trained with");
    }
    for (String setting : List.of("threads", "device", "sessionOptions")) {
      if (source.session() != null && settings.has(setting)) {
        found.wrong(setting, "set", "unset, for a session that is open has its own");
      }
    }
    ByteBuffer bytes = source.read(found);
    Optional<OpenedModel> opened =
        bytes == null
            ? Optional.empty()
            : OnnxEmbedder.linked(() -> OpenedModel.open(settings(), bytes, found));
    found.throwIfAny("the embedder cannot be opened");
    OpenedModel suiting = opened.orElseThrow();
    return new OnnxEmbedder(suiting, transform, provenance(suiting, ModelSource.sha256(bytes)));
  }

  private EmbedderSettings settings() {
    return new EmbedderSettings(
        source,
        transform,
        layout,
        width,
        height,
        embeddingOutput,
        pooling,
        unitLength,
        boxes,
        logitsOutput,
        batchSize,
        threads,
        device,
        options);
  }

  private EmbedderProvenance provenance(OpenedModel opened, String sha256) {
    InputShape shape = opened.input().shape();
    JsonObject preprocessing = new JsonObject();
    preprocessing.add("transform", transform.json(shape.channels()));
    preprocessing.addProperty("input", shape.describe());
    preprocessing.addProperty("embedding", opened.embedding().name());
    preprocessing.addProperty("pooling", pooling.name());
    preprocessing.addProperty("unitLength", unitLength);
    preprocessing.addProperty("logits", opened.logitsName() == null ? "none" : opened.logitsName());
    return new EmbedderProvenance(source.name(), sha256, preprocessing.toString());
  }
}
