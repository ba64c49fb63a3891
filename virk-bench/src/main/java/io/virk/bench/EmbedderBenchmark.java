package io.virk.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.OnnxEmbedder;
import io.virk.onnx.ResizePolicy;
import io.virk.onnx.TensorLayout;
import io.virk.onnx.TensorWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Embedding a batch of 8 frames by SqueezeNet of the shared data, beside a bare loop of ONNX
 * Runtime over the same frames with the same transform, and over tensors that are ready; a camera's
 * frame made a tensor; and the embedding without a model. The folder of the shared data is the
 * system property {@code virk.shared}, {@code ../shared} without it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EmbedderBenchmark {
  private static final int BATCH = 8;
  private static final int DISTINCT = 4;
  private static final InputShape SHAPE = new InputShape(TensorLayout.NCHW, 3, 224, 224);
  private static final ImageTransform CAFFE =
      ImageTransform.caffe().withResize(ResizePolicy.centreCrop());

  private final List<Frame> frames = new ArrayList<>();
  private final Frame[] cameras = new Frame[DISTINCT];
  private int next;
  private final TensorWriter crop = ImageTransform.imageNet().writer(SHAPE);
  private final TensorWriter stretch =
      ImageTransform.imageNet().withResize(ResizePolicy.stretch()).writer(SHAPE);
  private final TensorWriter caffe = CAFFE.writer(SHAPE);
  private final float[] tensor = new float[SHAPE.values()];
  private final FloatBuffer buffer =
      ByteBuffer.allocateDirect(4 * BATCH * SHAPE.values())
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
  private final Embedder handcrafted = Embedder.handcrafted();
  private OnnxEmbedder embedder;
  private OrtSession session;

  private static Frame frame(int width, int height, long seed) {
    byte[] pixels = new byte[3 * width * height];
    new SplittableRandom(seed).nextBytes(pixels);
    return Frame.of(pixels, width, height, PixelFormat.RGB);
  }

  /**
   * Opens the model twice, with the same options.
   *
   * @throws OrtException never
   */
  @Setup
  public void open() throws OrtException {
    Path model =
        Path.of(System.getProperty("virk.shared", "../shared"))
            .resolve("data/models/squeezenet1.1-imagenet-emb.onnx");
    for (int i = 0; i < DISTINCT; i++) {
      cameras[i] = frame(1920, 1080, 99 + i);
    }
    for (int i = 0; i < BATCH; i++) {
      frames.add(frame(256, 240, i));
      caffe.write(frames.get(i), tensor);
      buffer.put(i * tensor.length, tensor);
    }
    embedder = OnnxEmbedder.builder(model).transform(CAFFE).batchSize(BATCH).build();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
  }

  /**
   * Closes both.
   *
   * @throws OrtException never
   */
  @TearDown
  public void close() throws OrtException {
    embedder.close();
    session.close();
  }

  /** By the embedder. */
  @Benchmark
  public Embeddings embedder() {
    return embedder.embed(frames);
  }

  /** By a loop that makes the same tensors, runs, and copies both outputs. */
  @Benchmark
  public float[] bareLoop() throws OrtException {
    for (int i = 0; i < BATCH; i++) {
      caffe.write(frames.get(i), tensor);
      buffer.put(i * tensor.length, tensor);
    }
    return bareTensors();
  }

  /** By a loop over tensors that are ready. */
  @Benchmark
  public float[] bareTensors() throws OrtException {
    long[] shape = {BATCH, 3, 224, 224};
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape);
        OrtSession.Result result = session.run(Map.of("data_0", input))) {
      float[] embeddings = copy(result, "embedding");
      float[] logits = copy(result, "logits");
      return embeddings.length > logits.length ? embeddings : logits;
    }
  }

  private static float[] copy(OrtSession.Result result, String name) {
    FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }

  /** 1920 x 1080 to 224 x 224 of its centre. */
  @Benchmark
  public float[] cameraCropped() {
    crop.write(cameras[next++ & DISTINCT - 1], tensor);
    return tensor;
  }

  /** 1920 x 1080 to 224 x 224, all of it. */
  @Benchmark
  public float[] cameraStretched() {
    stretch.write(cameras[next++ & DISTINCT - 1], tensor);
    return tensor;
  }

  /** Eight frames of 256 x 240 without a model. */
  @Benchmark
  public Embeddings handcrafted() {
    return handcrafted.embed(frames);
  }
}
