package io.virk.onnx;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;

/**
 * Carries out an {@link ImageTransform} for one input shape, with buffers of its own that are used
 * again for every frame: for a host that makes its tensors by the steps of its baseline's embedder.
 * Allocates nothing while frames keep their size. Not thread-safe.
 */
public final class TensorWriter {
  /*
   * A frame that is not resized goes through a table of 256 values a channel. Any other is resized
   * rows first: every source row is split into float planes once and added, weighted, to the few
   * output rows that it touches (a loop that C2 turns into SIMD); an output row that is complete
   * is resized along its columns. So a big photo is read once, in order, whatever the reduction.
   */
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
  private float[][] source = new float[0][]; // [plane][column]: one row of the frame
  private float[][][] open = new float[0][][]; // [output row % open.length][plane][column]
  private float[] resized = new float[0];

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
      source = new float[3][length];
      open = new float[rows.overlap()][3][length];
      resized = new float[columns.count()];
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
    boolean luminance = order == ChannelOrder.GRAY && frame.format() != PixelFormat.GRAY;
    int planes = luminance || frame.format() == PixelFormat.GRAY ? 1 : 3;
    int next = 0; // first output row that no source row has touched yet
    int done = 0; // first output row that is not complete
    for (int y = rows.firstSource(); y < rows.endSource(); y++) {
      if (luminance) {
        readLuminance(frame, y);
      } else {
        readPlanes(frame, y, planes);
      }
      for (; next < rows.count() && rows.start(next) <= y; next++) {
        for (int p = 0; p < planes; p++) {
          Arrays.fill(open[next % open.length][p], 0);
        }
      }
      for (int row = done; row < next; row++) {
        float weight = rows.weight(row, y - rows.start(row));
        for (int p = 0; weight != 0 && p < planes; p++) {
          addScaled(open[row % open.length][p], source[p], weight);
        }
      }
      for (; done < next && rows.end(done) == y + 1; done++) {
        finish(open[done % open.length], planes, done, tensor);
      }
    }
  }

  private void readPlanes(Frame frame, int y, int planes) {
    byte[] pixels = frame.pixels();
    int samples = frame.format().samplesPerPixel();
    int first = frame.offset() + y * frame.rowStride() + columns.firstSource() * samples;
    if (planes == 1) {
      readPlane(pixels, first, source[0]);
      return;
    }
    float[] one = source[0];
    float[] two = source[1];
    float[] three = source[2];
    int green = first + frame.format().green();
    int left = first + sampleOf(frame.format(), 0);
    int right = first + sampleOf(frame.format(), 2);
    // a step that is a constant is checked once a loop, a step in a variable at every pixel
    if (samples == 3) {
      for (int x = 0; x < one.length; x++) {
        one[x] = pixels[left + 3 * x] & 0xff;
        two[x] = pixels[green + 3 * x] & 0xff;
        three[x] = pixels[right + 3 * x] & 0xff;
      }
    } else {
      for (int x = 0; x < one.length; x++) {
        one[x] = pixels[left + 4 * x] & 0xff;
        two[x] = pixels[green + 4 * x] & 0xff;
        three[x] = pixels[right + 4 * x] & 0xff;
      }
    }
  }

  private static void readPlane(byte[] pixels, int first, float[] plane) {
    for (int x = 0; x < plane.length; x++) {
      plane[x] = pixels[first + x] & 0xff;
    }
  }

  private void readLuminance(Frame frame, int y) {
    byte[] pixels = frame.pixels();
    PixelFormat format = frame.format();
    int samples = format.samplesPerPixel();
    int red = format.red();
    int green = format.green();
    int blue = format.blue();
    int first = frame.offset() + y * frame.rowStride() + columns.firstSource() * samples;
    float[] plane = source[0];
    for (int x = 0; x < plane.length; x++) {
      plane[x] = luminance(pixels, first + x * samples, red, green, blue);
    }
  }

  private static void addScaled(float[] sum, float[] row, float weight) {
    for (int x = 0; x < row.length; x++) {
      sum[x] += weight * row[x];
    }
  }

  private void finish(float[][] row, int planes, int y, float[] tensor) {
    for (int c = 0; c < shape.channels(); c++) {
      if (c < planes) {
        columns.apply(row[c], resized);
      }
      int to = at(0, y) + c * channelStep;
      for (int x = 0; x < resized.length; x++, to += pixelStep) {
        tensor[to] = gain[c] * resized[x] + bias[c];
      }
    }
  }
}
