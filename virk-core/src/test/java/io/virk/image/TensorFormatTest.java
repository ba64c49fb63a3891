package io.virk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.TensorFormat.Channels;
import io.virk.image.TensorFormat.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TensorFormatTest {
  private static final double[] ZERO = {0};
  private static final double[] ONE = {1};

  /** What a host does, in the floats that NumPy or PyTorch compute in. */
  private static float[] preprocess(TensorFormat format, byte[] pixels, int offset) {
    int count = format.channels().count();
    int size = format.width() * format.height();
    float[] tensor = new float[offset + format.length() + 3];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < count; c++) {
        int band = format.channels() == Channels.BGR ? 2 - c : c;
        float value = (float) format.scale() * (pixels[i * count + band] & 0xff);
        value = (value - format.mean().get(c).floatValue()) / format.std().get(c).floatValue();
        tensor[offset + (format.layout() == Layout.NCHW ? c * size + i : i * count + c)] = value;
      }
    }
    return tensor;
  }

  private static List<TensorFormat> formats(int width, int height) {
    List<UnaryOperator<TensorFormat>> normalisations =
        List.of(
            f -> f,
            TensorFormat::zeroToOne,
            TensorFormat::minusOneToOne,
            f -> f.zeroToOne().normalised(new double[] {.5}, new double[] {.5}),
            f -> f.zeroToOne().normalised(new double[] {.1307}, new double[] {.3081}));
    List<TensorFormat> all = new ArrayList<>();
    for (TensorFormat base :
        List.of(TensorFormat.nchw(width, height), TensorFormat.nhwc(width, height))) {
      for (TensorFormat order : List.of(base.rgb(), base.bgr(), base.gray())) {
        normalisations.forEach(n -> all.add(n.apply(order)));
      }
      all.add(base.imageNet());
      all.add(base.imageNet().bgr());
      all.add(base.imageNetMeans());
      all.add(base.imageNetMeans().rgb());
    }
    return all;
  }

  @Tag("slow")
  @Test
  void pixelsComeBackExactly() {
    SplittableRandom random = new SplittableRandom(60);
    for (int i = 0; i < 30; i++) {
      int width = random.nextInt(1, 40);
      int height = random.nextInt(1, 40);
      for (TensorFormat format : formats(width, height)) {
        byte[] pixels = new byte[format.length()];
        random.nextBytes(pixels);
        int offset = random.nextInt(5);
        float[] tensor = preprocess(format, pixels, offset);
        byte[] back = new byte[format.length() + 2];
        assertTrue(format.toPixels(tensor, offset, back));
        Frame frame = format.toFrame(tensor, offset);
        assertArrayEquals(pixels, frame.pixels(), format.toString());
        assertArrayEquals(pixels, java.util.Arrays.copyOf(back, pixels.length));
        assertEquals(0, back[pixels.length]);
        assertEquals(width, frame.width());
        assertEquals(height, frame.height());
        assertEquals(format.pixelFormat(), frame.format());
      }
    }
  }

  @Test
  void everyPixelValueComesBack() {
    byte[] pixels = new byte[256 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3);
    }
    for (TensorFormat format : formats(256, 1)) {
      byte[] some = format.channels() == Channels.GRAY ? new byte[256] : pixels;
      for (int i = 0; i < 256 && some != pixels; i++) {
        some[i] = (byte) i;
      }
      assertArrayEquals(
          some, format.toFrame(preprocess(format, some, 0), 0).pixels(), format.toString());
    }
  }

  @Test
  void roundsAndClamps() {
    TensorFormat format = TensorFormat.nhwc(8, 1).gray();
    byte[] target = new byte[8];
    assertTrue(
        format.toPixels(
            new float[] {-.6f, -.4f, .4f, .5f, 254.4f, 254.5f, 300, -1e30f}, 0, target));
    assertArrayEquals(new byte[] {0, 0, 0, 1, (byte) 254, (byte) 255, (byte) 255, 0}, target);
  }

  @Test
  void whatIsNotFiniteIsSaid() {
    TensorFormat format = TensorFormat.nchw(2, 2).imageNet();
    byte[] target = new byte[12];
    float[] worst = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    int[] become = {0, 255, 0};
    for (int i = 0; i < 12; i++) {
      for (int k = 0; k < 3; k++) {
        float[] values = new float[12];
        java.util.Arrays.fill(values, Float.MAX_VALUE);
        assertTrue(format.toPixels(values, 0, target));
        values[i] = worst[k];
        assertFalse(format.toPixels(values, 0, target));
        assertEquals(become[k], target[i % 4 * 3 + i / 4] & 0xff);
      }
    }
  }

  @Test
  void equalFormatsHaveOneText() {
    TensorFormat format = TensorFormat.nchw(224, 192).imageNet();
    assertEquals(
        "NCHW RGB 224x192 scale=0.00392156862745098"
            + " mean=[0.485, 0.456, 0.406] std=[0.229, 0.224, 0.225]",
        format.toString());
    assertEquals("NHWC GRAY 1x2 scale=1 mean=0 std=1", TensorFormat.nhwc(1, 2).gray().toString());
    assertEquals(
        TensorFormat.nchw(1, 2),
        TensorFormat.nchw(1, 2).normalised(new double[] {-0.0, 0, 0}, new double[] {1, 1, 1}));
    List<TensorFormat> all = formats(3, 5);
    List<TensorFormat> again = formats(3, 5);
    for (int i = 0; i < all.size(); i++) {
      for (int k = 0; k < all.size(); k++) {
        assertEquals(i == k, all.get(i).equals(again.get(k)));
        assertEquals(i == k, all.get(i).toString().equals(again.get(k).toString()));
      }
      assertEquals(all.get(i).hashCode(), again.get(i).hashCode());
    }
    assertNotEquals(TensorFormat.nchw(1, 2), TensorFormat.nchw(2, 1));
    assertEquals(3 * 224 * 192, format.length());
    assertEquals(List.of(.229, .224, .225), format.std());
  }

  @Test
  void textsAreReadBack() {
    List<TensorFormat> all = formats(16_384, 5);
    all.add(TensorFormat.nchw(1, 1).scaled(Math.nextUp(0.1)).normalised(new double[] {-1e30}, ONE));
    all.add(
        TensorFormat.nchw(1, 1)
            .gray()
            .scaled(Double.MIN_VALUE)
            .normalised(ZERO, new double[] {1e-300}));
    for (TensorFormat format : all) {
      assertEquals(format, TensorFormat.parse(format.toString()));
    }
    // a number of which Double.toString writes more digits before JDK 19
    assertTrue(TensorFormat.nchw(1, 1).gray().scaled(2e23).toString().contains("scale=2E+23 "));
    SplittableRandom random = new SplittableRandom(61);
    for (int i = 0; i < 2000; i++) {
      double scale = Math.scalb(random.nextDouble() + .1, random.nextInt(-300, 120));
      double mean = Math.scalb(random.nextDouble() - .5, random.nextInt(-300, 120));
      TensorFormat format =
          TensorFormat.nchw(1, 1).scaled(scale).normalised(new double[] {mean}, ONE);
      assertEquals(format, TensorFormat.parse(format.toString()));
    }
    String good = TensorFormat.nchw(2, 2).imageNet().toString();
    for (String bad :
        List.of(
            "",
            " " + good,
            good + " ",
            good.replace("NCHW", "nchw"),
            good.replace("2x2", "02x2"),
            good.replace("2x2", "0x2"),
            good.replace("2x2", "99999x2"),
            good.replace("RGB", "GRAY"),
            good.replace("0.229", "-0.229"),
            good.replace("0.229", "0.2290"),
            good.replace("0.229", "0.2.9"),
            good.replace("0.229", "NaN"),
            good.replace("[0.229, 0.224, 0.225]", "0.229"),
            "9".repeat(1_000_000))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> TensorFormat.parse(bad)).getMessage();
      assertTrue(message.length() < 500, message);
    }
  }

  @Test
  void theArraysGivenAreNotKept() {
    double[] means = {1, 2, 3};
    TensorFormat format = TensorFormat.nchw(1, 1).normalised(means, ONE);
    means[0] = 9;
    assertEquals(List.of(1.0, 2.0, 3.0), format.mean());
  }

  private static void rejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void numbersAreChecked() {
    TensorFormat f = TensorFormat.nchw(2, 2);
    rejected("width: 0 (expected: 1 .. 16384)", () -> TensorFormat.nchw(0, 1));
    rejected("height: 16385 (expected: 1 .. 16384)", () -> TensorFormat.nhwc(1, 16_385));
    assertEquals(805_306_368, TensorFormat.nchw(16_384, 16_384).length());
    rejected("scale: 0.0 (expected: > 0 and finite)", () -> f.scaled(0));
    rejected("scale: NaN (expected: > 0 and finite)", () -> f.scaled(Double.NaN));
    rejected("scale: Infinity (expected: > 0 and finite)", () -> f.scaled(1 / 0.0));
    rejected("mean: NaN (expected: finite)", () -> f.normalised(new double[] {Double.NaN}, ONE));
    rejected("std: 0.0 (expected: > 0 and finite)", () -> f.normalised(ZERO, ZERO));
    rejected(
        "std: -1.0 (expected: > 0 and finite)", () -> f.normalised(ZERO, new double[] {1, -1, 1}));
    rejected("mean.length: 2 (expected: 3 for RGB)", () -> f.normalised(new double[] {1, 2}, ONE));
    rejected("mean.length: 0 (expected: 3 for RGB)", () -> f.normalised(new double[0], ONE));
    rejected("mean.length: 3 (expected: 1 for GRAY)", () -> f.imageNet().gray());
    rejected(
        "offset: 1 (expected: 0 .. 0, for 12 of 12 values)",
        () -> f.toPixels(new float[12], 1, new byte[12]));
    rejected(
        "offset: -1 (expected: 0 .. 0, for 12 of 12 values)", () -> f.toFrame(new float[12], -1));
    rejected(
        "target.length: 11 (expected: >= 12)", () -> f.toPixels(new float[12], 0, new byte[11]));
    assertEquals(
        "values", assertThrows(NullPointerException.class, () -> f.toFrame(null, 0)).getMessage());
  }
}
