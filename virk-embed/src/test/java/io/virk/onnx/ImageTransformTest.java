package io.virk.onnx;

import static io.virk.onnx.ResizePolicy.Anchor.CENTRE;
import static io.virk.onnx.ResizePolicy.Anchor.TOP_LEFT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTransformTest {
  static final ImageTransform RAW = ImageTransform.raw();

  static InputShape planes(int channels, int width, int height) {
    return new InputShape(TensorLayout.NCHW, channels, width, height);
  }

  static ImageTransform raw(ResizePolicy resize) {
    return RAW.withResize(resize);
  }

  // ---- channels, formats, strides, layouts

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void everyFormatOrderAndLayout(PixelFormat format) {
    boolean gray = format == PixelFormat.GRAY;
    // two by two pixels; red, green, blue of each
    Frame frame = Frames.padded(2, 2, format, 1, 2, 3, 40, 50, 60, 107, 108, 109, 200, 220, 255);
    float[] red = {1, 40, 107, 200};
    float[] green = gray ? red : new float[] {2, 50, 108, 220};
    float[] blue = gray ? red : new float[] {3, 60, 109, 255};

    assertArrayEquals(join(red, green, blue), RAW.apply(frame, planes(3, 2, 2)));
    assertArrayEquals(
        join(red, green, blue), RAW.withOrder(ChannelOrder.RGB).apply(frame, planes(3, 2, 2)));
    assertArrayEquals(
        join(blue, green, red), RAW.withOrder(ChannelOrder.BGR).apply(frame, planes(3, 2, 2)));
    assertArrayEquals(
        new float[] {
          red[0], green[0], blue[0], red[1], green[1], blue[1],
          red[2], green[2], blue[2], red[3], green[3], blue[3]
        },
        RAW.apply(frame, new InputShape(TensorLayout.NHWC, 3, 2, 2)));

    float[] luminance = new float[4];
    for (int i = 0; i < 4; i++) {
      luminance[i] = gray ? red[i] : 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
    }
    ImageTransform toGray = RAW.withOrder(ChannelOrder.GRAY);
    assertArrayEquals(luminance, RAW.apply(frame, planes(1, 2, 2)), 1e-4f);
    assertArrayEquals(luminance, toGray.apply(frame, planes(1, 2, 2)), 1e-4f);
    assertArrayEquals(
        join(luminance, luminance, luminance), toGray.apply(frame, planes(3, 2, 2)), 1e-4f);
  }

  private static float[] join(float[]... parts) {
    float[] all = new float[parts.length * parts[0].length];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, all, i * parts[i].length, parts[i].length);
    }
    return all;
  }

  // ---- scale, mean, std

  @Test
  void imageNetNormalisation() {
    Frame frame = Frames.padded(1, 1, PixelFormat.RGB, 0, 128, 255);
    float[] tensor = ImageTransform.imageNet().apply(frame, planes(3, 1, 1));
    // (0/255 - 0.485)/0.229, (128/255 - 0.456)/0.224, (255/255 - 0.406)/0.225
    assertArrayEquals(new float[] {-2.1179039f, 0.20518207f, 2.64f}, tensor, 1e-6f);
  }

  @Test
  void caffeNormalisationIsInTheOrderOfTheTensor() {
    Frame frame = Frames.padded(1, 1, PixelFormat.RGB, 10, 20, 30);
    float[] tensor = ImageTransform.caffe().apply(frame, planes(3, 1, 1));
    assertArrayEquals(new float[] {30 - 103.939f, 20 - 116.779f, 10 - 123.68f}, tensor, 1e-5f);
  }

  @Test
  void unitAndSignedUnit() {
    Frame frame = Frames.gray(3, 1, 0, 51, 255);
    assertArrayEquals(
        new float[] {0, 0.2f, 1}, ImageTransform.unit().apply(frame, planes(1, 3, 1)));
    assertArrayEquals(
        new float[] {-1, -0.6f, 1}, ImageTransform.signedUnit().apply(frame, planes(1, 3, 1)));
  }

  @Test
  void resizedPixelsAreNormalisedAlike() {
    ImageTransform transform = ImageTransform.imageNet().withResize(ResizePolicy.stretch());
    Frame flat = Frames.padded(5, 3, PixelFormat.BGR, repeat(15, 10, 20, 30));
    float[] small = transform.apply(flat, planes(3, 5, 3));
    float[] large = transform.apply(flat, planes(3, 9, 7));
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 63; i++) {
        assertEquals(small[c * 15], large[c * 63 + i], 1e-5f);
      }
    }
  }

  static int[] repeat(int times, int... values) {
    int[] all = new int[times * values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }

  // ---- resizing

  // ---- policies

  // ---- words and rules

  @Test
  void describesTheStepsInWords() {
    assertEquals(
        "resize the short side (bilinear, antialiased), crop the centre 0.875; RGB; scale 1/255;"
            + " mean 0.485 0.456 0.406; std 0.229 0.224 0.225",
        ImageTransform.imageNet().describe());
    assertEquals(
        "stretch (bilinear, antialiased); RGB, or gray for one channel; scale 1/127.5; mean 1;"
            + " std 1",
        ImageTransform.signedUnit().describe());
    assertEquals(
        "letterbox (bilinear, antialiased), top left, padding 114.0; BGR; scale 1; mean 0; std 1",
        ImageTransform.yolox().describe());
    assertEquals("scale 0.3", RAW_SCALED.describe().split("; ")[2]);
  }

  private static final ImageTransform RAW_SCALED = ImageTransform.builder().scale(0.3).build();

  @Test
  void wordsDifferWhereStepsDo() {
    List<ImageTransform> all =
        List.of(
            RAW,
            ImageTransform.unit(),
            ImageTransform.signedUnit(),
            ImageTransform.imageNet(),
            ImageTransform.caffe(),
            ImageTransform.yolox(),
            RAW_SCALED,
            raw(ResizePolicy.centreCrop()),
            raw(ResizePolicy.shortSideThenCrop(1)),
            raw(ResizePolicy.shortSideThenCrop(0.9)),
            raw(ResizePolicy.letterbox(TOP_LEFT, 0)),
            raw(ResizePolicy.letterbox(CENTRE, 0)),
            raw(ResizePolicy.letterbox(CENTRE, 1)),
            RAW.withOrder(ChannelOrder.RGB),
            RAW.withOrder(ChannelOrder.BGR),
            RAW.withOrder(ChannelOrder.GRAY),
            ImageTransform.builder().scale(Math.nextUp(1 / 255.0)).build(),
            ImageTransform.builder().mean(1, 2, 3).build(),
            ImageTransform.builder().mean(3, 2, 1).build(),
            ImageTransform.builder().std(1, 2, 3).build());
    Set<String> words = new HashSet<>();
    all.forEach(transform -> assertTrue(words.add(transform.describe()), transform::toString));
    all.forEach(transform -> assertTrue(words.add(transform.toJson()), transform::toString));
    all.forEach(t -> assertEquals(t, ImageTransform.ofJson(t.toJson()), t::toJson));
    assertNotEquals(all.get(0), all.get(1));
  }

  @Test
  void readsTheJsonThatAPythonJobWrites() {
    assertEquals(
        "{\"resize\":\"short-side-then-crop\",\"kept\":0.875,\"channels\":\"RGB\","
            + "\"scale\":0.00392156862745098,\"mean\":[0.485,0.456,0.406],"
            + "\"std\":[0.229,0.224,0.225]}",
        ImageTransform.imageNet().toJson());
    assertEquals(
        ImageTransform.yolox(),
        ImageTransform.ofJson(
            "{\"resize\": \"letterbox\", \"anchor\": \"top-left\", \"pad\": 114, \"channels\":"
                + " \"BGR\"}"));
    assertEquals(
        ImageTransform.signedUnit(),
        ImageTransform.ofJson("{\"scale\": 0.00784313725490196, \"mean\": [1, 1, 1]}"));
    assertEquals(ImageTransform.raw(), ImageTransform.ofJson("{}"));
  }

  @Test
  void saysWhatIsWrongWithAJson() {
    assertRefused("transform: [] (expected: {...})", "[]");
    assertRefused("transform: {\"a (expected: JSON)", "{\"a");
    assertRefused(
        "transform.resize: shrink (expected: stretch, short-side", "{\"resize\":\"shrink\"}");
    assertRefused(
        "transform.kept: null (expected: a number)", "{\"resize\":\"short-side-then-crop\"}");
    assertRefused("kept: 2.0 (expected", "{\"resize\":\"short-side-then-crop\",\"kept\":2}");
    assertRefused("transform: has the field size (expected: of [resize", "{\"size\":224}");
    assertRefused("transform.channels: RBG (expected: one of", "{\"channels\":\"RBG\"}");
    assertRefused("transform.mean: \"x\" (expected: a number)", "{\"mean\":[\"x\"]}");
    assertRefused("mean.length", "{\"mean\":[1,2]}");
    assertRefused("std", "{\"std\":0}");
  }

  private static void assertRefused(String message, String json) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> ImageTransform.ofJson(json))
            .getMessage();
    assertTrue(told.contains(message), told);
  }

  @Test
  void equalStepsHaveEqualWords() {
    ImageTransform three =
        ImageTransform.builder().scale(1 / 255.0).mean(0.0, -0.0, 0).std(2, 2, 2).build();
    ImageTransform one = ImageTransform.builder().scale(1 / 255.0).std(2).build();
    assertEquals(one, three);
    assertEquals(one.hashCode(), three.hashCode());
    assertEquals(one.describe(), three.describe());
    assertEquals(
        raw(ResizePolicy.letterbox(CENTRE, -0.0)), raw(ResizePolicy.letterbox(CENTRE, 0.0)));
  }

  @Test
  void allProblemsAreReportedTogether() {
    ImageTransform.Builder builder =
        ImageTransform.builder()
            .scale(Double.NaN)
            .mean(1, 2)
            .std(1, 0, 1)
            .order(ChannelOrder.RGB)
            .order(ChannelOrder.BGR);
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertEquals(
        "the transform cannot be made: scale: NaN (expected: finite and > 0); mean.length: 2"
            + " (expected: 1 or 3); std: 0.0 (expected: finite and > 0); order is set twice",
        message);
  }

  @Test
  void colourStepsAreRejectedForOneChannel() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageTransform.imageNet().apply(Frames.gray(1, 1, 1), planes(1, 1, 1)))
            .getMessage();
    assertTrue(message.contains("transform.order: RGB (expected: GRAY or unset"), message);
    assertTrue(message.contains("transform.mean: 0.485 0.456 0.406 (expected: one"), message);
    assertTrue(message.contains("transform.std: 0.229 0.224 0.225 (expected: one"), message);
  }

  @Test
  void rangesOfThePolicies() {
    for (double kept : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> ResizePolicy.shortSideThenCrop(kept), "" + kept);
    }
    for (double pad : new double[] {-1, 256, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> ResizePolicy.letterbox(CENTRE, pad), "" + pad);
    }
    assertThrows(IllegalArgumentException.class, () -> new InputShape(TensorLayout.NCHW, 2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new InputShape(TensorLayout.NCHW, 1, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new InputShape(TensorLayout.NCHW, 3, 40_000, 40_000));
  }
}
