package io.virk.examples.spring;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.OnnxEmbedder;
import io.virk.onnx.TensorLayout;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** The service's model, in a session of its own. Any number of threads at a time. */
final class Classifier implements AutoCloseable {
  /** The steps that the model was trained with. */
  static final ImageTransform STEPS = ImageTransform.unit();

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Path file;
  private final OrtSession session;
  private final String input;
  private final InputShape shape;

  Classifier(Path file) throws OrtException {
    this.file = file;
    session = environment.createSession(file.toString());
    input = session.getInputNames().iterator().next();
    long[] s = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
    shape = new InputShape(TensorLayout.NCHW, (int) s[1], (int) s[3], (int) s[2]);
  }

  /** For VIRK: the same model in the same session, of the sampled images alone. */
  Embedder embedder() {
    return OnnxEmbedder.builder(session, file).transform(STEPS).build();
  }

  int classify(Frame frame) throws OrtException {
    FloatBuffer values = FloatBuffer.wrap(STEPS.apply(frame, shape));
    long[] dimensions = {1, shape.channels(), shape.height(), shape.width()};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, dimensions);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      float[] logits = ((float[][]) result.get("logits").orElseThrow().getValue())[0];
      int best = 0;
      for (int c = 1; c < logits.length; c++) {
        best = logits[c] > logits[best] ? c : best;
      }
      return best;
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
