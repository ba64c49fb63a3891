package io.virk.bench.quality;

import io.virk.cause.Cause;
import io.virk.cause.Causes;
import io.virk.image.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** What may happen to a camera. */
enum Change {
  DARKENING("darkening", Causes.named("under-exposure")),
  NOISE("gaussian noise", Causes.named("sensor noise")),
  DEFOCUS("defocus", Causes.named("defocus")),
  JPEG("JPEG", null),
  COLOUR("colour shift", Causes.named("warm colour cast"));

  /** The severities that are tried. */
  static final int[] SEVERITIES = {1, 3, 5};

  private static final int SMALL_SIDE = 64;
  private static final int[] QUALITY_SMALL = {80, 65, 58, 50, 40};
  private static final int[] QUALITY_LARGE = {25, 18, 15, 10, 7};

  private final String words;
  private final Cause cause;

  Change(String words, Cause cause) {
    this.words = words;
    this.cause = cause;
  }

  String words() {
    return words;
  }

  Frame apply(Frame frame, int severity, long seed) {
    if (cause != null) {
      return cause.apply(frame, severity, seed);
    }
    boolean small = Math.min(frame.width(), frame.height()) <= SMALL_SIDE;
    return compressed(frame, (small ? QUALITY_SMALL : QUALITY_LARGE)[severity - 1]);
  }

  private static Frame compressed(Frame frame, int quality) {
    BufferedImage rgb =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_3BYTE_BGR);
    rgb.createGraphics().drawImage(frame.toBufferedImage(), 0, 0, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality / 100f);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(rgb, null, null), parameters);
      }
      return Frame.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }
}
