package io.virk.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One loaded model and the native memory around it. With {@link SessionOpener} and {@link
 * MonitoredSession} all that VIRK calls of {@code ai.onnxruntime}, so that the others can say so
 * where it is missing. Not thread-safe.
 */
final class ModelSession implements AutoCloseable {
  /*
   * Input and outputs are direct buffers that ONNX Runtime reads and writes in place. The tensors
   * around them are made for one batch size, and made again only when it changes: for the last
   * piece of a batch, as a rule.
   */
  private final SessionOpener.Opened opened;
  private final OrtSession session;

  private ModelInput input;
  private TensorBuffer inputBuffer;
  private final Map<String, TensorBuffer> outputBuffers = new LinkedHashMap<>();
  private final Map<String, long[]> outputShapes = new LinkedHashMap<>(); // but for the batch
  private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputTensors = new LinkedHashMap<>();
  private int tensorBatch;

  ModelSession(SessionOpener.Opened opened) {
    this.opened = opened;
    this.session = opened.session();
  }

  /** Where it runs, for people. */
  String device() {
    return opened.device();
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
    TensorBuffer zeros = TensorBuffer.allocate(input.type(), (long) batch * input.shape().values());
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (OnnxTensor tensor = tensor(zeros, input.shape().dims(batch));
        OrtSession.Result result = session.run(Map.of(input.name(), tensor), outputs)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        if (output.getValue().getInfo() instanceof TensorInfo info) {
          shapes.put(output.getKey(), info.getShape());
        }
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
   * @param types their element types. Not modified.
   */
  void allocate(
      ModelInput input, int batch, Map<String, long[]> outputs, Map<String, ElementType> types) {
    this.input = input;
    inputBuffer = TensorBuffer.allocate(input.type(), (long) batch * input.shape().values());
    outputs.forEach(
        (name, shape) -> {
          long all = batch * (values(shape) / shape[0]);
          outputShapes.put(name, shape);
          outputBuffers.put(name, TensorBuffer.allocate(types.get(name), all));
        });
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
    inputBuffer.clear(used * input.shape().values(), batch * input.shape().values());
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

  private OnnxTensor tensor(TensorBuffer buffer, long[] shape) throws OrtException {
    OnnxJavaType type = OnnxJavaType.valueOf(buffer.type().name());
    return OnnxTensor.createTensor(opened.environment(), buffer.first(values(shape)), shape, type);
  }

  /** Copies the last run's output of the first values. */
  void read(String output, float[] target, int offset, int length) {
    outputBuffers.get(output).read(0, target, offset, length);
  }

  private void closeTensors() {
    List<OnnxTensor> tensors = new ArrayList<>(inputTensors.values());
    tensors.addAll(outputTensors.values());
    inputTensors.clear();
    outputTensors.clear();
    tensorBatch = 0;
    tensors.forEach(OnnxTensor::close);
  }

  /** Frees everything but a session of the host. To be called once. */
  @Override
  public void close() throws ModelException {
    closeTensors();
    inputBuffer = null;
    outputBuffers.clear();
    opened.close();
  }
}
