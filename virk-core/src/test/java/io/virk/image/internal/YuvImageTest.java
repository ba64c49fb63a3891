package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import io.virk.image.internal.FrameBuffer.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class YuvImageTest {
  private static final List<YuvFormat> FORMATS =
      List.of(YuvFormat.NV12, YuvFormat.NV21, YuvFormat.I420, YuvFormat.NV12.bt709().fullRange());

  /** Smooth, as pictures are: whole blocks and some of their pixels have about the same mean. */
  private static byte[] planes(int width, int height, YuvFormat format) {
    byte[] planes = new byte[(int) YuvFormat.bytes(width, height)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        planes[y * width + x] = (byte) (60 + (x + y) % 100);
      }
    }
    int columns = YuvFormat.half(width);
    int rows = YuvFormat.half(height);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        byte u = (byte) (120 + x / 8);
        byte v = (byte) (136 - y / 8);
        int first = width * height;
        int at = y * columns + x;
        if (format.isInterleaved()) {
          planes[first + 2 * at] = format.isVFirst() ? v : u;
          planes[first + 2 * at + 1] = format.isVFirst() ? u : v;
        } else {
          planes[first + at] = u;
          planes[first + columns * rows + at] = v;
        }
      }
    }
    return planes;
  }

  @Test
  void coloursAreThoseOfTheStandards() {
    // white, black, and pure red of each standard, by its own formula
    assertEquals(0xffffff, rgb(YuvFormat.NV12, 235, 128, 128));
    assertEquals(0, rgb(YuvFormat.NV12, 16, 128, 128));
    assertEquals(0, rgb(YuvFormat.NV12, 0, 128, 128));
    assertEquals(0xffffff, rgb(YuvFormat.NV12.fullRange(), 255, 128, 128));
    assertEquals(0x808080, rgb(YuvFormat.I420.fullRange(), 128, 128, 128));
    // red is at 16 + 219 Kr, 128 - 112 Kr / (1 - Kb), 240
    assertNear(255, 0, 0, rgb(YuvFormat.NV12, 81, 90, 240));
    assertNear(255, 0, 0, rgb(YuvFormat.NV12.bt709(), 63, 102, 240));
    assertNear(0, 0, 255, rgb(YuvFormat.NV12.fullRange(), 29, 255, 107));
  }

  private static int rgb(YuvFormat format, int y, int u, int v) {
    YuvColours colours = new YuvColours(1);
    colours.of(format);
    int[] pixel = {y};
    colours.toRgb(pixel, new int[] {u}, new int[] {v}, 1);
    return pixel[0];
  }

  private static void assertNear(int red, int green, int blue, int rgb) {
    assertEquals(red, rgb & 0xff, 2);
    assertEquals(green, rgb >> 8 & 0xff, 2);
    assertEquals(blue, rgb >> 16 & 0xff, 2);
  }

  @Test
  void everyWayInGivesTheSamePixels() {
    SplittableRandom random = new SplittableRandom(3);
    for (YuvFormat format : FORMATS) {
      for (int i = 0; i < 20; i++) {
        int width = random.nextInt(1, 200);
        int height = random.nextInt(1, 200);
        byte[] planes = planes(width, height, format);
        String what = format + " " + width + " x " + height;
        Frame whole = Frame.of(planes, width, height, format);
        for (CapturePolicy policy :
            List.of(
                new CapturePolicy(200, 200),
                new CapturePolicy(40, 30),
                new CapturePolicy(40, 30).byStepping())) {
          check(planes, whole, format, policy, what + ", " + policy);
        }
      }
    }
  }

  private static void check(
      byte[] planes, Frame whole, YuvFormat format, CapturePolicy policy, String what) {
    int width = whole.width();
    int height = whole.height();
    FrameBuffer buffer = new FrameBuffer(policy);
    assertEquals(Outcome.TAKEN, buffer.take(planes, null, width, height, format), what);
    Frame first = buffer.frame().copy();
    Frame expected = policy.reduce(whole);
    assertEquals(PixelFormat.RGB, first.format());
    assertEquals(expected.patches().size(), first.patches().size());
    for (int i = 0; i < first.patches().size(); i++) {
      assertArrayEquals(
          expected.patches().get(i).copy().pixels(), first.patches().get(i).pixels(), what);
    }
    double difference = 0;
    for (int i = 0; i < first.pixels().length; i++) {
      difference += (first.pixels()[i] & 0xff) - (expected.pixels()[i] & 0xff);
    }
    assertEquals(0, difference / first.pixels().length, 0.5, what);
    assertEquals(0, Math.abs(GrayScene.worst(first, level(expected))), 6, what);
    ByteBuffer direct = ByteBuffer.allocateDirect(planes.length + 7);
    direct.position(7).put(planes).position(7);
    for (ByteBuffer source : List.of(direct, ByteBuffer.wrap(planes))) {
      buffer.clear();
      assertEquals(Outcome.TAKEN, buffer.take(null, source, width, height, format), what);
      assertArrayEquals(first.pixels(), buffer.frame().copy().pixels(), what);
      buffer.clear();
      assertEquals(Outcome.TAKEN, takePlanes(buffer, source, width, height, format), what);
      assertArrayEquals(first.pixels(), buffer.frame().copy().pixels(), what);
    }
  }

  /** By samples in turn, for {@link GrayScene#worst} looks at all of them. */
  private static java.util.function.IntBinaryOperator level(Frame expected) {
    int[] sample = {0};
    return (x, y) -> expected.pixels()[sample[0]++] & 0xff;
  }

  private static Outcome takePlanes(
      FrameBuffer buffer, ByteBuffer all, int width, int height, YuvFormat format) {
    int first = all.position() + width * height;
    int chroma = YuvFormat.half(width) * YuvFormat.half(height);
    ByteBuffer u = all.duplicate().position(first);
    ByteBuffer v = format.isInterleaved() ? null : all.duplicate().position(first + chroma);
    int stride = YuvFormat.half(width) * (format.isInterleaved() ? 2 : 1);
    return buffer.take(all, width, u, v, stride, width, height, format);
  }

  @Test
  void whatIsNoImageIsRefused() {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(20, 20));
    byte[] planes = planes(8, 6, YuvFormat.NV12);
    assertEquals(Outcome.UNUSABLE, buffer.take(planes, null, 8, 7, YuvFormat.NV12));
    assertEquals(Outcome.UNUSABLE, buffer.take(planes, null, 0, 6, YuvFormat.I420));
    assertEquals(Outcome.UNUSABLE, buffer.take(planes, null, 8, -1, YuvFormat.I420));
    assertEquals(Outcome.UNUSABLE, buffer.take(planes, null, Integer.MAX_VALUE, 2, YuvFormat.NV12));
    assertEquals(Outcome.UNUSABLE, buffer.take(null, null, 8, 6, YuvFormat.NV12));
    ByteBuffer all = ByteBuffer.wrap(planes);
    assertEquals(Outcome.UNUSABLE, buffer.take(all, 7, all, null, 8, 8, 6, YuvFormat.NV12));
    assertEquals(Outcome.UNUSABLE, buffer.take(all, 8, all, null, 7, 8, 6, YuvFormat.NV12));
    assertEquals(Outcome.UNUSABLE, buffer.take(all, 8, all, null, 8, 8, 6, YuvFormat.I420));
    assertTrue(buffer.isEmpty());
    assertEquals(
        "planes.length: 3 (expected: >= 72)",
        assertThrows(
                IllegalArgumentException.class, () -> Frame.of(new byte[3], 8, 6, YuvFormat.NV12))
            .getMessage());
  }

  @Test
  void nothingIsAllocated() {
    byte[] planes = planes(200, 120, YuvFormat.NV12);
    ByteBuffer direct = ByteBuffer.allocateDirect(planes.length).put(planes).flip();
    FrameBuffer mean = new FrameBuffer(new CapturePolicy(64, 48));
    FrameBuffer step = new FrameBuffer(new CapturePolicy(64, 48).byStepping());
    YuvFormat[] formats = FORMATS.toArray(new YuvFormat[0]); // whose iterator allocates nothing
    FrameBufferTest.assertNothingAllocated(
        () -> {
          for (YuvFormat format : formats) {
            mean.take(planes, null, 200, 120, format);
            step.take(null, direct, 200, 120, format);
          }
        });
  }
}
