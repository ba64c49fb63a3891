package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.signal.KnownChange;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the causes that a baseline knows do to the mean of its images' appearance, in standard
 * deviations of the baseline, and which of them a shift is most like. A shift of many cameras is
 * compared by its direction alone: what scatters between cameras has no part in it.
 */
final class KnownDirections {
  /** A change that hardly shows says nothing. */
  private static final double LEAST = 0.5;

  /** Numbers count up to so many deviations: of one that hardly varies any change is huge. */
  private static final double MOST = 8;

  /** Of a cause that shows, by its squares, chiefly in what was not measured nothing is said. */
  private static final double LEAST_SEEN = 0.1;

  /** Of cosines of one cause, which severities are as near. */
  private static final double AS_NEAR = 0.1;

  /** What a length that is e times another one counts, as a cosine. */
  private static final double OF_LENGTH = 0.05;

  /** A cosine below it is like no known cause. */
  private static final double ALIKE = 0.7;

  /**
   * A known change.
   *
   * @param part the vector that it moves
   * @param name of the cause
   * @param severity 0 .. 5
   * @param unit its direction
   * @param length its length, deviations
   */
  record Direction(SchemePart part, String name, double severity, float[] unit, double length) {}

  private KnownDirections() {}

  static List<Direction> of(SummaryScheme scheme) {
    List<Direction> directions = new ArrayList<>();
    SignalTable rows = scheme.of().reference(Slice.ALL).pool();
    for (SchemePart part : scheme.parts()) {
      if (part.form() == SchemePart.Form.NUMBERS
          && part.signal() instanceof VectorSignal vector
          && vector.isDerived()) {
        for (KnownChange change : rows.vectors(vector).changes().all()) {
          add(part, change, directions);
        }
      }
    }
    return List.copyOf(directions);
  }

  private static void add(SchemePart part, KnownChange change, List<Direction> directions) {
    float[] shift = change.shift();
    if (shift.length != part.length()) {
      return;
    }
    double squared = 0;
    for (int k = 0; k < shift.length; k++) {
      double u = Float.isNaN(shift[k]) ? 0 : within(shift[k] / part.scales()[k]);
      shift[k] = (float) u;
      squared += u * u;
    }
    double length = Math.sqrt(squared);
    if (length < LEAST) {
      return;
    }
    for (int k = 0; k < shift.length; k++) {
      shift[k] /= (float) length;
    }
    directions.add(new Direction(part, change.name(), change.severity(), shift, length));
  }

  private static double within(double u) {
    return Math.max(-MOST, Math.min(MOST, u));
  }

  static double dot(float[] unit, double[] shift) {
    double sum = 0;
    for (int k = 0; k < unit.length; k++) {
      sum += unit[k] * within(shift[k]);
    }
    return sum;
  }

  /**
   * Which known change a shift is most like.
   *
   * @return for example "dirt at severity 3"; "" if none
   */
  static String like(List<Direction> directions, double[] shift) {
    double squared = 0;
    for (double each : shift) {
      squared += within(each) * within(each);
    }
    double length = Math.sqrt(squared);
    double[] cosines = new double[directions.size()];
    int nearest = -1;
    for (int i = 0; i < cosines.length; i++) {
      double seen = seen(directions.get(i).unit(), shift);
      cosines[i] =
          length > 0 && seen >= LEAST_SEEN
              ? dot(directions.get(i).unit(), shift) / (Math.sqrt(seen) * length)
              : 0;
      nearest = cosines[i] >= (nearest < 0 ? ALIKE : cosines[nearest]) ? i : nearest;
    }
    if (nearest < 0) {
      return "";
    }
    // which cause it is its direction says; how severe it is, among directions as near, its length
    String name = directions.get(nearest).name();
    double severity = directions.get(nearest).severity();
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < cosines.length; i++) {
      Direction of = directions.get(i);
      if (of.name().equals(name) && cosines[i] >= Math.max(ALIKE, cosines[nearest] - AS_NEAR)) {
        double own = Math.sqrt(seen(of.unit(), shift)) * of.length();
        double near = cosines[i] - OF_LENGTH * Math.abs(Math.log(length / own));
        severity = near > best ? of.severity() : severity;
        best = Math.max(best, near);
      }
    }
    return String.format(Locale.ROOT, "%s at severity %.0f", name, severity);
  }

  /**
   * How much of a direction lies in numbers that were measured, 0 .. 1. One that is missing in all
   * observations, as tiles are where signals are sent without them, has not moved at all: it says
   * nothing against a cause that would have moved it.
   */
  private static double seen(float[] unit, double[] shift) {
    double seen = 0;
    for (int k = 0; k < unit.length; k++) {
      seen += shift[k] == 0 ? 0 : unit[k] * unit[k];
    }
    return seen;
  }
}
