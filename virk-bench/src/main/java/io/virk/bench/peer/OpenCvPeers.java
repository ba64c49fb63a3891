package io.virk.bench.peer;

import io.virk.bench.Pictures;
import io.virk.image.Frame;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageStatistics;
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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Channels, brightness, contrast and sharpness of a frame, ours and by OpenCV, whose luma is
 * rounded to 8 bits. OpenCV is not in the jar: put it on the class path.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpenCvPeers {
  /** Width and height. */
  @Param({"320x240", "1920x1080", "3840x2160"})
  private String size;

  private final ImageAnalyzer analyzer = new ImageAnalyzer();
  private final ImageStatistics statistics = new ImageStatistics();
  private Frame frame;
  private Mat rgb;
  private Mat gray;
  private Mat laplacian;
  private MatOfDouble mean;
  private MatOfDouble deviation;
  private MatOfDouble lumaMean;
  private MatOfDouble lumaDeviation;

  /** Makes an image, and compares answers. */
  @Setup(Level.Trial)
  public void image() {
    nu.pattern.OpenCV.loadLocally();
    Core.setNumThreads(1);
    gray = new Mat();
    laplacian = new Mat();
    mean = new MatOfDouble();
    deviation = new MatOfDouble();
    lumaMean = new MatOfDouble();
    lumaDeviation = new MatOfDouble();
    frame = Pictures.frame(size, 0, 1);
    rgb = new Mat(frame.height(), frame.width(), CvType.CV_8UC3);
    rgb.put(0, 0, frame.pixels());
    ours();
    Scalar channels = openCv();
    SameAnswer.check("red", channels.val[0], statistics.red(), 1e-9);
    SameAnswer.check("green", channels.val[1], statistics.green(), 1e-9);
    SameAnswer.check("blue", channels.val[2], statistics.blue(), 1e-9);
    SameAnswer.check("brightness", lumaMean.get(0, 0)[0], statistics.brightness(), 0.01);
    SameAnswer.check("contrast", lumaDeviation.get(0, 0)[0], statistics.contrast(), 0.01);
    // rounding each pixel adds up to 20 / 12 to the variance of the Laplacian
    SameAnswer.check(
        "sharpness", Math.pow(deviation.get(0, 0)[0], 2), statistics.sharpness(), 0.02);
  }

  /** Ours. */
  @Benchmark
  public Object ours() {
    analyzer.analyzeBasics(frame, statistics);
    return statistics;
  }

  /** OpenCV. */
  @Benchmark
  public Scalar openCv() {
    Imgproc.cvtColor(rgb, gray, Imgproc.COLOR_RGB2GRAY);
    Core.meanStdDev(gray, lumaMean, lumaDeviation);
    Imgproc.Laplacian(gray, laplacian, CvType.CV_16S);
    Core.meanStdDev(laplacian, mean, deviation);
    return Core.mean(rgb);
  }
}
