package io.virk.onnx;

import static io.virk.onnx.ImageTransformTest.RAW;
import static io.virk.onnx.ImageTransformTest.planes;
import static io.virk.onnx.ImageTransformTest.raw;
import static io.virk.onnx.ImageTransformTest.repeat;
import static io.virk.onnx.ResizePolicy.Anchor.CENTRE;
import static io.virk.onnx.ResizePolicy.Anchor.TOP_LEFT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Resizing, by hand, against Pillow, and against its definition. */
class ResizeTest {
  @Test
  void halvingByHand() {
    // reduction 2, so a triangle of radius 2 about 1 and about 3; output 0 has the pixels 0, 1, 2
    // with the weights 0.75, 0.75, 0.25, over their sum
    Frame frame = Frames.gray(4, 1, 10, 20, 30, 40);
    assertArrayEquals(new float[] {120 / 7f, 230 / 7f}, RAW.apply(frame, planes(1, 2, 1)), 1e-5f);
  }

  @Test
  void enlargingByHand() {
    assertArrayEquals(
        new float[] {0, 25, 75, 100}, RAW.apply(Frames.gray(2, 1, 0, 100), planes(1, 4, 1)), 1e-5f);
    assertArrayEquals(
        new float[] {0, 50, 100, 25, 75, 125, 75, 125, 175, 100, 150, 200},
        RAW.apply(Frames.gray(2, 2, 0, 100, 100, 200), planes(1, 3, 4)),
        1e-4f);
    assertArrayEquals(
        new float[] {0, 25, 75, 100}, RAW.apply(Frames.gray(1, 2, 0, 100), planes(1, 1, 4)), 1e-5f);
  }

  /**
   * Pillow 12.3.0: {@code Image.fromarray(a, 'F').resize((dw, dh), Image.BILINEAR)}, with {@code a
   * = fromfunction(lambda y, x: (x * 37 + y * 91) % 256, (h, w))}.
   */
  @Test
  void asPillow() {
    assertPillow(
        7, 5, 3, 2, 98.61039f, 129.44385f, 129.18182f, 106.064934f, 118.417114f, 128.32468f);
    assertPillow(
        5,
        7,
        4,
        3,
        87.25f,
        107.559525f,
        118.72619f,
        161.89285f,
        101.54412f,
        113.338234f,
        112.583336f,
        110.57353f,
        129.82143f,
        127.27381f,
        106.44047f,
        108.46429f);
    assertPillow(
        3, 2, 5, 4, 0f, 14.8f, 37f, 59.2f, 74f, 22.75f, 37.55f, 59.75f, 81.95f, 96.75f, 68.25f,
        83.05f, 105.25f, 127.45f, 142.25f, 91f, 105.8f, 128f, 150.2f, 165f);
    assertPillow(
        11,
        3,
        4,
        5,
        42.48148f,
        135.05f,
        119.75f,
        71.51852f,
        78.88148f,
        147.55667f,
        104.95f,
        107.91852f,
        133.48148f,
        166.31667f,
        82.75f,
        162.51852f,
        136.88148f,
        105.71667f,
        127.11f,
        114.71852f,
        139.14815f,
        65.316666f,
        156.68333f,
        82.85185f);
  }

  private static void assertPillow(
      int width, int height, int toWidth, int toHeight, float... want) {
    int[] values = new int[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % width * 37 + i / width * 91) % 256;
    }
    assertArrayEquals(
        want, RAW.apply(Frames.gray(width, height, values), planes(1, toWidth, toHeight)), 1e-4f);
  }

  @Test
  void stripesDoNotAlias() {
    int[] stripes = new int[640 * 480];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2 * 255;
    }
    // any sampling of single pixels would give 0 or 255 somewhere
    for (float value : RAW.apply(Frames.gray(640, 480, stripes), planes(1, 100, 75))) {
      assertEquals(127.5f, value, 8f);
    }
  }

  @Test
  void theMeanSurvivesResizing() {
    for (int side : new int[] {1, 2, 3, 7, 16, 31, 64, 100}) {
      Frame flat = Frames.gray(37, 23, repeat(37 * 23, 201));
      for (float value : RAW.apply(flat, planes(1, side, 101 - side))) {
        assertEquals(201f, value, 1e-3f);
      }
    }
  }

  @Test
  void centreCropByHand() {
    Frame frame =
        Frames.gray(5, 4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    assertArrayEquals(
        new float[] {6, 7, 11, 12}, raw(ResizePolicy.centreCrop()).apply(frame, planes(1, 2, 2)));
    assertArrayEquals(
        new float[] {6, 7, 8, 11, 12, 13},
        raw(ResizePolicy.centreCrop()).apply(frame, planes(1, 3, 2)));
  }

  @Test
  void cropOfASmallFrameIsRejected() {
    Frame frame = Frames.gray(3, 2, 1, 2, 3, 4, 5, 6);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> raw(ResizePolicy.centreCrop()).apply(frame, planes(1, 3, 3)))
            .getMessage();
    assertEquals(
        "frame: 3x2 (expected: at least 3x3, the model's input, for it is cropped without"
            + " resizing)",
        message);
  }

  @Test
  void shortSideThenCropOfMatchingSizeOnlyCrops() {
    Frame frame = Frames.gray(4, 2, 1, 2, 3, 4, 5, 6, 7, 8);
    assertArrayEquals(
        new float[] {2, 3, 6, 7},
        raw(ResizePolicy.shortSideThenCrop(1)).apply(frame, planes(1, 2, 2)));
  }

  @Test
  void shortSideThenCropIsACropOfTheStretchedFrame() {
    // 30 x 20 under a square input of 7 and a kept share of 0.875: short side 8, long side 12
    Frame frame = Frames.random(5, 30, 20, PixelFormat.RGB);
    float[] whole = RAW.apply(frame, planes(3, 12, 8));
    float[] crop = raw(ResizePolicy.shortSideThenCrop(0.875)).apply(frame, planes(3, 7, 7));
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 7; x++) {
          assertEquals(whole[(c * 8 + y) * 12 + x + 2], crop[(c * 7 + y) * 7 + x], 1e-3f);
        }
      }
    }
  }

  @Test
  void placementsByHand() {
    InputShape square = planes(3, 224, 224);
    ResizePolicy imageNet = ResizePolicy.shortSideThenCrop(0.875);
    assertEquals(
        new Placement(341, 256, 58, 16, 0, 0, 224, 224), Placement.of(imageNet, 500, 375, square));
    assertEquals(
        new Placement(256, 341, 16, 58, 0, 0, 224, 224), Placement.of(imageNet, 375, 500, square));
    assertEquals(
        new Placement(224, 224, 0, 0, 0, 0, 224, 224),
        Placement.of(ResizePolicy.stretch(), 500, 375, square));
    InputShape yolo = planes(3, 416, 416);
    assertEquals(
        new Placement(416, 234, 0, 0, 0, 0, 416, 234),
        Placement.of(ResizePolicy.letterbox(TOP_LEFT, 114), 1280, 720, yolo));
    assertEquals(
        new Placement(234, 416, 0, 0, 91, 0, 234, 416),
        Placement.of(ResizePolicy.letterbox(CENTRE, 114), 720, 1280, yolo));
    assertEquals(
        new Placement(416, 1, 0, 0, 0, 207, 416, 1),
        Placement.of(ResizePolicy.letterbox(CENTRE, 114), 100_000, 1, yolo));
  }

  @Test
  void letterboxByHand() {
    Frame frame = Frames.gray(4, 2, 1, 2, 3, 4, 5, 6, 7, 8);
    assertArrayEquals(
        new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9},
        raw(ResizePolicy.letterbox(TOP_LEFT, 9)).apply(frame, planes(1, 4, 4)));
    assertArrayEquals(
        new float[] {9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9},
        raw(ResizePolicy.letterbox(CENTRE, 9)).apply(frame, planes(1, 4, 4)));
  }

  @Test
  void paddingIsNormalisedAndResized() {
    ImageTransform transform =
        ImageTransform.builder()
            .resize(ResizePolicy.letterbox(CENTRE, 51))
            .scale(1 / 255.0)
            .mean(0.1, 0.2, 0.3)
            .std(0.5)
            .build();
    Frame frame = Frames.padded(1, 2, PixelFormat.RGB, 255, 255, 255, 255, 255, 255);
    float[] tensor = transform.apply(frame, new InputShape(TensorLayout.NHWC, 3, 4, 4));
    float[] pad = {0.2f, 0f, -0.2f};
    float[] white = {1.8f, 1.6f, 1.4f};
    for (int i = 0; i < 16; i++) {
      boolean inside = i % 4 == 1 || i % 4 == 2;
      assertArrayEquals(inside ? white : pad, Arrays.copyOfRange(tensor, i * 3, i * 3 + 3), 1e-6f);
    }
  }

  /** The writer keeps buffers and weights between frames; no frame may show in the next. */
  @Tag("slow")
  @Test
  void framesOfManySizesThroughOneWriter() {
    for (ResizePolicy policy :
        List.of(
            ResizePolicy.stretch(),
            ResizePolicy.shortSideThenCrop(0.8),
            ResizePolicy.letterbox(CENTRE, 7))) {
      for (TensorLayout layout : TensorLayout.values()) {
        InputShape shape = new InputShape(layout, 3, 12, 9);
        TensorWriter writer = new TensorWriter(raw(policy), shape);
        float[] tensor = new float[shape.values()];
        for (int i = 0; i < 60; i++) {
          PixelFormat format = PixelFormat.values()[i % 5];
          Frame frame = Frames.random(i, 1 + i * 7 % 40, 1 + i * 11 % 30, format);
          writer.write(frame, tensor);
          assertArrayEquals(raw(policy).apply(frame, shape), tensor);
          assertArrayEquals(definition(policy, frame, shape), tensor, 1e-3f);
        }
      }
    }
  }

  /** The resize from its definition: every pixel of the frame weighed by a tent, in double. */
  private static float[] definition(ResizePolicy policy, Frame frame, InputShape shape) {
    Placement to = Placement.of(policy, frame.width(), frame.height(), shape);
    float[] tensor = new float[shape.values()];
    Arrays.fill(tensor, 7);
    for (int y = 0; y < to.height(); y++) {
      double[] rows = tent(frame.height(), to.resizedHeight(), to.fromY() + y);
      for (int x = 0; x < to.width(); x++) {
        double[] columns = tent(frame.width(), to.resizedWidth(), to.fromX() + x);
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          for (int v = 0; v < frame.height(); v++) {
            for (int u = 0; u < frame.width(); u++) {
              sum += rows[v] * columns[u] * sample(frame, u, v, c);
            }
          }
          int px = to.toX() + x;
          int py = to.toY() + y;
          int at =
              shape.layout() == TensorLayout.NCHW
                  ? (c * shape.height() + py) * shape.width() + px
                  : (py * shape.width() + px) * 3 + c;
          tensor[at] = (float) sum;
        }
      }
    }
    return tensor;
  }

  private static double[] tent(int source, int resized, int output) {
    double scale = (double) source / resized;
    double radius = Math.max(1, scale);
    double[] weights = new double[source];
    for (int i = 0; i < source; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - (output + 0.5) * scale) / radius);
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  private static int sample(Frame frame, int x, int y, int channel) {
    PixelFormat format = frame.format();
    int sample = channel == 0 ? format.red() : channel == 1 ? format.green() : format.blue();
    int at = frame.offset() + y * frame.rowStride() + x * format.samplesPerPixel() + sample;
    return frame.pixels()[at] & 0xff;
  }

  @Test
  void luminanceIsResizedAsAnyOtherChannel() {
    Frame colour = Frames.random(3, 20, 10, PixelFormat.BGRA);
    float[] rgb = RAW.apply(colour, planes(3, 6, 5));
    float[] gray = RAW.withOrder(ChannelOrder.GRAY).apply(colour, planes(3, 6, 5));
    for (int i = 0; i < 30; i++) {
      float want = 0.299f * rgb[i] + 0.587f * rgb[30 + i] + 0.114f * rgb[60 + i];
      assertEquals(want, gray[i], 1e-3f);
      assertEquals(gray[i], gray[30 + i]);
      assertEquals(gray[i], gray[60 + i]);
    }
  }
}
