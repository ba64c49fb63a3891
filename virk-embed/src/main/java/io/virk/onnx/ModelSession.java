package io.virk.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One loaded model and the native memory around it. All that VIRK knows of {@code ai.onnxruntime}
 * is in this class, so that the others can say so where it is missing. Not thread-safe.
 */
final class ModelSession implements AutoCloseable {
  /*
   * Input and outputs are direct buffers that ONNX Runtime reads and writes in place. The tensors
   * around them are made for one batch size, and made again only when it changes: for the last
   * piece of a batch, as a rule.
   */
  private final OrtSession.SessionOptions options; // must outlive the session
  private final OrtEnvironment environment; // the process's: never closed here
  private final OrtSession session;

  private ModelInput input;
  private FloatBuffer inputBuffer;
  private final Map<String, FloatBuffer> outputBuffers = new LinkedHashMap<>();
  private final Map<String, long[]> outputShapes = new LinkedHashMap<>(); // but for the batch
  private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();
  private int tensorBatch;

  private ModelSession(
      OrtEnvironment environment, OrtSession.SessionOptions options, OrtSession session) {
    this.environment = environment;
    this.options = options;
    this.session = session;
  }

  /**
   * Loads a model.
   *
   * @param threads threads of one operator, the caller's included, &gt; 0
   */
  static ModelSession open(Path model, int threads) throws ModelException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // a pool that spins while it waits would take the host's cores between two batches
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // what ONNX Runtime would print to the host's stderr is all in the exception
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtSession session = environment.createSession(model.toString(), options);
      return new ModelSession(environment, options, session);
    } catch (OrtException e) {
      options.close();
      throw new ModelException(e);
    }
  }

  List<TensorPort> inputs() throws ModelException {
    try {
      return ports(session.getInputInfo().values());
    } catch (OrtException e) {
      throw new ModelException(e);
    }
  }

  List<TensorPort> outputs() throws ModelException {
    try {
      return ports(session.getOutputInfo().values());
    } catch (OrtException e) {
      throw new ModelException(e);
    }
  }

  private static List<TensorPort> ports(Collection<NodeInfo> nodes) {
    return nodes.stream().map(ModelSession::port).collect(Collectors.toUnmodifiableList());
  }

  private static TensorPort port(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      String kind = node.getInfo().getClass().getSimpleName();
      return new TensorPort(node.getName(), kind, List.of(), List.of());
    }
    List<Long> dims = Arrays.stream(info.getShape()).boxed().toList();
    return new TensorPort(
        node.getName(), info.type.name(), dims, List.of(info.getDimensionNames()));
  }

  /**
   * Runs a batch of zeros, to learn the outputs' true shapes: a model may leave dimensions open
   * that are the same in every run.
   *
   * @return the shapes of the outputs, batch first
   */
  Map<String, long[]> tryOut(ModelInput input, int batch, Set<String> outputs)
      throws ModelException {
    FloatBuffer zeros = allocate((long) batch * input.shape().values());
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, zeros, input.shape().dims(batch));
        OrtSession.Result result = session.run(Map.of(input.name(), tensor), outputs)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        shapes.put(output.getKey(), ((TensorInfo) output.getValue().getInfo()).getShape());
      }
      return shapes;
    } catch (OrtException e) {
      throw new ModelException(e);
    }
  }

  /**
   * Allocates the buffers.
   *
   * @param batch frames of the largest run
   * @param outputs the shapes of the outputs, whatever their batch. Not modified.
   */
  void allocate(ModelInput input, int batch, Map<String, long[]> outputs) {
    this.input = input;
    inputBuffer = allocate((long) batch * input.shape().values());
    outputs.forEach(
        (name, shape) -> {
          outputShapes.put(name, shape);
          outputBuffers.put(name, allocate(batch * (values(shape) / shape[0])));
        });
  }

  private static FloatBuffer allocate(long values) {
    int bytes = Math.toIntExact(values * Float.BYTES);
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static long values(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Puts one frame's tensor into its place in the batch. */
  void put(int frame, float[] tensor) {
    inputBuffer.put(frame * tensor.length, tensor);
  }

  /**
   * Runs the first frames of the batch.
   *
   * @param batch frames of the run
   * @param used how many of them were put; the rest is filled with zeros
   */
  void run(int batch, int used) throws ModelException {
    for (int i = used * input.shape().values(); i < batch * input.shape().values(); i++) {
      inputBuffer.put(i, 0);
    }
    try {
      if (batch != tensorBatch) {
        makeTensors(batch);
      }
      session.run(inputTensors, outputTensors).close();
    } catch (OrtException e) {
      throw new ModelException(e);
    }
  }

  private void makeTensors(int batch) throws OrtException {
    closeTensors();
    inputTensors.put(input.name(), tensor(inputBuffer, input.shape().dims(batch)));
    for (Map.Entry<String, long[]> output : outputShapes.entrySet()) {
      long[] shape = output.getValue().clone();
      shape[0] = batch;
      outputTensors.put(output.getKey(), tensor(outputBuffers.get(output.getKey()), shape));
    }
    tensorBatch = batch;
  }

  private OnnxTensor tensor(FloatBuffer buffer, long[] shape) throws OrtException {
    FloatBuffer part = buffer.duplicate().position(0).limit((int) values(shape));
    return OnnxTensor.createTensor(environment, part, shape);
  }

  /** Copies the last run's output of the first values. */
  void read(String output, float[] target, int offset, int length) {
    outputBuffers.get(output).get(0, target, offset, length);
  }

  private void closeTensors() {
    List<OnnxTensor> tensors = new ArrayList<>(inputTensors.values());
    tensors.addAll(outputTensors.values());
    inputTensors.clear();
    outputTensors.clear();
    tensorBatch = 0;
    tensors.forEach(OnnxTensor::close);
  }

  /** Frees everything. To be called once. */
  @Override
  public void close() throws ModelException {
    closeTensors();
    inputBuffer = null;
    outputBuffers.clear();
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException(e);
    } finally {
      options.close();
    }
  }
}
