package io.virk.onnx;

import com.google.gson.JsonObject;
import io.virk.image.Frame;
import io.virk.internal.Settings;
import java.util.Arrays;
import java.util.Objects;

/**
 * The steps from a frame to a model's input: resize or crop, order of the channels, and {@code
 * (pixel x scale - mean) / std}. They must be the steps that the model was trained with.
 *
 * <p>The size, the number of channels and the layout of the tensor are not steps: they are the
 * model's, and come in as an {@link InputShape}. A frame of one channel gives its raw value to
 * every channel, without colour management; alpha is ignored. Values between bytes, which resizing
 * makes, are not rounded.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageTransform {
  private static final double[] ZERO = {0};
  private static final double[] ONE = {1};

  private final ResizePolicy resize;
  private final ChannelOrder order; // null: as the model takes it
  private final double scale;
  private final double[] mean;
  private final double[] std;

  private ImageTransform(
      ResizePolicy resize, ChannelOrder order, double scale, double[] mean, double[] std) {
    this.resize = resize;
    this.order = order;
    this.scale = scale;
    this.mean = mean;
    this.std = std;
  }

  /**
   * Starts a transform that stretches and leaves the pixels 0 .. 255 unscaled.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Stretch, pixels 0 .. 255 as they are.
   *
   * @return the transform
   */
  public static ImageTransform raw() {
    return builder().build();
  }

  /**
   * Stretch, pixels divided by 255 to 0 .. 1.
   *
   * @return the transform
   */
  public static ImageTransform unit() {
    return builder().scale(1 / 255.0).build();
  }

  /**
   * Stretch, pixels divided by 127.5 less 1, to -1 .. 1: the {@code tf} mode of Keras.
   *
   * @return the transform
   */
  public static ImageTransform signedUnit() {
    return builder().scale(1 / 127.5).mean(1).build();
  }

  /**
   * The transform of torchvision's and most other ImageNet classifiers: short side to 256 and the
   * centre 224 x 224 of it (of other inputs as much in proportion), RGB, 0 .. 1, mean (0.485,
   * 0.456, 0.406), std (0.229, 0.224, 0.225).
   *
   * @return the transform
   */
  public static ImageTransform imageNet() {
    return builder()
        .resize(ResizePolicy.shortSideThenCrop(0.875))
        .order(ChannelOrder.RGB)
        .scale(1 / 255.0)
        .mean(0.485, 0.456, 0.406)
        .std(0.229, 0.224, 0.225)
        .build();
  }

  /**
   * The transform of Caffe's ImageNet classifiers: short side to 256 and the centre 224 x 224 of it
   * (of other inputs as much in proportion), BGR, 0 .. 255 less the mean (103.939, 116.779,
   * 123.68).
   *
   * @return the transform
   */
  public static ImageTransform caffe() {
    return builder()
        .resize(ResizePolicy.shortSideThenCrop(0.875))
        .order(ChannelOrder.BGR)
        .mean(103.939, 116.779, 123.68)
        .build();
  }

  /**
   * The transform of the YOLOX detectors: letterbox, top left, padding 114, BGR, 0 .. 255.
   *
   * @return the transform
   */
  public static ImageTransform yolox() {
    return builder()
        .resize(ResizePolicy.letterbox(ResizePolicy.Anchor.TOP_LEFT, 114))
        .order(ChannelOrder.BGR)
        .build();
  }

  /**
   * This transform with another resize policy.
   *
   * @param resize the policy
   * @return a new transform
   */
  public ImageTransform withResize(ResizePolicy resize) {
    return new ImageTransform(Objects.requireNonNull(resize, "resize"), order, scale, mean, std);
  }

  /**
   * This transform with another order of the channels.
   *
   * @param order what the channels hold
   * @return a new transform
   */
  public ImageTransform withOrder(ChannelOrder order) {
    return new ImageTransform(resize, Objects.requireNonNull(order, "order"), scale, mean, std);
  }

  /**
   * Makes the input tensor of one frame.
   *
   * <p>Allocates the tensor and, if the frame is resized, a few rows. Cost: each pixel in the crop
   * is read once; an embedder also uses its buffers again.
   *
   * @param frame any size and format. Not modified.
   * @param shape the tensor's shape
   * @return {@code shape.values()} values in the shape's layout
   * @throws IllegalArgumentException if the transform does not suit the number of channels, or the
   *     frame is too small to be cropped without resizing
   */
  public float[] apply(Frame frame, InputShape shape) {
    Objects.requireNonNull(frame, "frame");
    TensorWriter writer = writer(shape);
    float[] tensor = new float[shape.values()];
    writer.write(frame, tensor);
    return tensor;
  }

  /**
   * What makes many tensors of one shape, with memory that it uses again.
   *
   * @param shape the tensors' shape
   * @return a new writer
   * @throws IllegalArgumentException if the transform does not suit the number of channels
   */
  public TensorWriter writer(InputShape shape) {
    Objects.requireNonNull(shape, "shape");
    Settings problems = new Settings();
    check(shape.channels(), problems);
    problems.throwIfAny("the transform does not suit");
    return new TensorWriter(this, shape);
  }

  /**
   * The steps as a JSON object, as they travel in a baseline, for a job in another language to read
   * and to write. Of {@link #imageNet}:
   *
   * <pre>{@code
   * {"resize":"short-side-then-crop","kept":0.875,"channels":"RGB","scale":0.00392156862745098,
   *  "mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]}
   * }</pre>
   *
   * <p>{@code resize} is {@code stretch}, {@code short-side-then-crop} with {@code kept}, {@code
   * centre-crop}, or {@code letterbox} with {@code anchor} ({@code top-left}, {@code centre}) and
   * {@code pad}; {@code channels} is RGB, BGR or GRAY.
   *
   * @return one line
   */
  public String toJson() {
    return json(order).toString();
  }

  /** As {@link #toJson}, for a model that takes so many channels. */
  JsonObject json(int channels) {
    return json(orderFor(channels));
  }

  private JsonObject json(ChannelOrder channels) {
    return TransformJson.of(resize, channels, scale, mean, std);
  }

  /**
   * Reads what {@link #toJson} has written, or a job in another language. What is left out is as in
   * {@link #builder}; {@code mean} and {@code std} may be one number or an array.
   *
   * @param json an object
   * @return the transform
   * @throws IllegalArgumentException if it is no JSON object, has a field that is not known, or a
   *     value out of its range; the message names it
   */
  public static ImageTransform ofJson(String json) {
    return TransformJson.parse(Objects.requireNonNull(json, "json"));
  }

  /**
   * The steps in words.
   *
   * @return words that are equal exactly if the steps are
   */
  public String describe() {
    return describe(order == null ? "RGB, or gray for one channel" : order.name());
  }

  private String describe(String orderWords) {
    return String.join(
        "; ",
        resize.describe(),
        orderWords,
        "scale " + reciprocalOrValue(scale),
        "mean " + words(mean),
        "std " + words(std));
  }

  /** Double.toString is exact; 1/255 is as exact, and legible. */
  private static String reciprocalOrValue(double scale) {
    double divisor = Math.rint(2 / scale) / 2;
    return scale != 1 && divisor >= 1 && divisor <= 1e6 && 1 / divisor == scale
        ? "1/" + words(new double[] {divisor})
        : words(new double[] {scale});
  }

  private static String words(double[] values) {
    StringBuilder words = new StringBuilder();
    for (double value : values) {
      String digits = Double.toString(value);
      words
          .append(words.isEmpty() ? "" : " ")
          .append(digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits);
    }
    return words.toString();
  }

  /** Notes what does not suit a model that takes so many channels. */
  void check(int channels, Settings problems) {
    if (channels == 1 && (order == ChannelOrder.RGB || order == ChannelOrder.BGR)) {
      problems.wrong("transform.order", order, "GRAY or unset, for the model takes one channel");
    }
    if (channels < mean.length) {
      problems.wrong("transform.mean", words(mean), "one number, for the model takes one channel");
    }
    if (channels < std.length) {
      problems.wrong("transform.std", words(std), "one number, for the model takes one channel");
    }
  }

  ResizePolicy resize() {
    return resize;
  }

  boolean isGray() {
    return order == ChannelOrder.GRAY;
  }

  ChannelOrder orderFor(int channels) {
    if (order != null) {
      return order;
    }
    return channels == 1 ? ChannelOrder.GRAY : ChannelOrder.RGB;
  }

  double scale() {
    return scale;
  }

  double mean(int channel) {
    return mean.length == 1 ? mean[0] : mean[channel];
  }

  double std(int channel) {
    return std.length == 1 ? std[0] : std[channel];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageTransform that && describe().equals(that.describe());
  }

  @Override
  public int hashCode() {
    return describe().hashCode();
  }

  @Override
  public String toString() {
    return "ImageTransform[" + describe() + "]";
  }

  /** Collects the steps; each is set once at most. Not thread-safe. */
  public static final class Builder {
    private final Settings settings = new Settings();
    private ResizePolicy resize = ResizePolicy.stretch();
    private ChannelOrder order;
    private double scale = 1;
    private double[] mean = ZERO;
    private double[] std = ONE;

    private Builder() {}

    /**
     * How a frame comes to the model's size. Default: {@link ResizePolicy#stretch()}.
     *
     * @param resize the policy
     * @return this
     */
    public Builder resize(ResizePolicy resize) {
      this.resize = settings.once("resize", resize);
      return this;
    }

    /**
     * What the channels hold. Default: RGB, or gray where the model takes one channel.
     *
     * @param order the order
     * @return this
     */
    public Builder order(ChannelOrder order) {
      this.order = settings.once("order", order);
      return this;
    }

    /**
     * The factor that pixels 0 .. 255 are multiplied by, first of all. Default: 1.
     *
     * @param scale finite and &gt; 0
     * @return this
     */
    public Builder scale(double scale) {
      settings.once("scale", scale);
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        settings.wrong("scale", scale, "finite and > 0");
      }
      this.scale = scale;
      return this;
    }

    /**
     * What is taken from the scaled pixels. Default: 0.
     *
     * @param mean one number for all channels, or three in the order of the tensor's channels;
     *     finite. Not modified.
     * @return this
     */
    public Builder mean(double... mean) {
      settings.once("mean", mean);
      this.mean = perChannel("mean", mean);
      for (double value : this.mean) {
        if (!Double.isFinite(value)) {
          settings.wrong("mean", value, "finite");
        }
      }
      return this;
    }

    /**
     * What the rest is divided by. Default: 1.
     *
     * @param std one number for all channels, or three in the order of the tensor's channels;
     *     finite and &gt; 0. Not modified.
     * @return this
     */
    public Builder std(double... std) {
      settings.once("std", std);
      this.std = perChannel("std", std);
      for (double value : this.std) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
          settings.wrong("std", value, "finite and > 0");
        }
      }
      return this;
    }

    private double[] perChannel(String name, double[] values) {
      double[] copy = Objects.requireNonNull(values, name).clone();
      if (copy.length != 1 && copy.length != 3) {
        settings.wrong(name + ".length", copy.length, "1 or 3");
      }
      for (int i = 0; i < copy.length; i++) {
        copy[i] += 0.0; // -0.0 and 0.0 are the same step, as are (x, x, x) and x
      }
      boolean same = copy.length > 0 && Arrays.stream(copy).allMatch(value -> value == copy[0]);
      return same ? new double[] {copy[0]} : copy;
    }

    /**
     * Makes the transform.
     *
     * @return the transform
     * @throws IllegalArgumentException with all that is wrong: a number out of its range, a step
     *     set twice
     */
    public ImageTransform build() {
      settings.throwIfAny("the transform cannot be made");
      return new ImageTransform(resize, order, scale, mean, std);
    }
  }
}
