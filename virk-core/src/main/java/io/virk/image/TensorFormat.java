package io.virk.image;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * What a preprocessed image tensor is made of, so that pixels can be had back from it: {@code
 * tensor = (pixel * scale - mean) / std} for each channel, pixels 0 .. 255, one image.
 *
 * <pre>{@code
 * TensorFormat.nchw(224, 224).imageNet()                  // torchvision
 * TensorFormat.nhwc(299, 299).minusOneToOne()             // Keras: mode "tf"
 * TensorFormat.nhwc(224, 224).imageNetMeans()             // Keras: mode "caffe", BGR
 * TensorFormat.nchw(28, 28).gray().zeroToOne().normalised(new double[] {.1307}, new double[] {.3081})
 * }</pre>
 *
 * <p>Immutable. Two formats are equal if all their numbers are; {@link #toString} is the same for
 * equal formats on every machine, so that it can be kept and compared.
 */
public final class TensorFormat {
  /** The order of the axes. */
  public enum Layout {
    /** Channels first: one plane after the other. */
    NCHW,
    /** Channels last: one pixel after the other. */
    NHWC
  }

  /** The channels and their order. */
  public enum Channels {
    /** Red, green, blue. */
    RGB(3),
    /** Blue, green, red. */
    BGR(3),
    /** One channel. */
    GRAY(1);

    private final int count;

    Channels(int count) {
      this.count = count;
    }

    /**
     * The number of channels.
     *
     * @return 1 or 3
     */
    public int count() {
      return count;
    }
  }

  private static final int LARGEST_SIDE = 16_384;

  private final Layout layout;
  private final Channels channels;
  private final int width;
  private final int height;
  private final double scale;
  private final double[] mean;
  private final double[] std;

  TensorFormat(
      Layout layout,
      Channels channels,
      int width,
      int height,
      double scale,
      double[] mean,
      double[] std) {
    this.layout = layout;
    this.channels = channels;
    this.width = side("width", width);
    this.height = side("height", height);
    if (!(scale > 0) || scale > Float.MAX_VALUE) {
      throw new IllegalArgumentException("scale: " + scale + " (expected: > 0 and finite)");
    }
    this.scale = scale;
    this.mean = perChannel("mean", mean, channels);
    this.std = perChannel("std", std, channels);
    for (double value : this.mean) {
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("mean: " + value + " (expected: finite)");
      }
    }
    for (double value : this.std) {
      if (!(value > 0) || value > Float.MAX_VALUE) {
        throw new IllegalArgumentException("std: " + value + " (expected: > 0 and finite)");
      }
    }
    if ((long) width * height * channels.count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "width x height x channels: "
              + (long) width * height * channels.count
              + " (expected: <= "
              + Integer.MAX_VALUE
              + ")");
    }
  }

  private static int side(String name, int value) {
    if (value <= 0 || value > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: 1 .. " + LARGEST_SIDE + ")");
    }
    return value;
  }

  /** One value for all channels, or one for each. */
  private static double[] perChannel(String name, double[] values, Channels channels) {
    int count = channels.count;
    if (values.length != count && Arrays.stream(values).distinct().count() != 1) {
      throw new IllegalArgumentException(
          name + ".length: " + values.length + " (expected: " + count + " for " + channels + ")");
    }
    double[] result = new double[count];
    for (int c = 0; c < count; c++) {
      // + 0.0: there is no negative zero, which would print and compare differently
      result[c] = values[values.length == count ? c : 0] + 0.0;
    }
    return result;
  }

  /**
   * A tensor with channels first: RGB, pixels as they are until something else is said.
   *
   * @param width pixels, 1 .. 16384
   * @param height pixels, 1 .. 16384
   * @return the format
   * @throws IllegalArgumentException if a size is out of its range
   */
  public static TensorFormat nchw(int width, int height) {
    return of(Layout.NCHW, width, height);
  }

  /**
   * A tensor with channels last: RGB, pixels as they are until something else is said.
   *
   * @param width pixels, 1 .. 16384
   * @param height pixels, 1 .. 16384
   * @return the format
   * @throws IllegalArgumentException if a size is out of its range
   */
  public static TensorFormat nhwc(int width, int height) {
    return of(Layout.NHWC, width, height);
  }

  /**
   * The format of a text.
   *
   * @param text as {@link #toString} gives it
   * @return a format whose text that is
   * @throws IllegalArgumentException if it is not the text of a format
   */
  public static TensorFormat parse(String text) {
    return TensorFormatText.parse(text);
  }

  private static TensorFormat of(Layout layout, int width, int height) {
    return new TensorFormat(
        layout, Channels.RGB, width, height, 1, new double[] {0}, new double[] {1});
  }

  /**
   * With channels red, green, blue.
   *
   * @return a new format
   */
  public TensorFormat rgb() {
    return with(Channels.RGB);
  }

  /**
   * With channels blue, green, red. Means and standard deviations stay in the tensor's order.
   *
   * @return a new format
   */
  public TensorFormat bgr() {
    return with(Channels.BGR);
  }

  /**
   * With one channel.
   *
   * @return a new format
   * @throws IllegalArgumentException if the means or standard deviations differ by channel
   */
  public TensorFormat gray() {
    return with(Channels.GRAY);
  }

  private TensorFormat with(Channels value) {
    return new TensorFormat(layout, value, width, height, scale, mean, std);
  }

  /**
   * With pixels that were multiplied by a number first.
   *
   * @param value &gt; 0
   * @return a new format
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public TensorFormat scaled(double value) {
    return new TensorFormat(layout, channels, width, height, value, mean, std);
  }

  /**
   * With a mean that was subtracted from the scaled pixels, and a standard deviation that they were
   * divided by.
   *
   * @param means one for each channel in the tensor's order, or one for all. Not modified.
   * @param deviations as the means, &gt; 0. Not modified.
   * @return a new format
   * @throws IllegalArgumentException if there are not as many as channels, or one cannot be used
   */
  public TensorFormat normalised(double[] means, double[] deviations) {
    Objects.requireNonNull(means, "means");
    Objects.requireNonNull(deviations, "deviations");
    return new TensorFormat(layout, channels, width, height, scale, means, deviations);
  }

  /**
   * Pixels divided by 255: torchvision's {@code ToTensor}.
   *
   * @return a new format
   */
  public TensorFormat zeroToOne() {
    return scaled(1 / 255.0).normalised(new double[] {0}, new double[] {1});
  }

  /**
   * Pixels divided by 127.5, less 1: Keras' {@code preprocess_input}, mode "tf".
   *
   * @return a new format
   */
  public TensorFormat minusOneToOne() {
    return scaled(1 / 127.5).normalised(new double[] {1}, new double[] {1});
  }

  /**
   * RGB, divided by 255 and normalised by ImageNet's means and standard deviations: torchvision,
   * and Keras' mode "torch".
   *
   * @return a new format
   */
  public TensorFormat imageNet() {
    return rgb()
        .scaled(1 / 255.0)
        .normalised(new double[] {.485, .456, .406}, new double[] {.229, .224, .225});
  }

  /**
   * BGR less ImageNet's means: Keras' {@code preprocess_input}, mode "caffe".
   *
   * @return a new format
   */
  public TensorFormat imageNetMeans() {
    return bgr().scaled(1).normalised(new double[] {103.939, 116.779, 123.68}, new double[] {1});
  }

  /**
   * The order of the axes.
   *
   * @return the layout
   */
  public Layout layout() {
    return layout;
  }

  /**
   * The channels.
   *
   * @return their order
   */
  public Channels channels() {
    return channels;
  }

  /**
   * The width.
   *
   * @return pixels, &gt; 0
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return pixels, &gt; 0
   */
  public int height() {
    return height;
  }

  /**
   * What pixels are multiplied by.
   *
   * @return &gt; 0
   */
  public double scale() {
    return scale;
  }

  /**
   * What is subtracted from scaled pixels.
   *
   * @return one value for each channel, in the tensor's order; unmodifiable
   */
  public List<Double> mean() {
    return DoubleStream.of(mean).boxed().toList();
  }

  /**
   * What the difference is divided by.
   *
   * @return one value for each channel, in the tensor's order; unmodifiable
   */
  public List<Double> std() {
    return DoubleStream.of(std).boxed().toList();
  }

  /**
   * The number of values of one image's tensor, and of bytes of its pixels.
   *
   * @return width x height x channels
   */
  public int length() {
    return width * height * channels.count;
  }

  /**
   * The format of the pixels that come back.
   *
   * @return RGB or GRAY
   */
  public PixelFormat pixelFormat() {
    return channels == Channels.GRAY ? PixelFormat.GRAY : PixelFormat.RGB;
  }

  /**
   * Makes a frame of a tensor: see {@link #toPixels}.
   *
   * @param values the tensor. Not modified.
   * @param offset index of its first value
   * @return a new frame, RGB or gray
   * @throws IllegalArgumentException if the tensor does not lie within the array
   */
  public Frame toFrame(float[] values, int offset) {
    byte[] pixels = new byte[length()];
    toPixels(values, offset, pixels);
    return Frame.of(pixels, width, height, pixelFormat());
  }

  /**
   * Undoes the normalisation: {@code pixel = (tensor * std + mean) / scale}, rounded to the nearest
   * integer, halves up, and clamped to 0 .. 255. NaN and negative infinity become 0, infinity 255.
   * Allocates nothing.
   *
   * @param values the tensor. Not modified.
   * @param offset index of its first value
   * @param target at least {@link #length} bytes, interleaved RGB or gray. Modified.
   * @return whether all values are finite
   * @throws IllegalArgumentException if the tensor does not lie within the array, or the target is
   *     too short
   */
  public boolean toPixels(float[] values, int offset, byte[] target) {
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(target, "target");
    int length = length();
    if (offset < 0 || offset > values.length - length) {
      throw new IllegalArgumentException(
          "offset: "
              + offset
              + " (expected: 0 .. "
              + (values.length - length)
              + ", for "
              + length
              + " of "
              + values.length
              + " values)");
    }
    if (target.length < length) {
      throw new IllegalArgumentException(
          "target.length: " + target.length + " (expected: >= " + length + ")");
    }
    int count = channels.count;
    boolean planes = layout == Layout.NCHW;
    boolean finite = true;
    for (int c = 0; c < count; c++) {
      int first = offset + (planes ? c * width * height : c);
      int at = channels == Channels.BGR ? 2 - c : c;
      finite &= channel(values, first, planes ? 1 : count, std[c], mean[c], target, at);
    }
    return finite;
  }

  /** The channel that begins at a value, into every third or every byte. */
  private boolean channel(
      float[] values, int first, int step, double std, double mean, byte[] target, int at) {
    double gain = std / scale;
    double bias = mean / scale + .5;
    int count = channels.count;
    int size = width * height;
    // 0 x finite is 0, and NaN otherwise
    float finite = 0;
    for (int i = 0, from = first, to = at; i < size; i++, from += step, to += count) {
      float value = values[from];
      finite += value * 0;
      // the cast rounds down what is not negative, and makes NaN 0
      target[to] = (byte) (int) Math.max(0, Math.min(255, value * gain + bias));
    }
    return finite == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorFormat that
        && layout == that.layout
        && channels == that.channels
        && width == that.width
        && height == that.height
        && scale == that.scale
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /**
   * All that this format is.
   *
   * @return for example {@code NCHW RGB 224x224 scale=1 mean=[0, 0, 0] std=[1, 1, 1]}
   */
  @Override
  public String toString() {
    return TensorFormatText.of(this);
  }
}
