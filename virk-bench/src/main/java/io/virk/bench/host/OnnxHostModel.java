package io.virk.bench.host;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.TensorLayout;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A classifier in ONNX, by ONNX Runtime on the calling thread alone. Its first input is N x 3 x
 * side x side, and two of its outputs are named {@code embedding} and {@code logits}. Tensors are
 * ready beforehand: what is measured is inference, copies of the outputs, and VIRK.
 */
public final class OnnxHostModel implements HostModel {
  private static final String EMBEDDING = "embedding";
  private static final String LOGITS = "logits";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
  private final List<OnnxTensor> tensors = new ArrayList<>();
  private final OrtSession session;
  private final String name;
  private final String input;
  private final int side;

  /**
   * Opens a model.
   *
   * @param model its file
   * @throws IllegalArgumentException if it is not such a model, or does not load
   */
  public OnnxHostModel(Path model) {
    name = model.getFileName().toString();
    try {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
      input = session.getInputNames().iterator().next();
      long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
      Set<String> outputs = session.getOutputNames();
      if (shape.length != 4
          || shape[1] != 3
          || shape[2] != shape[3]
          || shape[2] < 1
          || !outputs.containsAll(Set.of(EMBEDDING, LOGITS))) {
        throw new IllegalArgumentException(
            name
                + ": input "
                + Arrays.toString(shape)
                + ", outputs "
                + outputs
                + " (expected: N x 3 x side x side, embedding and logits)");
      }
      side = (int) shape[2];
    } catch (OrtException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int side() {
    return side;
  }

  @Override
  public Input input(Frame frame) {
    InputShape shape = new InputShape(TensorLayout.NCHW, 3, side, side);
    FloatBuffer values = FloatBuffer.wrap(ImageTransform.caffe().apply(frame, shape));
    OnnxTensor tensor;
    try {
      tensor = OnnxTensor.createTensor(environment, values, new long[] {1, 3, side, side});
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
    tensors.add(tensor);
    return () -> run(tensor);
  }

  private Outputs run(OnnxTensor tensor) {
    try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return new Outputs(values(result, EMBEDDING), values(result, LOGITS));
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  private static float[] values(OrtSession.Result result, String output) {
    FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
    options.close();
  }
}
