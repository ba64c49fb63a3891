package io.virk.bench.quality;

import io.virk.image.CapturePolicy;
import io.virk.image.ImageFolder;
import io.virk.image.internal.ImageAnalyzer;
import io.virk.image.internal.ImageMeasure;
import io.virk.image.internal.ImageStatistics;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What reducing by stepping does to each measure of an image: photos of some 341 x 256 pixels are
 * reduced by 6 either way. Prints a table of the measures that differ.
 */
final class SteppingTable {
  private static final int FACTOR = 6;

  private SteppingTable() {}

  /**
   * Prints it.
   *
   * @param photos a zip file of them
   * @throws IOException if it cannot be read
   */
  static void run(Path photos) throws IOException {
    List<double[]> whole = new ArrayList<>();
    List<double[]> stepped = new ArrayList<>();
    try (FileSystem zip = FileSystems.newFileSystem(photos)) {
      ImageAnalyzer analyzer = new ImageAnalyzer();
      for (ImageFolder.Entry photo : ImageFolder.of(zip.getPath("/"))) {
        int width = (photo.frame().width() + FACTOR - 1) / FACTOR;
        int height = (photo.frame().height() + FACTOR - 1) / FACTOR;
        CapturePolicy policy = new CapturePolicy(width, height);
        whole.add(values(analyzer.analyze(policy.reduce(photo.frame()))));
        stepped.add(values(analyzer.analyze(policy.byStepping().reduce(photo.frame()))));
      }
    }
    System.out.println(whole.size() + " photos");
    System.out.println("| measure | whole blocks | stepping | moved by, sd | one photo, sd |");
    System.out.println("|---|---|---|---|---|");
    for (ImageMeasure measure : ImageMeasure.values()) {
      print(measure, whole, stepped);
    }
  }

  private static double[] values(ImageStatistics statistics) {
    double[] values = new double[ImageMeasure.values().length];
    for (ImageMeasure measure : ImageMeasure.values()) {
      values[measure.ordinal()] = statistics.value(measure);
    }
    return values;
  }

  private static void print(ImageMeasure measure, List<double[]> whole, List<double[]> stepped) {
    int at = measure.ordinal();
    double sum = 0;
    double squares = 0;
    double steppedSum = 0;
    double paired = 0;
    int n = 0;
    for (int i = 0; i < whole.size(); i++) {
      double a = whole.get(i)[at];
      double b = stepped.get(i)[at];
      if (Double.isFinite(a) && Double.isFinite(b)) {
        sum += a;
        squares += a * a;
        steppedSum += b;
        paired += Math.abs(b - a);
        n++;
      }
    }
    double mean = sum / n;
    double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %+.3f | %.3f |",
            measure.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            mean,
            steppedSum / n,
            (steppedSum / n - mean) / deviation,
            paired / n / deviation));
  }
}
