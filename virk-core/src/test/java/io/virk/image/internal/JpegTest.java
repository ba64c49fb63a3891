package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegTest {
  private static BufferedImage decoded(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static double noise(Frame frame, BufferedImage image) {
    BufferedImage original = frame.toBufferedImage();
    double sum = 0;
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int a = original.getRGB(x, y) >> shift & 0xff;
          int b = image.getRGB(x, y) >> shift & 0xff;
          sum += (a - b) * (a - b);
        }
      }
    }
    return Math.sqrt(sum / (3.0 * frame.width() * frame.height()));
  }

  @Test
  void othersReadWhatItWritesWhateverTheSize() throws IOException {
    for (int[] side : new int[][] {{9, 7}, {16, 8}, {64, 48}, {97, 33}}) {
      Frame frame = Scenes.frame(1, 7, side[0], side[1]);
      BufferedImage image = decoded(Jpeg.encode(frame, 95));
      assertEquals(side[0], image.getWidth());
      assertEquals(side[1], image.getHeight());
      assertTrue(noise(frame, image) < 8, "levels: " + noise(frame, image));
    }
    byte[] one = Jpeg.encode(Frame.of(new byte[3], 1, 1, PixelFormat.RGB), 90);
    assertEquals(1, decoded(one).getWidth());
  }

  @Test
  void grayIsOneChannelAndExtremesStayInTheirRange() throws IOException {
    byte[] pixels = new byte[24 * 24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 24 < 12 ? 0 : 255);
    }
    Frame frame = Frame.of(pixels, 24, 24, PixelFormat.GRAY);
    BufferedImage image = decoded(Jpeg.encode(frame, 90));
    assertEquals(1, image.getRaster().getNumBands());
    assertTrue(noise(frame, image) < 6, "levels: " + noise(frame, image));
  }

  @Test
  void theSamePixelsGiveTheSameBytesAndLowerQualityFewer() {
    Frame frame = Scenes.frame(2, 3, 80, 60);
    assertArrayEquals(Jpeg.encode(frame, 72), Jpeg.encode(frame, 72));
    assertTrue(Jpeg.encode(frame, 30).length < Jpeg.encode(frame, 90).length);
  }
}
