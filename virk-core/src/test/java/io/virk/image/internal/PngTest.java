package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.Redactor;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
  private static final int PLENTY = 1 << 20;

  @Test
  void anyReaderReadsTheSamePixels() throws IOException {
    Frame scene = Scenes.frame(1, 2, 31, 17);
    for (PixelFormat format : PixelFormat.values()) {
      int samples = format.samplesPerPixel();
      byte[] buffer = new byte[5 + 17 * (31 * samples + 3)];
      new SplittableRandom(1).nextBytes(buffer);
      Frame frame = Frame.of(buffer, 5, 31, 17, 31 * samples + 3, format);
      byte[] file = Png.encode(frame);
      BufferedImage theirs = ImageIO.read(new ByteArrayInputStream(file));
      BufferedImage ours = Png.decode(file, PLENTY).toBufferedImage();
      BufferedImage wanted = frame.toBufferedImage();
      for (int y = 0; y < 17; y++) {
        for (int x = 0; x < 31; x++) {
          assertEquals(wanted.getRGB(x, y), ours.getRGB(x, y), format + " " + x + "," + y);
          if (format != PixelFormat.GRAY) { // ImageIO takes gray for linear light
            assertEquals(wanted.getRGB(x, y), theirs.getRGB(x, y), format + " " + x + "," + y);
          }
        }
      }
    }
    assertArrayEquals(scene.pixels(), Png.decode(Png.encode(scene), PLENTY).pixels());
  }

  @Test
  void whatIsNoneOfOursIsRefusedAndABombIsNotInflated() {
    byte[] file = Png.encode(Scenes.frame(1, 2, 31, 17));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Png.decode(file, 526))
            .getMessage()
            .contains("has 31 x 17 pixels (expected: 1 .. 526)"));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      byte[] changed = java.util.Arrays.copyOf(file, i < 100 ? i * file.length / 100 : file.length);
      if (i >= 100) {
        changed[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertThrows(IllegalArgumentException.class, () -> Png.decode(changed, PLENTY));
    }
  }

  @Test
  void aMosaicLeavesSquaresOfOneColour() {
    Frame scene = Scenes.frame(1, 2, 31, 17);
    byte[] before = scene.pixels().clone();
    Frame mosaic = Redactor.mosaic(8).redact(scene, Map.of()).orElseThrow();
    assertArrayEquals(before, scene.pixels());
    for (int x = 1; x < 8; x++) {
      assertEquals(mosaic.pixels()[0], mosaic.pixels()[3 * x]);
    }
    assertThrows(IllegalArgumentException.class, () -> Redactor.mosaic(1));
    assertDoesNotThrow(() -> Redactor.mosaic(4096).redact(scene, Map.of()));
  }
}
