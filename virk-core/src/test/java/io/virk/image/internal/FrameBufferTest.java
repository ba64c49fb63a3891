package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Shared;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.FrameBuffer.Outcome;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBufferTest {
  private static final CapturePolicy POLICY = new CapturePolicy(16, 12);

  /** The definition, sample by sample. */
  private static byte[] naive(Frame frame, CapturePolicy policy) {
    int factor = Reduction.factor(policy, frame.width(), frame.height());
    int samples = frame.format().samplesPerPixel();
    int width = Reduction.ceilDiv(frame.width(), factor);
    int height = Reduction.ceilDiv(frame.height(), factor);
    byte[] target = new byte[width * height * samples];
    for (int i = 0; i < target.length; i++) {
      int left = i / samples % width * factor;
      int top = i / samples / width * factor;
      long sum = 0;
      long area = 0;
      for (int y : taps(top, Math.min(factor, frame.height() - top), policy.stepping())) {
        for (int x : taps(left, Math.min(factor, frame.width() - left), policy.stepping())) {
          int at = frame.offset() + y * frame.rowStride() + x * samples + i % samples;
          sum += frame.pixels()[at] & 0xff;
          area++;
        }
      }
      target[i] = (byte) ((2 * sum + area) / (2 * area));
    }
    return target;
  }

  /** Rows or columns of a block of which the mean is taken. */
  private static int[] taps(int first, int length, boolean stepping) {
    return stepping
        ? new int[] {first + length / 4, first + length - 1 - length / 4}
        : IntStream.range(first, first + length).toArray();
  }

  private static void assertHolds(byte[] expected, Frame source, FrameBuffer buffer, String what) {
    Frame frame = buffer.frame();
    int factor = Reduction.factor(buffer.policy(), source.width(), source.height());
    assertEquals(Reduction.ceilDiv(source.width(), factor), frame.width(), what);
    assertEquals(Reduction.ceilDiv(source.height(), factor), frame.height(), what);
    assertEquals(source.format(), frame.format(), what);
    assertArrayEquals(expected, frame.copy().pixels(), what);
    assertEquals(
        source.width() + " " + source.height(), frame.fullWidth() + " " + frame.fullHeight());
    assertPatches(source, factor, frame.patches(), buffer.policy(), what);
    assertPatches(source, factor, frame.copy().patches(), buffer.policy(), what);
  }

  /** They are parts of the image, as they are. */
  private static void assertPatches(
      Frame source, int factor, List<Frame> patches, CapturePolicy policy, String what) {
    boolean some = factor > 1 && source.width() >= 64 && source.height() >= 64;
    assertEquals(some ? policy.patches() : 0, patches.size(), what);
    for (int i = 0; i < patches.size(); i++) {
      int left = PatchPlaces.left(i, source.width());
      int top = PatchPlaces.top(i, source.height());
      int samples = source.format().samplesPerPixel();
      int at = source.offset() + top * source.rowStride() + left * samples;
      Frame part = Frame.of(source.pixels(), at, 64, 64, source.rowStride(), source.format());
      assertArrayEquals(part.copy().pixels(), patches.get(i).copy().pixels(), what + " " + i);
    }
  }

  private static Frame random(SplittableRandom random, PixelFormat format, int width, int height) {
    int row = width * format.samplesPerPixel();
    int stride = row + (random.nextBoolean() ? 0 : random.nextInt(20));
    int offset = random.nextBoolean() ? 0 : random.nextInt(20);
    // now and then not a byte more than the last row needs
    int behind = random.nextBoolean() ? 0 : random.nextInt(20);
    byte[] pixels = new byte[offset + stride * (height - 1) + row + behind];
    random.nextBytes(pixels);
    if (random.nextInt(8) == 0) {
      Arrays.fill(pixels, (byte) 255);
    }
    return Frame.of(pixels, offset, width, height, stride, format);
  }

  private static void checkAllSources(FrameBuffer buffer, Frame frame, String what) {
    byte[] expected = naive(frame, buffer.policy());
    assertEquals(Outcome.TAKEN, buffer.take(frame), what);
    assertHolds(expected, frame, buffer, what);
    Frame reduced = buffer.policy().reduce(frame);
    assertArrayEquals(expected, reduced.pixels(), what);
    int factor = Reduction.factor(buffer.policy(), frame.width(), frame.height());
    assertPatches(frame, factor, reduced.patches(), buffer.policy(), what);
    assertEquals(Outcome.TAKEN, buffer.take(reduced), what); // again: nothing is lost
    assertArrayEquals(expected, buffer.frame().copy().pixels(), what);
    assertPatches(frame, factor, buffer.frame().patches(), buffer.policy(), what);
    ByteBuffer direct = ByteBuffer.allocateDirect(frame.pixels().length);
    direct.put(frame.pixels()).position(frame.offset());
    ByteBuffer heap = ByteBuffer.wrap(frame.pixels()).position(frame.offset()).slice();
    for (ByteBuffer source :
        List.of(
            direct, heap, heap.asReadOnlyBuffer(), direct.slice().order(ByteOrder.LITTLE_ENDIAN))) {
      ByteBuffer before = source.duplicate();
      buffer.clear();
      assertEquals(
          Outcome.TAKEN,
          buffer.take(source, frame.width(), frame.height(), frame.rowStride(), frame.format()),
          what);
      assertHolds(expected, frame, buffer, what + " " + source);
      assertEquals(before.position(), source.position());
      assertEquals(before.limit(), source.limit());
    }
  }

  @ParameterizedTest
  @EnumSource
  void meansAreTheDefinition(PixelFormat format) {
    SplittableRandom random = new SplittableRandom(20 + format.ordinal());
    for (int i = 0; i < 400; i++) {
      FrameBuffer buffer =
          new FrameBuffer(
              new CapturePolicy(
                  random.nextInt(1, 40),
                  random.nextInt(1, 40),
                  random.nextInt(0, 10),
                  random.nextBoolean()));
      Frame frame = random(random, format, random.nextInt(1, 170), random.nextInt(1, 170));
      checkAllSources(buffer, frame, i + ": " + frame + " " + buffer.policy());
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void everyFactorUpTo40AndSomeLargeOnes(PixelFormat format) {
    SplittableRandom random = new SplittableRandom(30);
    for (int factor = 1; factor <= 40; factor++) {
      FrameBuffer buffer = new FrameBuffer(new CapturePolicy(7, 5));
      for (int less = 0; less < 3; less++) {
        int width = Math.max(1, 7 * factor - less * (factor / 2));
        Frame frame = random(random, format, width, Math.max(1, 5 * factor - less));
        assertEquals(factor, Reduction.factor(buffer.policy(), frame.width(), frame.height()));
        checkAllSources(buffer, frame, "factor " + factor + " " + frame);
      }
    }
    for (int factor : new int[] {97, 256, 257, 258, 511, 512, 513, 700}) {
      FrameBuffer buffer = new FrameBuffer(new CapturePolicy(2, 2));
      Frame frame = random(random, format, 2 * factor, factor + 1);
      checkAllSources(buffer, frame, "factor " + factor);
    }
  }

  @Test
  void lanesDoNotOverflowAndSumsNeither() {
    for (int factor : new int[] {22, 23, 128, 257, 512, 3000}) {
      byte[] white = new byte[factor * factor];
      Arrays.fill(white, (byte) 255);
      Frame frame = Frame.of(white, factor, factor, PixelFormat.GRAY);
      FrameBuffer buffer = new FrameBuffer(new CapturePolicy(1, 1));
      assertEquals(Outcome.TAKEN, buffer.take(frame));
      assertEquals(255, buffer.frame().pixels()[0] & 0xff, "factor " + factor);
    }
    // one row, and one column, far larger than any scratch memory
    byte[] line = new byte[4 * 100_000];
    Arrays.fill(line, (byte) 200);
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(3, 3));
    checkAllSources(buffer, Frame.of(line, 100_000, 1, PixelFormat.RGBA), "row");
    checkAllSources(buffer, Frame.of(line, 1, 100_000, PixelFormat.RGBA), "column");
  }

  @Test
  void realPhotosAtTheDefaultPolicy() throws Exception {
    Path folder = Shared.path("data/images");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(f -> f.toString().matches(".*\\.(jpg|png)")).sorted().limit(6).toList();
    }
    assertTrue(!files.isEmpty());
    for (CapturePolicy policy : List.of(CapturePolicy.DEFAULT, new CapturePolicy(20, 20))) {
      FrameBuffer buffer = new FrameBuffer(policy);
      for (Path file : files) {
        BufferedImage image = ImageIO.read(file.toFile());
        checkAllSources(buffer, Frame.of(image), file.toString());
        assertEquals(Outcome.TAKEN, buffer.take(image));
        Frame whole = Frame.of(image);
        assertArrayEquals(naive(whole, policy), buffer.frame().copy().pixels());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoImageIsRefused(PixelFormat format) {
    FrameBuffer buffer = new FrameBuffer(POLICY);
    int s = format.samplesPerPixel();
    for (int[] size : new int[][] {{10, 10}, {40, 30}}) {
      int w = size[0];
      int h = size[1];
      int stride = w * s + 3;
      int need = (h - 1) * stride + w * s;
      byte[] pixels = new byte[need];
      assertEquals(Outcome.TAKEN, buffer.take(pixels, 0, w, h, stride, format));
      refused(buffer, pixels, 1, w, h, stride, format);
      refused(buffer, new byte[need - 1], 0, w, h, stride, format);
      refused(buffer, pixels, -1, w, h, stride, format);
      refused(buffer, pixels, Integer.MAX_VALUE, w, h, stride, format);
      refused(buffer, pixels, Integer.MIN_VALUE, w, h, stride, format);
      refused(buffer, pixels, 0, 0, h, stride, format);
      refused(buffer, pixels, 0, w, 0, stride, format);
      refused(buffer, pixels, 0, -w, h, stride, format);
      refused(buffer, pixels, 0, w, -h, stride, format);
      refused(buffer, pixels, 0, w, h, w * s - 1, format);
      refused(buffer, pixels, 0, w, h, 0, format);
      refused(buffer, pixels, 0, w, h, -stride, format);
      refused(buffer, pixels, 0, w, h, Integer.MAX_VALUE, format);
      refused(buffer, pixels, 0, 65_536, 65_536, 65_536 * s, format);
      refused(buffer, pixels, 0, 1 << 30, 4, 1 << 30, format);
      refused(buffer, pixels, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, format);
      refused(buffer, null, 0, w, h, stride, format);
      refused(buffer, pixels, 0, w, h, stride, null);
    }
    assertEquals(Outcome.UNUSABLE, buffer.take((Frame) null));
    assertEquals(Outcome.UNUSABLE, buffer.take((BufferedImage) null));
  }

  private static void refused(
      FrameBuffer buffer, byte[] pixels, int offset, int w, int h, int stride, PixelFormat format) {
    assertEquals(Outcome.UNUSABLE, buffer.take(pixels, offset, w, h, stride, format));
    assertTrue(buffer.isEmpty());
    assertNull(buffer.frame());
    if (offset > 1 || offset < 0) {
      return;
    }
    ByteBuffer heap = pixels == null ? null : ByteBuffer.wrap(pixels).position(offset);
    ByteBuffer direct = pixels == null ? null : ByteBuffer.allocateDirect(pixels.length);
    if (direct != null) {
      direct.position(offset);
    }
    assertEquals(Outcome.UNUSABLE, buffer.take(heap, w, h, stride, format));
    assertEquals(Outcome.UNUSABLE, buffer.take(direct, w, h, stride, format));
  }

  @Test
  void theLimitOfABufferIsKept() {
    FrameBuffer buffer = new FrameBuffer(POLICY);
    for (ByteBuffer source : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
      assertEquals(Outcome.TAKEN, buffer.take(source, 10, 10, 10, PixelFormat.GRAY));
      source.limit(99);
      assertEquals(Outcome.UNUSABLE, buffer.take(source, 10, 10, 10, PixelFormat.GRAY));
    }
  }

  @Test
  void randomArgumentsNeverThrow() {
    SplittableRandom random = new SplittableRandom(40);
    FrameBuffer buffer = new FrameBuffer(POLICY);
    byte[] pixels = new byte[3000];
    ByteBuffer direct = ByteBuffer.allocateDirect(3000);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      PixelFormat format = PixelFormat.values()[random.nextInt(5)];
      int w = odd(random, 60);
      int h = odd(random, 60);
      int stride = odd(random, 200);
      int offset = odd(random, 100);
      Outcome outcome = buffer.take(pixels, offset, w, h, stride, format);
      taken += outcome == Outcome.TAKEN ? 1 : 0;
      if (offset >= 0 && offset <= 3000) {
        assertEquals(outcome, buffer.take(direct.position(offset), w, h, stride, format));
      }
    }
    assertTrue(taken > 1000, "taken " + taken);
  }

  private static int odd(SplittableRandom random, int usual) {
    return switch (random.nextInt(12)) {
      case 0 -> random.nextInt();
      case 1 -> -random.nextInt(usual);
      case 2 -> 1 << random.nextInt(32);
      default -> random.nextInt(usual);
    };
  }

  // images of Java 2D

  private static void paint(BufferedImage image, SplittableRandom random) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int alpha = random.nextBoolean() ? 255 : random.nextInt(256);
        image.setRGB(x, y, alpha << 24 | random.nextInt(1 << 24));
      }
    }
  }

  /** In the order red, green, blue, or gray. */
  private static byte[] colours(Frame frame) {
    PixelFormat f = frame.format();
    byte[] packed = frame.copy().pixels();
    if (f == PixelFormat.GRAY) {
      return packed;
    }
    byte[] rgb = new byte[frame.width() * frame.height() * 3];
    for (int i = 0; i < rgb.length / 3; i++) {
      rgb[3 * i] = packed[i * f.samplesPerPixel() + f.red()];
      rgb[3 * i + 1] = packed[i * f.samplesPerPixel() + f.green()];
      rgb[3 * i + 2] = packed[i * f.samplesPerPixel() + f.blue()];
    }
    return rgb;
  }

  private static void assertSameAsFrame(BufferedImage image, String what) {
    for (CapturePolicy policy :
        List.of(
            new CapturePolicy(100, 100),
            new CapturePolicy(16, 12),
            new CapturePolicy(16, 12).byStepping(),
            new CapturePolicy(5, 4))) {
      FrameBuffer buffer = new FrameBuffer(policy);
      assertEquals(Outcome.TAKEN, buffer.take(image), what);
      Frame expected = policy.reduce(Frame.of(image));
      assertArrayEquals(colours(expected), colours(buffer.frame()), what + " " + policy);
      assertEquals(expected.patches().size(), buffer.frame().patches().size());
      for (int i = 0; i < expected.patches().size(); i++) {
        assertArrayEquals(
            colours(expected.patches().get(i)), colours(buffer.frame().patches().get(i)), what);
      }
    }
  }

  private static void assertSameAsFrameWithParts(BufferedImage image, String what) {
    paint(image, new SplittableRandom(50));
    assertSameAsFrame(image, what);
    int width = image.getWidth() - 12;
    int height = image.getHeight() - 10;
    BufferedImage part = image.getSubimage(3, 5, width, height);
    assertSameAsFrame(part, what + ", a part");
    assertSameAsFrame(part.getSubimage(1, 2, width - 1, height - 2), what + ", a part of a part");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR
      })
  void usualImages(int type) {
    assertSameAsFrameWithParts(new BufferedImage(33, 27, type), "type " + type);
    assertSameAsFrameWithParts(new BufferedImage(103, 97, type), "larger, type " + type);
  }

  @Test
  void interleavedRastersOfAnyOrder() {
    int[][] orders = {
      {0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {0, 1, 2, 3}, {2, 1, 0, 3}, {1, 2, 3, 0}, {3, 2, 1, 0}
    };
    for (int[] order : orders) {
      for (int extra = 0; extra < 2; extra++) {
        for (boolean multiplied : new boolean[] {false, true}) {
          assertSameAsFrameWithParts(
              interleaved(133, 127, order, extra, multiplied && order.length == 4),
              Arrays.toString(order) + " + " + extra + " " + multiplied);
        }
      }
    }
  }

  private static BufferedImage interleaved(
      int width, int height, int[] order, int extra, boolean multiplied) {
    int pixel = order.length + extra;
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, width, height, width * pixel + 5, pixel, order, null);
    boolean alpha = order.length == 4;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha,
            multiplied,
            alpha ? Color.TRANSLUCENT : Color.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, raster, multiplied, null);
  }

  @Test
  void everySampleAndAlphaIsDividedAsJavaDoes() {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(256, 256));
    for (int type :
        new int[] {BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE}) {
      BufferedImage image = new BufferedImage(256, 256, type);
      for (int alpha = 0; alpha < 256; alpha++) {
        for (int sample = 0; sample <= alpha; sample++) {
          image.getRaster().setPixel(sample, alpha, new int[] {sample, alpha / 2, alpha, alpha});
        }
      }
      assertEquals(Outcome.TAKEN, buffer.take(image));
      byte[] expected = new byte[256 * 256 * 3];
      for (int i = 0; i < 256 * 256; i++) {
        int pixel = image.getRGB(i % 256, i / 256);
        expected[3 * i] = (byte) (pixel >> 16);
        expected[3 * i + 1] = (byte) (pixel >> 8);
        expected[3 * i + 2] = (byte) pixel;
      }
      assertArrayEquals(expected, colours(buffer.frame()), "type " + type);
    }
  }

  @Test
  void imagesOfAnotherColourSpaceAreUnsupported() {
    FrameBuffer buffer = new FrameBuffer(POLICY);
    buffer.take(new byte[1], 0, 1, 1, 1, PixelFormat.GRAY);
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_CIEXYZ);
    ComponentColorModel model =
        new ComponentColorModel(space, false, false, Color.OPAQUE, DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(9, 9);
    assertEquals(Outcome.UNSUPPORTED, buffer.take(new BufferedImage(model, raster, false, null)));
    assertTrue(buffer.isEmpty());
  }

  @Test
  void aHostileImageIsRefused() {
    BufferedImage image =
        new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB) {
          @Override
          public int getWidth() {
            return 1 << 20;
          }
        };
    FrameBuffer buffer = new FrameBuffer(POLICY);
    assertEquals(Outcome.UNSUPPORTED, buffer.take(image));
    BufferedImage broken =
        new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB) {
          @Override
          public WritableRaster getRaster() {
            throw new IllegalStateException("broken");
          }
        };
    assertEquals(Outcome.UNUSABLE, buffer.take(broken));
  }

  // allocation

  @Test
  void nothingIsAllocated() {
    CapturePolicy policy = new CapturePolicy(32, 24);
    nothingIsAllocated(new FrameBuffer(policy));
    nothingIsAllocated(new FrameBuffer(policy.byStepping()));
  }

  private static void nothingIsAllocated(FrameBuffer buffer) {
    for (int side : new int[] {20, 60, 90, 200}) {
      byte[] rgb = new byte[side * side * 3];
      ByteBuffer direct = ByteBuffer.allocateDirect(rgb.length);
      ByteBuffer readOnly = ByteBuffer.wrap(rgb).asReadOnlyBuffer();
      Frame frame = Frame.of(rgb, side, side, PixelFormat.RGB);
      BufferedImage[] images = {
        new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY),
        new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR),
        new BufferedImage(side, side, BufferedImage.TYPE_4BYTE_ABGR),
        new BufferedImage(side, side, BufferedImage.TYPE_4BYTE_ABGR_PRE),
        new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB),
        new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE),
        new BufferedImage(side + 9, side, BufferedImage.TYPE_INT_BGR).getSubimage(4, 0, side, side),
        interleaved(side, side, new int[] {0, 1, 2}, 1, false),
        new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY),
        new BufferedImage(side, side, BufferedImage.TYPE_USHORT_565_RGB),
        new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED),
        new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY)
      };
      assertNothingAllocated(
          () -> {
            buffer.take(frame);
            buffer.take(rgb, 0, side, side, side * 3, PixelFormat.RGB);
            buffer.take(rgb, 0, side, side, side * 3, PixelFormat.GRAY);
            buffer.take(direct, side, side, side * 3, PixelFormat.RGB);
            buffer.take(direct, side, side + 1, side * 3, PixelFormat.RGB);
            buffer.take(readOnly, side, side, side * 3, PixelFormat.BGR);
            for (BufferedImage image : images) {
              buffer.take(image);
            }
          });
    }
  }

  @Test
  void warmingUpLeavesNoTrace() {
    FrameBuffer.warmUp();
    FrameBuffer buffer = new FrameBuffer(POLICY);
    assertTrue(buffer.isEmpty());
    assertTrue(buffer.memory() > Reduction.capacity(POLICY));
    assertEquals(POLICY, buffer.policy());
  }

  static void assertNothingAllocated(Runnable work) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    for (int i = 0; i < 50; i++) {
      work.run();
    }
    // the least of some attempts: the JVM may charge its own work to this thread
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 50; i++) {
        work.run();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    assertEquals(0, least, "bytes allocated");
  }
}
