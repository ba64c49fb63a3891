package io.virk.onnx;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Carries out an {@link ImageTransform} for one input shape, with buffers of its own that are used
 * again for every frame: for a host that makes its tensors by the steps of its baseline's embedder.
 * Allocates nothing while frames keep their size. Not thread-safe.
 */
public final class TensorWriter {
  /*
   * A frame that is not resized goes through a table of 256 values a channel. Any other is resized
   * rows first: every source row is read once, a pixel an int, and added, weighted, to the few
   * output rows that it touches (a loop that C2 turns into SIMD; in whole numbers, for C2 of JDK 17
   * does not convert bytes or ints to floats by SIMD); an output row that is complete is resized
   * along its columns. So a big photo is read once, in order, whatever the reduction. Weights of
   * 23 bits are 0.0003 of 255 levels off at most.
   */
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputShape shape;
  private final ResizePolicy policy;
  private final ChannelOrder order;
  private final double pad;
  private final float[] gain; // tensor value = gain[c] * pixel + bias[c]
  private final float[] bias;
  private final float[][] table; // [channel][byte]
  private final int pixelStep;
  private final int channelStep;

  private int frameWidth;
  private int frameHeight;
  private Placement placement;
  private AxisWeights columns;
  private AxisWeights rows;
  private int[][] wholeWeights; // [tap][output row]
  private int[] packed = new int[0]; // one row of the frame
  private int[][][] open = new int[0][][]; // [output row % open.length][plane][column]
  private float[][] source = new float[0][]; // [plane][column]: a row of the result, as wide
  private float[][] resized = new float[0][]; // [plane][column]
  private final int[] shifts = new int[3];

  TensorWriter(ImageTransform transform, InputShape shape) {
    this.shape = shape;
    this.policy = transform.resize();
    this.order = transform.orderFor(shape.channels());
    this.pad = policy instanceof ResizePolicy.Letterbox letterbox ? letterbox.pad() : 0;
    int channels = shape.channels();
    this.gain = new float[channels];
    this.bias = new float[channels];
    this.table = new float[channels][256];
    for (int c = 0; c < channels; c++) {
      double mean = transform.mean(c);
      double std = transform.std(c);
      gain[c] = (float) (transform.scale() / std);
      bias[c] = (float) (-mean / std);
      for (int v = 0; v < 256; v++) {
        table[c][v] = (float) ((v * transform.scale() - mean) / std);
      }
    }
    boolean planar = shape.layout() == TensorLayout.NCHW;
    this.pixelStep = planar ? 1 : channels;
    this.channelStep = planar ? shape.width() * shape.height() : 1;
  }

  /**
   * Writes the input tensor of one frame.
   *
   * @param frame any size and format. Not modified.
   * @param tensor {@code shape.values()} values. Modified.
   * @throws IllegalArgumentException if the frame is too small to be cropped, or the tensor has
   *     another length
   */
  public void write(Frame frame, float[] tensor) {
    if (tensor.length != shape.values()) {
      throw new IllegalArgumentException(
          "tensor.length: " + tensor.length + " (expected: " + shape.values() + ")");
    }
    if (frame.width() != frameWidth || frame.height() != frameHeight) {
      place(frame.width(), frame.height());
    }
    if (!placement.covers(shape)) {
      fillPadding(tensor);
    }
    if (columns == null) {
      copy(frame, tensor);
    } else {
      resample(frame, tensor);
    }
  }

  private void place(int width, int height) {
    placement = Placement.of(policy, width, height, shape);
    columns = null;
    rows = null;
    if (placement.resizes(width, height)) {
      rows =
          AxisWeights.of(height, placement.resizedHeight(), placement.fromY(), placement.height());
      columns =
          AxisWeights.of(width, placement.resizedWidth(), placement.fromX(), placement.width());
      int length = columns.endSource() - columns.firstSource();
      wholeWeights = rows.whole();
      packed = new int[length];
      open = new int[rows.overlap()][3][length];
      source = new float[3][length];
      resized = new float[3][columns.count()];
    }
    frameWidth = width;
    frameHeight = height;
  }

  private void fillPadding(float[] tensor) {
    for (int c = 0; c < shape.channels(); c++) {
      float value = (float) (gain[c] * pad + bias[c]);
      int at = c * channelStep;
      for (int i = 0; i < shape.width() * shape.height(); i++, at += pixelStep) {
        tensor[at] = value;
      }
    }
  }

  /** Index of a pixel's first channel. */
  private int at(int x, int y) {
    return ((placement.toY() + y) * shape.width() + placement.toX() + x) * pixelStep;
  }

  private void copy(Frame frame, float[] tensor) {
    boolean luminance = order == ChannelOrder.GRAY && frame.format() != PixelFormat.GRAY;
    byte[] pixels = frame.pixels();
    int samples = frame.format().samplesPerPixel();
    for (int c = 0; c < shape.channels(); c++) {
      float[] values = table[c];
      int sample = sampleOf(frame.format(), c);
      for (int y = 0; y < placement.height(); y++) {
        int from =
            frame.offset()
                + (placement.fromY() + y) * frame.rowStride()
                + placement.fromX() * samples;
        int to = at(0, y) + c * channelStep;
        if (luminance) {
          copyLuminance(frame, from, gain[c], bias[c], tensor, to);
          continue;
        }
        from += sample;
        for (int x = 0; x < placement.width(); x++, from += samples, to += pixelStep) {
          tensor[to] = values[pixels[from] & 0xff];
        }
      }
    }
  }

  private void copyLuminance(
      Frame frame, int from, float gain, float bias, float[] tensor, int to) {
    byte[] pixels = frame.pixels();
    PixelFormat format = frame.format();
    for (int x = 0; x < placement.width(); x++) {
      float value = luminance(pixels, from, format.red(), format.green(), format.blue());
      tensor[to] = gain * value + bias;
      from += format.samplesPerPixel();
      to += pixelStep;
    }
  }

  private static float luminance(byte[] pixels, int at, int red, int green, int blue) {
    return 0.299f * (pixels[at + red] & 0xff)
        + 0.587f * (pixels[at + green] & 0xff)
        + 0.114f * (pixels[at + blue] & 0xff);
  }

  /** Which sample of a pixel goes into a channel. */
  private int sampleOf(PixelFormat format, int channel) {
    if (channel == 1) {
      return format.green();
    }
    return (channel == 0) == (order == ChannelOrder.BGR) ? format.blue() : format.red();
  }

  private void resample(Frame frame, float[] tensor) {
    boolean gray = frame.format() == PixelFormat.GRAY;
    boolean luminance = order == ChannelOrder.GRAY && !gray;
    int planes = gray ? 1 : 3;
    for (int p = 0; p < planes; p++) {
      shifts[p] = Byte.SIZE * (luminance ? rgb(frame.format(), p) : sampleOf(frame.format(), p));
    }
    int next = 0; // first output row that no source row has touched yet
    int done = 0; // first output row that is not complete
    for (int y = rows.firstSource(); y < rows.endSource(); y++) {
      pack(frame, y);
      for (; next < rows.count() && rows.start(next) <= y; next++) {
        for (int p = 0; p < planes; p++) {
          Arrays.fill(open[next % open.length][p], 0);
        }
      }
      for (int row = done; row < next; row++) {
        int weight = wholeWeights[y - rows.start(row)][row];
        for (int p = 0; weight != 0 && p < planes; p++) {
          addScaled(open[row % open.length][p], packed, shifts[p], weight);
        }
      }
      for (; done < next && rows.end(done) == y + 1; done++) {
        finish(open[done % open.length], planes, luminance, done, tensor);
      }
    }
  }

  private static int rgb(PixelFormat format, int channel) {
    return channel == 0 ? format.red() : channel == 1 ? format.green() : format.blue();
  }

  /** Reads the samples of a row, a pixel an int, the first sample in the lowest byte. */
  private void pack(Frame frame, int y) {
    int samples = frame.format().samplesPerPixel();
    int first = frame.offset() + y * frame.rowStride() + columns.firstSource() * samples;
    switch (samples) {
      case 1 -> packOnes(frame.pixels(), first, packed);
      case 3 -> packThrees(frame.pixels(), first, packed);
      default -> packFours(frame.pixels(), first, packed);
    }
  }

  private static void packOnes(byte[] pixels, int first, int[] packed) {
    for (int x = 0; x < packed.length; x++) {
      packed[x] = pixels[first + x] & 0xff;
    }
  }

  /** Two pixels a load; never beyond the row, which may be the array's last. */
  private static void packThrees(byte[] pixels, int first, int[] packed) {
    int x = 0;
    int i = first;
    for (; x < packed.length - 3; x += 2, i += 6) {
      long two = (long) LONGS.get(pixels, i);
      packed[x] = (int) two;
      packed[x + 1] = (int) (two >>> 24);
    }
    for (; x < packed.length; x++, i += 3) {
      packed[x] = pixels[i] & 0xff | (pixels[i + 1] & 0xff) << 8 | (pixels[i + 2] & 0xff) << 16;
    }
  }

  private static void packFours(byte[] pixels, int first, int[] packed) {
    for (int x = 0, i = first; x < packed.length; x++, i += 4) {
      packed[x] = (int) INTS.get(pixels, i);
    }
  }

  private static void addScaled(int[] sum, int[] packed, int shift, int weight) {
    for (int x = 0; x < packed.length; x++) {
      sum[x] += weight * (packed[x] >>> shift & 0xff);
    }
  }

  private void finish(int[][] row, int planes, boolean luminance, int y, float[] tensor) {
    for (int p = 0; p < planes; p++) {
      toFloat(row[p], source[p]);
    }
    if (planes == 1) {
      columns.apply(source[0], resized[0]);
    } else if (luminance) {
      toLuminance(source[0], source[1], source[2]);
      columns.apply(source[0], resized[0]);
    } else {
      columns.apply(source[0], source[1], source[2], resized[0], resized[1], resized[2]);
    }
    for (int c = 0; c < shape.channels(); c++) {
      float[] values = resized[planes == 1 || luminance ? 0 : c];
      int to = at(0, y) + c * channelStep;
      for (int x = 0; x < values.length; x++, to += pixelStep) {
        tensor[to] = gain[c] * values[x] + bias[c];
      }
    }
  }

  private static void toFloat(int[] sums, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = sums[x] * (1f / AxisWeights.WHOLE);
    }
  }

  private static void toLuminance(float[] red, float[] green, float[] blue) {
    for (int x = 0; x < red.length; x++) {
      red[x] = 0.299f * red[x] + 0.587f * green[x] + 0.114f * blue[x];
    }
  }
}
