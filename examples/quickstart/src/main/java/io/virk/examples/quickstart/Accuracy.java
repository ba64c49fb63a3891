package io.virk.examples.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/**
 * How often the host was right and how sure it was, by camera, with and without trouble. The host
 * of a real line would not know.
 */
final class Accuracy {
  private static final int STATES = 2;

  private final int[][] right = new int[ProductionLine.CAMERAS][STATES];
  private final int[][] seen = new int[ProductionLine.CAMERAS][STATES];
  private final double[][] confidence = new double[ProductionLine.CAMERAS][STATES];

  void add(int camera, boolean trouble, Prediction prediction, int label) {
    if (label >= 0 && prediction.label() >= 0) {
      int state = trouble ? 1 : 0;
      seen[camera][state]++;
      right[camera][state] += prediction.label() == label ? 1 : 0;
      confidence[camera][state] += prediction.confidence();
    }
  }

  void print(PrintStream out) {
    for (int camera = 0; camera < ProductionLine.CAMERAS; camera++) {
      if (seen[camera][1] > 0) {
        out.printf(
            Locale.ROOT,
            "%-9s  %s: right %.0f %%, confidence %.2f; in trouble: right %.0f %%, confidence %.2f%n",
            "model",
            ProductionLine.name(camera),
            100.0 * right[camera][0] / seen[camera][0],
            confidence[camera][0] / seen[camera][0],
            100.0 * right[camera][1] / seen[camera][1],
            confidence[camera][1] / seen[camera][1]);
      }
    }
  }
}
