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
    int n = 0;
    int row = 0;
    for (int stride = 8; stride <= 32; stride *= 2) {
      for (int cell = 0; cell < SIDE / stride * (SIDE / stride); cell++) {
        float[] r = rows[row++];
        int type = 0;
        for (int c = 1; c < NUMBERS - 5; c++) {
          type = r[5 + c] > r[5 + type] ? c : type;
        }
        if (r[4] * r[5 + type] >= SURE) {
          float x = (r[0] + cell % (SIDE / stride)) * stride / scale;
          float y = (r[1] + cell / (SIDE / stride)) * stride / scale;
          float w = (float) Math.exp(r[2]) * stride / scale / 2;
          float h = (float) Math.exp(r[3]) * stride / scale / 2;
          n = insert(n, r[4] * r[5 + type], type, x - w, y - h, x + w, y + h);
        }
      }
    }
    return suppressed(n);
  }

  /** By falling confidence. */
  private int insert(int n, float sure, int type, float... box) {
    int at = n;
    while (at > 0 && confidences[at - 1] < sure) {
      at--;
    }
    if (at == MOST) {
      return n;
    }
    int moved = Math.min(n, MOST - 1) - at;
    System.arraycopy(boxes, 4 * at, boxes, 4 * at + 4, 4 * moved);
    System.arraycopy(classes, at, classes, at + 1, moved);
    System.arraycopy(confidences, at, confidences, at + 1, moved);
    return put(at, sure, type, box, 0) + Math.min(n + 1, MOST);
  }

  private int put(int at, float sure, int type, float[] from, int box) {
    System.arraycopy(from, 4 * box, boxes, 4 * at, 4);
    classes[at] = type;
    confidences[at] = sure;
    return 0;
  }

  /** Leaves out what overlaps a surer box of its class. */
  private int suppressed(int n) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
      boolean apart = true;
      for (int k = 0; k < kept && apart; k++) {
        apart = classes[k] != classes[i] || overlap(4 * k, 4 * i) < OVERLAP;
      }
      kept += apart ? 1 + put(kept, confidences[i], classes[i], boxes, i) : 0;
    }
    return kept;
  }

  private float overlap(int a, int b) {
    float w = Math.min(boxes[a + 2], boxes[b + 2]) - Math.max(boxes[a], boxes[b]);
    float h = Math.min(boxes[a + 3], boxes[b + 3]) - Math.max(boxes[a + 1], boxes[b + 1]);
    float both = Math.max(0, w) * Math.max(0, h);
    return both / (area(a) + area(b) - both);
  }

  private float area(int a) {
    return (boxes[a + 2] - boxes[a]) * (boxes[a + 3] - boxes[a + 1]);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
