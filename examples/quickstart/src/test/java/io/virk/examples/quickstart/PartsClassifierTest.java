package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed model on shots of a seed that neither its training nor its choice has seen. */
@Tag("slow")
class PartsClassifierTest {
  private static final long HELD_OUT = 3003;
  private static final int SHOTS = 400;
  private static final int BATCH = 50;

  private static OrtSession.SessionOptions options;
  private static OrtSession session;

  @BeforeAll
  static void open() throws IOException, OrtException {
    options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    byte[] model = resource("parts-classifier.onnx");
    session = OrtEnvironment.getEnvironment().createSession(model, options);
  }

  @AfterAll
  static void close() throws OrtException {
    session.close();
    options.close();
  }

  @Test
  void inputAndOutputsAreAsPromised() throws OrtException {
    assertEquals(Set.of("image"), session.getInputNames());
    assertEquals(Set.of("logits", "embedding"), session.getOutputNames());
    TensorInfo image = (TensorInfo) session.getInputInfo().get("image").getInfo();
    assertArrayEquals(new long[] {-1, 3, 120, 160}, image.getShape());
    TensorInfo embedding = (TensorInfo) session.getOutputInfo().get("embedding").getInfo();
    assertArrayEquals(new long[] {-1, 64}, embedding.getShape());
  }

  @Test
  void namesAreThoseOfTheCameraAndAsManyAsLogits() throws IOException, OrtException {
    String text = new String(resource("parts-classifier.txt"), StandardCharsets.UTF_8);
    List<String> names = text.lines().toList();
    assertEquals(ConveyorCamera.classNames(), names);
    TensorInfo logits = (TensorInfo) session.getOutputInfo().get("logits").getInfo();
    assertArrayEquals(new long[] {-1, names.size()}, logits.getShape());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void classifiesHeldOutShots(int number) throws OrtException {
    double accuracy = accuracy(new ConveyorCamera(number, HELD_OUT));
    System.out.printf("cam-%d: accuracy %.4f on %d held-out shots%n", number, accuracy, SHOTS);
    assertTrue(accuracy >= 0.97, "cam-" + number + ": accuracy " + accuracy);
  }

  /** The demo is worth its name only if what VIRK warns of does harm. */
  @Test
  void severeFaultsCostAccuracy() throws OrtException {
    ConveyorCamera camera = new ConveyorCamera(2, HELD_OUT);
    camera.fault(CameraFault.exposure(0.2));
    double dark = accuracy(camera);
    camera = new ConveyorCamera(2, HELD_OUT);
    camera.fault(CameraFault.defocus(4));
    double blurred = accuracy(camera);
    System.out.printf("accuracy %.4f at a fifth of the light, %.4f blurred%n", dark, blurred);
    assertTrue(dark < 0.9, "dark: " + dark);
    assertTrue(blurred < 0.9, "blurred: " + blurred);
  }

  @Test
  void aBatchGivesWhatSingleImagesGive() throws OrtException {
    ConveyorCamera camera = new ConveyorCamera(3, HELD_OUT);
    List<Shot> shots = List.of(camera.next(), camera.next(), camera.next());
    float[][][] batch = run(shots);
    for (int i = 0; i < shots.size(); i++) {
      float[][][] alone = run(shots.subList(i, i + 1));
      assertArrayEquals(alone[0][0], batch[0][i], 1e-3f);
      assertArrayEquals(alone[1][0], batch[1][i], 1e-3f);
    }
  }

  private static double accuracy(ConveyorCamera camera) throws OrtException {
    int right = 0;
    for (int from = 0; from < SHOTS; from += BATCH) {
      List<Shot> shots = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        shots.add(camera.next());
      }
      float[][] logits = run(shots)[0];
      for (int i = 0; i < BATCH; i++) {
        right += largest(logits[i]) == shots.get(i).label() ? 1 : 0;
      }
    }
    return right / (double) SHOTS;
  }

  /** Logits and embeddings. */
  private static float[][][] run(List<Shot> shots) throws OrtException {
    int plane = ConveyorCamera.WIDTH * ConveyorCamera.HEIGHT;
    float[] input = new float[shots.size() * 3 * plane];
    for (int n = 0; n < shots.size(); n++) {
      byte[] pixels = shots.get(n).frame().pixels();
      for (int at = 0; at < pixels.length; at++) {
        input[(n * 3 + at % 3) * plane + at / 3] = (pixels[at] & 0xff) / 255f;
      }
    }
    long[] shape = {shots.size(), 3, ConveyorCamera.HEIGHT, ConveyorCamera.WIDTH};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input), shape);
        OrtSession.Result result = session.run(Map.of("image", tensor))) {
      return new float[][][] {
        (float[][]) result.get("logits").orElseThrow().getValue(),
        (float[][]) result.get("embedding").orElseThrow().getValue()
      };
    }
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = ConveyorCamera.class.getResourceAsStream(name)) {
      assertNotNull(stream, name);
      return stream.readAllBytes();
    }
  }
}
