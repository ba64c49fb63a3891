package io.virk.examples.detector;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.TensorLayout;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** YOLOX-nano: from a frame to boxes, the surest first. Not thread-safe. */
final class Yolox implements AutoCloseable {
  static final int MOST = 100;
  private static final int SIDE = 416;
  private static final int NUMBERS = 85; // cx, cy, w, h, objectness, 80 classes
  private static final float SURE = 0.3f;
  private static final float OVERLAP = 0.45f;

  final float[] boxes = new float[4 * MOST]; // left, top, right, bottom in pixels of the frame
  final int[] classes = new int[MOST];
  final float[] confidences = new float[MOST];

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final InputShape shape = new InputShape(TensorLayout.NCHW, 3, SIDE, SIDE);

  Yolox(Path model) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    session = environment.createSession(model.toString(), options);
  }

  /** Returns the number of boxes. */
  int detect(Frame frame) throws OrtException {
    float[] input = ImageTransform.yolox().apply(frame, shape);
    float scale = Math.min((float) SIDE / frame.width(), (float) SIDE / frame.height());
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(input), new long[] {1, 3, SIDE, SIDE});
        OrtSession.Result result = session.run(Map.of("images", tensor))) {
      return decode(((float[][][]) result.get("output").orElseThrow().getValue())[0], scale);
    }
  }

  private int decode(float[][] rows, float scale) {
    List<float[]> found = new ArrayList<>(); // left, top, right, bottom, class, confidence
    int row = 0;
    for (int stride = 8; stride <= 32; stride *= 2) {
      int side = SIDE / stride;
      for (int cell = 0; cell < side * side; cell++) {
        float[] r = rows[row++];
        int type = 0;
        for (int c = 1; c < NUMBERS - 5; c++) {
          type = r[5 + c] > r[5 + type] ? c : type;
        }
        float sure = r[4] * r[5 + type];
        if (sure >= SURE) {
          float x = (r[0] + cell % side) * stride / scale;
          float y = (r[1] + cell / side) * stride / scale;
          float w = (float) Math.exp(r[2]) * stride / scale / 2;
          float h = (float) Math.exp(r[3]) * stride / scale / 2;
          found.add(new float[] {x - w, y - h, x + w, y + h, type, sure});
        }
      }
    }
    found.sort(Comparator.comparingDouble(box -> -box[5]));
    int kept = 0;
    for (float[] box : found) {
      if (kept < MOST && isApart(box, kept)) {
        System.arraycopy(box, 0, boxes, 4 * kept, 4);
        classes[kept] = (int) box[4];
        confidences[kept++] = Math.min(1, box[5]);
      }
    }
    return kept;
  }

  /** Whether it overlaps no surer box of its class. */
  private boolean isApart(float[] box, int kept) {
    for (int k = 0; k < kept; k++) {
      if (classes[k] == (int) box[4] && overlap(box, 4 * k) >= OVERLAP) {
        return false;
      }
    }
    return true;
  }

  private float overlap(float[] box, int k) {
    float w = Math.min(box[2], boxes[k + 2]) - Math.max(box[0], boxes[k]);
    float h = Math.min(box[3], boxes[k + 3]) - Math.max(box[1], boxes[k + 1]);
    float both = Math.max(0, w) * Math.max(0, h);
    float own = (box[2] - box[0]) * (box[3] - box[1]);
    float other = (boxes[k + 2] - boxes[k]) * (boxes[k + 3] - boxes[k + 1]);
    return both / (own + other - both);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
