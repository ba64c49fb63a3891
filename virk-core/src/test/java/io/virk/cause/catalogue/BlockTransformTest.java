package io.virk.cause.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.Frame;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTransformTest {
  @ParameterizedTest
  @ValueSource(ints = {80, 65, 58, 50, 40, 25, 18, 15, 10, 7})
  void compressionLosesWhatAJpegFileDoes(int quality) throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
      BufferedImage image = new BufferedImage(101, 67, type);
      int[] scene =
          Scenes.frame(5, 3, 101, 67).toBufferedImage().getRGB(0, 0, 101, 67, null, 0, 101);
      image.setRGB(0, 0, 101, 67, scene, 0, 101);
      Planes planes = Planes.of(Frame.of(image));
      Planes before = Planes.of(Frame.of(image));
      BlockTransform.ofQuality(quality).apply(planes);
      Planes written = Planes.of(Frame.of(throughAFile(image, quality)));
      double difference = meanDifference(planes, written);
      double loss = meanDifference(before, written);
      assertTrue(difference < .12 * loss, quality + ": " + difference + " of " + loss);
    }
  }

  private static BufferedImage throughAFile(BufferedImage image, int quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality / 100f);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(bytes));
    writer.write(null, new IIOImage(image, null, null), param);
    ((ImageOutputStream) writer.getOutput()).close();
    writer.dispose();
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static double meanDifference(Planes a, Planes b) {
    Frame one = a.toFrame();
    Frame other = b.toFrame();
    assertEquals(one.format(), other.format());
    double sum = 0;
    for (int i = 0; i < one.pixels().length; i++) {
      sum += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
    }
    return sum / one.pixels().length;
  }

  @Test
  void theCosineTransformIsOrthonormal() {
    float[] block = new float[64];
    float[] once = new float[64];
    float[] back = new float[64];
    SplittableRandom random = new SplittableRandom(9);
    double energy = 0;
    for (int i = 0; i < 64; i++) {
      block[i] = (float) random.nextDouble(-128, 128);
      energy += block[i] * block[i];
    }
    float[] before = block.clone();
    BlockTransform.forward(block, once);
    BlockTransform.forward(once, back);
    double transformed = 0;
    double sum = 0;
    for (int i = 0; i < 64; i++) {
      transformed += back[i] * back[i];
      sum += before[i];
    }
    assertEquals(energy, transformed, energy * 1e-5);
    assertEquals(sum / 8, back[0], 1e-3);
    BlockTransform.backward(back, once);
    BlockTransform.backward(once, back);
    assertArrayEquals(before, back, 1e-3f);
  }

  /** Nothing but sums and products: the same bits on every JDK. */
  @ParameterizedTest
  @CsvSource({"80, 869a45fb", "40, e8a7f1f9", "7, a6146c34"})
  void compressionHasTheSameBitsEverywhere(int quality, String expected) {
    Planes planes = Planes.of(Scenes.frame(3, 11, 90, 83));
    BlockTransform.ofQuality(quality).apply(planes);
    CRC32 crc = new CRC32();
    crc.update(planes.toFrame().pixels());
    assertEquals(expected, Long.toHexString(crc.getValue()));
  }
}
