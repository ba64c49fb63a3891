package io.virk.bench.quality;

import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * What may happen to a camera: causes of VIRK's catalogue, and some that are not in it. An
 * occlusion is a dark rectangle at an edge, of 4 to 36 % of the image; dirt is 2 to 10 soft grey
 * spots that stay where they are, each a seventh of the image high and as good as opaque in its
 * middle.
 */
enum Change {
  DARKENING("darkening", Causes.named("under-exposure")),
  NOISE("gaussian noise", Causes.named("sensor noise")),
  DEFOCUS("defocus", Causes.named("defocus")),
  JPEG("JPEG", null),
  COLOUR("colour shift", Causes.named("warm colour cast")),
  OCCLUSION("occlusion", null),
  DIRT("dirt", null),
  BLACK("black", null);

  /** The severities that are tried. */
  static final int[] SEVERITIES = {1, 3, 5};

  /** Those of the power tables. */
  static final Change[] IN_TABLES = {DARKENING, NOISE, DEFOCUS, JPEG, COLOUR};

  private static final int SMALL_SIDE = 64;
  private static final double SPOT = 0.06;
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
    if (this == OCCLUSION) {
      double side = 0.1 + 0.1 * severity;
      return shaded(frame, (x, y) -> x < side && y > 1 - side ? 0.95 : 0, 30);
    }
    if (this == BLACK) {
      return shaded(frame, (x, y) -> 1, 0);
    }
    if (this == DIRT) {
      return shaded(frame, spots(2 * severity), 90);
    }
    boolean small = Math.min(frame.width(), frame.height()) <= SMALL_SIDE;
    return compressed(frame, (small ? QUALITY_SMALL : QUALITY_LARGE)[severity - 1]);
  }

  /** How much of a place is covered, of width and height 1. */
  private interface Cover {
    double at(double x, double y);
  }

  /** Soft spots; the first are always the same. */
  private static Cover spots(int n) {
    SplittableRandom random = new SplittableRandom(5);
    double[] middles = random.doubles(2L * n, 0.1, 0.9).toArray();
    return (x, y) -> {
      double clear = 1;
      for (int i = 0; i < n; i++) {
        double dx = x - middles[2 * i];
        double dy = y - middles[2 * i + 1];
        clear *= 1 - 0.9 * Math.exp(-(dx * dx + dy * dy) / (2 * SPOT * SPOT));
      }
      return 1 - clear;
    };
  }

  private static Frame shaded(Frame frame, Cover cover, int level) {
    int bytes = frame.format() == PixelFormat.GRAY ? 1 : 3;
    byte[] pixels = new byte[frame.width() * frame.height() * bytes];
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        double share = cover.at((x + 0.5) / frame.width(), (y + 0.5) / frame.height());
        for (int b = 0; b < bytes; b++) {
          int from = frame.offset() + y * frame.rowStride() + x * bytes + b;
          double was = frame.pixels()[from] & 0xff;
          pixels[(y * frame.width() + x) * bytes + b] =
              (byte) Math.round(was + share * (level - was));
        }
      }
    }
    return Frame.of(pixels, frame.width(), frame.height(), frame.format());
  }

  /** The first byte of each pixel: all are alike. */
  private static Frame gray(Frame frame) {
    byte[] pixels = new byte[frame.width() * frame.height()];
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        pixels[y * frame.width() + x] =
            frame.pixels()[frame.offset() + y * frame.rowStride() + 3 * x];
      }
    }
    return Frame.of(pixels, frame.width(), frame.height(), PixelFormat.GRAY);
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
      Frame read = Frame.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
      return frame.format() == PixelFormat.GRAY ? gray(read) : read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }
}
