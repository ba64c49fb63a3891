package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/** One gray picture in every kind of {@link BufferedImage} that there is. */
public final class GrayScene {
  public static final int WIDTH = 21;
  public static final int HEIGHT = 13;

  private GrayScene() {}

  /** Of 0, 85, 170, 255: two bits say it. */
  public static int level(int x, int y) {
    return 85 * ((x / 3 + y) % 4);
  }

  /** The picture by name of its kind. */
  public static Map<String, BufferedImage> kinds() {
    Map<String, BufferedImage> kinds = new LinkedHashMap<>();
    ColorSpace gray = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    ColorSpace rgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    kinds.put("gray-8", components(gray, DataBuffer.TYPE_BYTE, 0, false));
    kinds.put("gray-16", components(gray, DataBuffer.TYPE_USHORT, 0, false));
    kinds.put("gray-float", components(gray, DataBuffer.TYPE_FLOAT, 0, false));
    kinds.put("gray-8-alpha", components(gray, DataBuffer.TYPE_BYTE, 1, false));
    kinds.put("gray-16-alpha", components(gray, DataBuffer.TYPE_USHORT, 1, false));
    kinds.put("gray-8-alpha-multiplied", components(gray, DataBuffer.TYPE_BYTE, 2, false));
    kinds.put("gray-16-alpha-multiplied", components(gray, DataBuffer.TYPE_USHORT, 2, false));
    kinds.put("rgb-8", components(rgb, DataBuffer.TYPE_BYTE, 0, false));
    kinds.put("rgb-16", components(rgb, DataBuffer.TYPE_USHORT, 0, false));
    kinds.put("rgb-float", components(rgb, DataBuffer.TYPE_FLOAT, 0, false));
    kinds.put("rgb-8-alpha", components(rgb, DataBuffer.TYPE_BYTE, 1, false));
    kinds.put("rgb-16-alpha", components(rgb, DataBuffer.TYPE_USHORT, 1, false));
    kinds.put("rgb-16-alpha-multiplied", components(rgb, DataBuffer.TYPE_USHORT, 2, false));
    kinds.put("rgb-8-in-planes", components(rgb, DataBuffer.TYPE_BYTE, 0, true));
    kinds.put("rgb-16-in-planes", components(rgb, DataBuffer.TYPE_USHORT, 0, true));
    kinds.put("cmyk-8", components(new Inks(), DataBuffer.TYPE_BYTE, 0, false));
    kinds.put("cmyk-16", components(new Inks(), DataBuffer.TYPE_USHORT, 0, false));
    for (int bits : new int[] {2, 4, 8}) {
      kinds.put("palette-" + bits, palette(bits));
    }
    int[] types = {
      BufferedImage.TYPE_3BYTE_BGR,
      BufferedImage.TYPE_4BYTE_ABGR,
      BufferedImage.TYPE_4BYTE_ABGR_PRE,
      BufferedImage.TYPE_INT_RGB,
      BufferedImage.TYPE_INT_BGR,
      BufferedImage.TYPE_INT_ARGB,
      BufferedImage.TYPE_INT_ARGB_PRE,
      BufferedImage.TYPE_USHORT_555_RGB,
      BufferedImage.TYPE_USHORT_565_RGB
    };
    for (int type : types) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
      each((x, y) -> set(image, x, y));
      kinds.put("type-" + type, image);
    }
    return kinds;
  }

  private static int set(BufferedImage image, int x, int y) {
    image.setRGB(x, y, 0xff000000 | level(x, y) * 0x010101);
    return 0;
  }

  private static void each(IntBinaryOperator pixel) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        pixel.applyAsInt(x, y);
      }
    }
  }

  /** Alpha: 0 none, 1 varies, 2 varies and colours are multiplied by it. */
  private static BufferedImage components(ColorSpace space, int type, int alpha, boolean planes) {
    int colours = space.getNumComponents();
    int bands = colours + (alpha > 0 ? 1 : 0);
    int[] offsets = new int[bands];
    for (int i = 0; i < bands; i++) {
      offsets[i] = planes ? 0 : i;
    }
    SampleModel samples =
        planes
            ? new BandedSampleModel(type, WIDTH, HEIGHT, bands)
            : new PixelInterleavedSampleModel(type, WIDTH, HEIGHT, bands, WIDTH * bands, offsets);
    WritableRaster raster = Raster.createWritableRaster(samples, null);
    double most = type == DataBuffer.TYPE_BYTE ? 255 : type == DataBuffer.TYPE_FLOAT ? 1 : 65535;
    each(
        (x, y) -> {
          double share = level(x, y) / 255.0;
          // a multiple of 3 / 255, so that products with thirds are whole
          double opaque = alpha == 0 ? 1 : (3 * (10 + (x + y) % 60)) / 255.0;
          for (int i = 0; i < colours; i++) {
            double value = colours == 4 ? (i == 3 ? 1 - share : 0) : share;
            raster.setSample(x, y, i, most * value * (alpha == 2 ? opaque : 1));
          }
          if (alpha > 0) {
            raster.setSample(x, y, colours, most * opaque);
          }
          return 0;
        });
    ColorModel model =
        new ComponentColorModel(
            space,
            alpha > 0,
            alpha == 2,
            alpha > 0 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            type);
    return new BufferedImage(model, raster, alpha == 2, null);
  }

  private static BufferedImage palette(int bits) {
    byte[] levels = new byte[1 << bits];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (255 - i * 255 / (levels.length - 1));
    }
    IndexColorModel model = new IndexColorModel(bits, levels.length, levels, levels, levels);
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type, model);
    each(
        (x, y) -> {
          int index = (255 - level(x, y)) * (levels.length - 1) / 255;
          image.getRaster().setSample(x, y, 0, index);
          return 0;
        });
    return image;
  }

  /** Inks on paper, as the decoders of TIFF files name them. */
  public static final class Inks extends ColorSpace {
    private static final long serialVersionUID = 1;

    public Inks() {
      super(TYPE_CMYK, 4);
    }

    @Override
    public float[] toRGB(float[] inks) {
      float paper = 1 - inks[3];
      return new float[] {paper * (1 - inks[0]), paper * (1 - inks[1]), paper * (1 - inks[2])};
    }

    @Override
    public float[] fromRGB(float[] rgb) {
      return new float[] {1 - rgb[0], 1 - rgb[1], 1 - rgb[2], 0};
    }

    @Override
    public float[] toCIEXYZ(float[] inks) {
      return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(inks));
    }

    @Override
    public float[] fromCIEXYZ(float[] xyz) {
      return fromRGB(ColorSpace.getInstance(CS_sRGB).fromCIEXYZ(xyz));
    }
  }

  /** What an image becomes in a slot. */
  public static Frame captured(BufferedImage image) {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(300, 300));
    FrameBuffer.Outcome outcome = buffer.take(image);
    if (outcome != FrameBuffer.Outcome.TAKEN) {
      throw new AssertionError(outcome + ": " + image);
    }
    return buffer.frame();
  }

  /** Every measure of a frame. */
  public static double[] measures(Frame frame) {
    ImageStatistics all = new ImageAnalyzer().analyze(frame);
    double[] values = new double[ImageMeasure.values().length];
    for (ImageMeasure measure : ImageMeasure.values()) {
      values[measure.ordinal()] = all.value(measure);
    }
    return values;
  }

  /** The largest difference of any sample from the level that it should have. */
  public static int worst(Frame frame, IntBinaryOperator level) {
    int worst = 0;
    int samples = frame.format().samplesPerPixel();
    int colours = frame.format() == PixelFormat.GRAY ? 1 : 3;
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        for (int s = 0; s < colours; s++) {
          int at = frame.offset() + y * frame.rowStride() + x * samples + s;
          int difference = (frame.pixels()[at] & 0xff) - level.applyAsInt(x, y);
          worst = Math.max(worst, Math.abs(difference));
        }
      }
    }
    return worst;
  }
}
