package io.virk.bench;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import io.virk.image.internal.FrameBuffer;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Copying an image into a slot, and reducing it on the way, from each kind of memory; beside a bare
 * copy of the whole image. Four images in turn: those of a camera are not in the first caches.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageCopyBenchmark {
  private static final int DISTINCT = 4;

  /** Images of one kind; the others are not made, for large ones fill the heap. */
  @State(Scope.Thread)
  public static class Source {
    /** Width and height. */
    @Param({"1920x1080", "224x224", "320x240", "640x480", "3840x2160"})
    String size;

    private int width;
    private int height;
    private int next;
    private final byte[][] arrays = new byte[DISTINCT][];
    private final ByteBuffer[] buffers = new ByteBuffer[DISTINCT];
    private final BufferedImage[] images = new BufferedImage[DISTINCT];
    private byte[] copy;

    /**
     * Makes the images.
     *
     * @param params names the benchmark, and so the kind
     */
    @Setup(Level.Trial)
    public void make(BenchmarkParams params) {
      String[] sides = size.split("x");
      width = Integer.parseInt(sides[0]);
      height = Integer.parseInt(sides[1]);
      String kind = params.getBenchmark().replaceFirst("^.*[.]", "");
      for (int i = 0; i < DISTINCT; i++) {
        Frame frame = Pictures.frame(size, i, i);
        switch (kind) {
          case "array", "bareCopy" -> arrays[i] = frame.pixels();
          case "direct" -> buffers[i] = direct(frame.pixels());
          case "nv12" -> arrays[i] = planes();
          case "i420Direct" -> buffers[i] = direct(planes());
          case "imageOfInts" -> images[i] = image(frame, BufferedImage.TYPE_INT_RGB);
          case "imageOfAbgr" -> images[i] = image(frame, BufferedImage.TYPE_4BYTE_ABGR);
          case "imageOfBgr" -> images[i] = image(frame, BufferedImage.TYPE_3BYTE_BGR);
          case "imageOfGray16" -> images[i] = image(frame, BufferedImage.TYPE_USHORT_GRAY);
          case "imageOf565" -> images[i] = image(frame, BufferedImage.TYPE_USHORT_565_RGB);
          default -> throw new IllegalStateException("kind: " + kind);
        }
      }
      copy = new byte[3 * width * height];
    }

    private byte[] planes() {
      byte[] planes = new byte[(int) YuvFormat.bytes(width, height)];
      for (int i = 0; i < planes.length; i++) { // colours of pictures: few are clipped
        planes[i] = (byte) (i < width * height ? 50 + i % 150 : 118 + i % 20);
      }
      return planes;
    }

    private static ByteBuffer direct(byte[] bytes) {
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static BufferedImage image(Frame frame, int type) {
      BufferedImage image = new BufferedImage(frame.width(), frame.height(), type);
      byte[] pixels = frame.pixels();
      int[] sample = new int[3];
      for (int y = 0, at = 0; y < frame.height(); y++) {
        for (int x = 0; x < frame.width(); x++, at += 3) {
          for (int c = 0; c < sample.length; c++) {
            sample[c] = pixels[at + c] & 0xff;
          }
          image.setRGB(x, y, 0xff << 24 | sample[0] << 16 | sample[1] << 8 | sample[2]);
        }
      }
      return image;
    }

    private int row() {
      return 3 * width;
    }

    private int turn() {
      return next++ & DISTINCT - 1;
    }
  }

  /** Where images go. */
  @State(Scope.Thread)
  public static class Slot {
    /** Patches that are kept beside a reduced image. */
    @Param({"5", "0"})
    int patches;

    /** Whether a reduced pixel is the mean of four of its block, and not of all. */
    @Param({"false", "true"})
    boolean stepping;

    private FrameBuffer buffer;

    /** Makes it. */
    @Setup(Level.Trial)
    public void make() {
      buffer = new FrameBuffer(new CapturePolicy(320, 240, patches, stepping));
    }
  }

  /** From an array. */
  @Benchmark
  public Object array(Source in, Slot slot) {
    return slot.buffer.take(
        in.arrays[in.turn()], 0, in.width, in.height, in.row(), PixelFormat.RGB);
  }

  /** From a direct buffer. */
  @Benchmark
  public Object direct(Source in, Slot slot) {
    return slot.buffer.take(in.buffers[in.turn()], in.width, in.height, in.row(), PixelFormat.RGB);
  }

  /** From an image of ints. */
  @Benchmark
  public Object imageOfInts(Source in, Slot slot) {
    return slot.buffer.take(in.images[in.turn()]);
  }

  /** From an image of four bytes. */
  @Benchmark
  public Object imageOfAbgr(Source in, Slot slot) {
    return slot.buffer.take(in.images[in.turn()]);
  }

  /** From an image of three bytes. */
  @Benchmark
  public Object imageOfBgr(Source in, Slot slot) {
    return slot.buffer.take(in.images[in.turn()]);
  }

  /** From an image of 16-bit gray. */
  @Benchmark
  public Object imageOfGray16(Source in, Slot slot) {
    return slot.buffer.take(in.images[in.turn()]);
  }

  /** From an image of 16 bits a pixel. */
  @Benchmark
  public Object imageOf565(Source in, Slot slot) {
    return slot.buffer.take(in.images[in.turn()]);
  }

  /** From luma and colours in an array. */
  @Benchmark
  public Object nv12(Source in, Slot slot) {
    return slot.buffer.take(in.arrays[in.turn()], null, in.width, in.height, YuvFormat.NV12);
  }

  /** From luma and colours in a direct buffer. */
  @Benchmark
  public Object i420Direct(Source in, Slot slot) {
    return slot.buffer.take(null, in.buffers[in.turn()], in.width, in.height, YuvFormat.I420);
  }

  /** The bare copy of the whole source. */
  @Benchmark
  public byte[] bareCopy(Source in) {
    System.arraycopy(in.arrays[in.turn()], 0, in.copy, 0, in.copy.length);
    return in.copy;
  }
}
