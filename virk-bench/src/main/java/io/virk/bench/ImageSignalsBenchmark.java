package io.virk.bench;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;
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
 * Measuring one frame, on one thread: all signals; the channels, brightness, contrast and sharpness
 * alone; and the same by OpenCV, whose luma is rounded to 8 bits. The answers of both are compared
 * first. OpenCV is not in the jar:
 *
 * <pre>java -cp benchmarks.jar:opencv-4.9.0-0.jar org.openjdk.jmh.Main ImageSignals -prof gc</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class ImageSignalsBenchmark {
  static {
    nu.pattern.OpenCV.loadLocally();
    Core.setNumThreads(1);
  }

  /** Width and height. */
  @Param({"320x240", "224x224", "1920x1080"})
  String size;

  private final ImageAnalyzer analyzer = new ImageAnalyzer();
  private final ImageStatistics statistics = new ImageStatistics();
  private Frame frame;
  private Frame kept;
  private Mat rgb;
  private final Mat gray = new Mat();
  private final Mat laplacian = new Mat();
  private final MatOfDouble mean = new MatOfDouble();
  private final MatOfDouble deviation = new MatOfDouble();
  private final MatOfDouble lumaMean = new MatOfDouble();
  private final MatOfDouble lumaDeviation = new MatOfDouble();

  /** Makes an image with light, edges and noise. */
  @Setup
  public void image() {
    String[] sides = size.split("x");
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    SplittableRandom random = new SplittableRandom(1);
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double light = 110 + 60 * Math.sin(x * 0.02 + i % 3) + 40 * Math.cos(y * 0.03);
      double value = light + (x % 200 < 60 ? 40 : 0) + 4 * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    frame = Frame.of(pixels, width, height, PixelFormat.RGB);
    kept = CapturePolicy.DEFAULT.reduce(frame);
    rgb = new Mat(height, width, CvType.CV_8UC3);
    rgb.put(0, 0, pixels);
    compare();
  }

  private void compare() {
    analyzer.analyzeBasics(frame, statistics);
    Scalar channels = openCvWithChannels();
    near(channels.val[0], statistics.red(), 1e-9);
    near(channels.val[1], statistics.green(), 1e-9);
    near(channels.val[2], statistics.blue(), 1e-9);
    near(lumaMean.get(0, 0)[0], statistics.brightness(), 0.01);
    near(lumaDeviation.get(0, 0)[0], statistics.contrast(), 0.01);
    near(Math.pow(deviation.get(0, 0)[0], 2), statistics.sharpness(), 0.01);
  }

  private static void near(double expected, double actual, double relative) {
    if (!(Math.abs(expected - actual) <= relative * Math.abs(expected))) {
      throw new IllegalStateException(actual + " (expected: " + expected + ", OpenCV's)");
    }
  }

  /** All signals. */
  @Benchmark
  public Object all() {
    analyzer.analyze(frame, statistics);
    return statistics;
  }

  /** All signals of the frame as a capture keeps it: at most 320 x 240 pixels, and 5 patches. */
  @Benchmark
  public Object allOfKept() {
    analyzer.analyze(kept, statistics);
    return statistics;
  }

  /** Channels, brightness, contrast and sharpness. */
  @Benchmark
  public Object basics() {
    analyzer.analyzeBasics(frame, statistics);
    return statistics;
  }

  /** OpenCV: brightness, contrast and sharpness. */
  @Benchmark
  public Object openCv() {
    Imgproc.cvtColor(rgb, gray, Imgproc.COLOR_RGB2GRAY);
    Core.meanStdDev(gray, lumaMean, lumaDeviation);
    Imgproc.Laplacian(gray, laplacian, CvType.CV_16S);
    Core.meanStdDev(laplacian, mean, deviation);
    return deviation;
  }

  /** OpenCV: the same, and the channels. */
  @Benchmark
  public Scalar openCvWithChannels() {
    openCv();
    return Core.mean(rgb);
  }
}
