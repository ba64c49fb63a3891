package io.virk.bench;

import io.virk.image.CapturePolicy;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import io.virk.image.internal.FrameBuffer;
import io.virk.image.internal.Reduction;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Copying an image into a slot, and reducing it on the way, from each kind of memory; beside a bare
 * copy of the whole image and the plain loop over the pixels of each block.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageCopyBenchmark {
  /** Width, height, and the factor that the default policy reduces by. */
  @Param({"320x240", "341x256", "640x480", "960x720", "1280x720", "1920x1080", "3840x2160"})
  String size;

  /** The order of the samples. */
  @Param("RGB")
  PixelFormat format;

  /** Patches that are kept beside a reduced image. */
  @Param({"0", "5"})
  int patches;

  /** Whether a reduced pixel is the mean of four of its block, and not of all. */
  @Param({"false", "true"})
  boolean stepping;

  private FrameBuffer buffer;
  private int width;
  private int height;
  private int row;
  private int factor;
  private byte[] pixels;
  private byte[] copy;
  private ByteBuffer direct;
  private BufferedImage bgr;
  private BufferedImage ints;
  private BufferedImage gray16;
  private BufferedImage packed565;
  private byte[] planes;
  private ByteBuffer directPlanes;
  private BufferedImage abgr;

  /** Makes the images. */
  @Setup
  public void images() {
    String[] sides = size.split("x");
    width = Integer.parseInt(sides[0]);
    height = Integer.parseInt(sides[1]);
    row = width * format.samplesPerPixel();
    CapturePolicy policy = new CapturePolicy(320, 240, patches, stepping);
    buffer = new FrameBuffer(policy);
    factor = Reduction.factor(policy, width, height);
    pixels = new byte[row * height];
    new SplittableRandom(1).nextBytes(pixels);
    copy = new byte[pixels.length];
    direct = ByteBuffer.allocateDirect(pixels.length);
    direct.put(pixels).flip();
    bgr = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    gray16 = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    packed565 = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_565_RGB);
    planes = new byte[(int) YuvFormat.bytes(width, height)];
    for (int i = 0; i < planes.length; i++) { // colours of pictures: few are clipped
      planes[i] = (byte) (i < width * height ? 50 + i % 150 : 118 + i % 20);
    }
    directPlanes = ByteBuffer.allocateDirect(planes.length);
    directPlanes.put(planes).flip();
    ints = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    abgr = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
  }

  /** From an array. */
  @Benchmark
  public Object array() {
    return buffer.take(pixels, 0, width, height, row, format);
  }

  /** From a direct buffer. */
  @Benchmark
  public Object direct() {
    return buffer.take(direct, width, height, row, format);
  }

  /** From an image of ints. */
  @Benchmark
  public Object imageOfInts() {
    return buffer.take(ints);
  }

  /** From an image of four bytes. */
  @Benchmark
  public Object imageOfAbgr() {
    return buffer.take(abgr);
  }

  /** From an image of three bytes. */
  @Benchmark
  public Object imageOfBgr() {
    return buffer.take(bgr);
  }

  /** From an image of 16-bit gray. */
  @Benchmark
  public Object imageOfGray16() {
    return buffer.take(gray16);
  }

  /** From an image of 16 bits a pixel. */
  @Benchmark
  public Object imageOf565() {
    return buffer.take(packed565);
  }

  /** From luma and colours in an array. */
  @Benchmark
  public Object nv12() {
    return buffer.take(planes, null, width, height, YuvFormat.NV12);
  }

  /** From luma and colours in a direct buffer. */
  @Benchmark
  public Object i420Direct() {
    return buffer.take(null, directPlanes, width, height, YuvFormat.I420);
  }

  /** The bare copy of the whole source. */
  @Benchmark
  public byte[] bareCopy() {
    System.arraycopy(pixels, 0, copy, 0, pixels.length);
    return copy;
  }

  /** What VIRK did before: block by block, pixel by pixel, three samples. */
  @Benchmark
  public byte[] blockByBlock() {
    int at = 0;
    for (int top = 0; top < height; top += factor) {
      int rows = Math.min(factor, height - top);
      for (int left = 0; left < width; left += factor) {
        mean3(top * row + left * 3, rows, Math.min(factor, width - left), at);
        at += 3;
      }
    }
    return copy;
  }

  private void mean3(int corner, int rows, int columns, int at) {
    int area = rows * columns;
    int first = area >> 1;
    int second = first;
    int third = first;
    for (int y = 0; y < rows; y++) {
      int from = corner + y * row;
      for (int end = from + 3 * columns; from < end; from += 3) {
        first += pixels[from] & 0xff;
        second += pixels[from + 1] & 0xff;
        third += pixels[from + 2] & 0xff;
      }
    }
    copy[at] = (byte) (first / area);
    copy[at + 1] = (byte) (second / area);
    copy[at + 2] = (byte) (third / area);
  }
}
