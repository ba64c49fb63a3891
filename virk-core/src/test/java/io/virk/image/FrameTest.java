package io.virk.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static final int[] COLOURS = {0x102030, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x7F0180};

  private static void rejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void boundsAreCheckedAndNamed() {
    byte[] pixels = new byte[12];
    rejected("width: 0 (expected: > 0)", () -> Frame.of(pixels, 0, 2, PixelFormat.RGB));
    rejected("width: -1 (expected: > 0)", () -> Frame.of(pixels, -1, 2, PixelFormat.RGB));
    rejected("height: 0 (expected: > 0)", () -> Frame.of(pixels, 2, 0, PixelFormat.RGB));
    rejected("offset: -1 (expected: >= 0)", () -> Frame.of(pixels, -1, 2, 2, 6, PixelFormat.RGB));
    rejected(
        "rowStride: 5 (expected: >= 6 bytes of a row)",
        () -> Frame.of(pixels, 0, 2, 2, 5, PixelFormat.RGB));
    rejected(
        "pixels.length: 12 (expected: >= 13)", () -> Frame.of(pixels, 1, 2, 2, 6, PixelFormat.RGB));
    rejected("pixels.length: 12 (expected: >= 16)", () -> Frame.of(pixels, 2, 2, PixelFormat.RGBA));
    assertEquals(
        "pixels",
        assertThrows(
                NullPointerException.class, () -> Frame.of((byte[]) null, 1, 1, PixelFormat.RGB))
            .getMessage());
    assertEquals(
        "format",
        assertThrows(NullPointerException.class, () -> Frame.of(pixels, 1, 1, (PixelFormat) null))
            .getMessage());
  }

  @Test
  void sizesThatOverflowAreRejectedNotWrapped() {
    byte[] pixels = new byte[12];
    rejected(
        "width: 2147483647 (expected: <= 715827882)",
        () -> Frame.of(pixels, Integer.MAX_VALUE, 1, PixelFormat.RGB));
    rejected(
        "pixels.length: 12 (expected: >= 4611686014132420609)",
        () -> Frame.of(pixels, Integer.MAX_VALUE, Integer.MAX_VALUE, PixelFormat.GRAY));
    rejected(
        "pixels.length: 12 (expected: >= 2147483651)",
        () -> Frame.of(pixels, Integer.MAX_VALUE, 4, 1, 4, PixelFormat.GRAY));
  }

  @Test
  void theLastRowNeedsNoPadding() {
    Frame frame = Frame.of(new byte[2 + 10 + 6], 2, 2, 2, 10, PixelFormat.RGB);
    assertEquals(10, frame.rowStride());
    assertEquals(2, frame.offset());
    assertEquals(6, frame.copy().rowStride());
    assertEquals("Frame[2x2 RGB]", frame.toString());
  }

  @Test
  void viewsDoNotCopyAndCopiesDoNotShare() {
    byte[] pixels = {1, 2, 3, 4};
    Frame frame = Frame.of(pixels, 2, 2, PixelFormat.GRAY);
    Frame copy = frame.copy();
    assertSame(pixels, frame.pixels());
    assertNotSame(pixels, copy.pixels());
    pixels[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3, 4}, copy.pixels());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void coloursSurviveEveryUsualType(int type) {
    BufferedImage image = paint(new BufferedImage(3, 2, type));
    assertColours(Frame.of(image));
  }

  private static BufferedImage paint(BufferedImage image) {
    for (int i = 0; i < COLOURS.length; i++) {
      image.setRGB(i % 3, i / 3, 0xFF000000 | COLOURS[i]);
    }
    return image;
  }

  private static void assertColours(Frame frame) {
    assertEquals(3, frame.width());
    assertEquals(2, frame.height());
    BufferedImage back = frame.toBufferedImage();
    for (int i = 0; i < COLOURS.length; i++) {
      assertEquals(COLOURS[i], back.getRGB(i % 3, i / 3) & 0xFFFFFF, "pixel " + i);
    }
  }

  @Test
  void threeByteBgrIsViewedInPlace() {
    BufferedImage image = paint(new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR));
    Frame frame = Frame.of(image);
    assertEquals(PixelFormat.BGR, frame.format());
    assertSame(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), frame.pixels());
  }

  @Test
  void aPartOfAnImageIsThatPart() {
    BufferedImage large = new BufferedImage(7, 6, BufferedImage.TYPE_3BYTE_BGR);
    paint(large.getSubimage(2, 3, 3, 2));
    assertColours(Frame.of(large.getSubimage(2, 3, 3, 2)));
    BufferedImage twice = large.getSubimage(1, 2, 6, 4).getSubimage(1, 1, 3, 2);
    assertColours(Frame.of(twice));
  }

  @Test
  void grayIsTakenAsItIs() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 77);
    image.getRaster().setSample(1, 0, 0, 200);
    Frame frame = Frame.of(image);
    assertEquals(PixelFormat.GRAY, frame.format());
    assertEquals(77, frame.pixels()[frame.offset()] & 0xff);
    assertEquals(200, frame.pixels()[frame.offset() + 1] & 0xff);
  }

  @Test
  void interleavedRgbRastersAreTakenAsTheyAre() {
    for (int bands : new int[] {3, 4}) {
      int[] order = bands == 3 ? new int[] {0, 1, 2} : new int[] {0, 1, 2, 3};
      WritableRaster raster =
          Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 3, 2, 3 * bands, bands, order, null);
      ComponentColorModel model =
          new ComponentColorModel(
              java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
              bands == 4,
              false,
              bands == 4 ? Color.TRANSLUCENT : Color.OPAQUE,
              DataBuffer.TYPE_BYTE);
      Frame frame = Frame.of(paint(new BufferedImage(model, raster, false, null)));
      assertEquals(bands == 4 ? PixelFormat.RGBA : PixelFormat.RGB, frame.format());
      assertColours(frame);
    }
  }

  @Test
  void palettesAreLookedUp() {
    byte[][] rgb = new byte[3][COLOURS.length];
    for (int i = 0; i < COLOURS.length; i++) {
      rgb[0][i] = (byte) (COLOURS[i] >> 16);
      rgb[1][i] = (byte) (COLOURS[i] >> 8);
      rgb[2][i] = (byte) COLOURS[i];
    }
    IndexColorModel palette = new IndexColorModel(8, COLOURS.length, rgb[0], rgb[1], rgb[2]);
    assertColours(
        Frame.of(paint(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED, palette))));
    BufferedImage bits = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 1, 0xFFFFFFFF);
    BufferedImage back = Frame.of(bits).toBufferedImage();
    assertEquals(0xFFFFFF, back.getRGB(1, 1) & 0xFFFFFF);
    assertEquals(0, back.getRGB(0, 0) & 0xFFFFFF);
  }

  @Test
  void aReducedFrameKnowsWhatItWas() {
    Frame frame = Frame.of(new byte[12], 4, 3, PixelFormat.GRAY);
    Frame patch = Frame.of(new byte[64 * 64], 64, 64, PixelFormat.GRAY);
    Frame reduced = frame.reducedFrom(8, 6, List.of(patch));
    assertEquals(List.of(8, 6), List.of(reduced.fullWidth(), reduced.fullHeight()));
    assertEquals(List.of(patch), reduced.patches());
    Frame copy = reduced.copy();
    patch.pixels()[0] = 8;
    assertEquals(0, copy.patches().get(0).pixels()[0]);
    assertEquals(List.of(), copy.withoutPatches().patches());
    assertEquals(8, copy.withoutPatches().fullWidth());
    assertEquals(
        "original: 3 x 6 (expected: at least 4 x 3)",
        assertThrows(IllegalArgumentException.class, () -> frame.reducedFrom(3, 6, List.of()))
            .getMessage());
    List<Frame> colour = List.of(Frame.of(new byte[3 * 64 * 64], 64, 64, PixelFormat.RGB));
    assertEquals(
        "patch: Frame[64x64 RGB] (expected: 64x64 GRAY)",
        assertThrows(IllegalArgumentException.class, () -> frame.reducedFrom(8, 6, colour))
            .getMessage());
    assertEquals(
        "patches: 10 (expected: 0 .. 9)",
        assertThrows(IllegalArgumentException.class, () -> new CapturePolicy(8, 8, 10))
            .getMessage());
  }
}
