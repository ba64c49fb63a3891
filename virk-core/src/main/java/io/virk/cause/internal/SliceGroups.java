package io.virk.cause.internal;

import io.virk.image.Frame;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Slices that look alike, so that they can share signatures: measuring them costs the same for a
 * thousand cameras as for a few. A slice joins the group whose first slice it is nearest to, by the
 * mean of its signals in standard deviations within slices; the slice that is furthest from all
 * begins a group of its own, as long as it is further than one deviation and there are few groups.
 */
record SliceGroups(List<List<String>> groups) {
  private static final int MOST = 4;

  /** Mean squared distance over the signals, from which slices do not look alike. */
  private static final double APART = 2;

  /** Groups slices by their images, at least one each. */
  static SliceGroups of(Map<String, List<Frame>> slices) {
    if (slices.size() < 2) {
      return new SliceGroups(slices.isEmpty() ? List.of() : List.of(List.copyOf(slices.keySet())));
    }
    Map<String, double[]> points = points(slices);
    List<String> firsts = new ArrayList<>();
    firsts.add(
        slices.keySet().stream()
            .max(
                Comparator.comparingInt((String s) -> slices.get(s).size())
                    .thenComparing(Comparator.reverseOrder()))
            .orElseThrow());
    while (firsts.size() < MOST) {
      String furthest = null;
      double distance = APART;
      for (Map.Entry<String, double[]> point : points.entrySet()) {
        double own =
            distance(point.getValue(), points.get(nearest(point.getValue(), firsts, points)));
        if (own > distance) {
          distance = own;
          furthest = point.getKey();
        }
      }
      if (furthest == null) {
        break;
      }
      firsts.add(furthest);
    }
    Map<String, List<String>> groups = new TreeMap<>();
    points.forEach(
        (slice, point) ->
            groups
                .computeIfAbsent(nearest(point, firsts, points), f -> new ArrayList<>())
                .add(slice));
    return new SliceGroups(List.copyOf(groups.values()));
  }

  private static String nearest(double[] point, List<String> of, Map<String, double[]> points) {
    String nearest = of.get(0);
    for (String other : of) {
      if (distance(point, points.get(other)) < distance(point, points.get(nearest))) {
        nearest = other;
      }
    }
    return nearest;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum / Math.max(1, a.length);
  }

  /** The mean signals of each slice, in standard deviations within slices. */
  private static Map<String, double[]> points(Map<String, List<Frame>> slices) {
    SampleSignals signals =
        SampleSignals.of(slices.values().stream().flatMap(List::stream).toList());
    int columns = signals.scalarColumns();
    Map<String, double[]> points = new TreeMap<>();
    double[] squares = new double[columns];
    int degrees = 0;
    int at = 0;
    for (Map.Entry<String, List<Frame>> slice : slices.entrySet()) {
      int n = 0; // of those that have the signals
      for (Frame image : slice.getValue()) {
        n += at + n < signals.images().size() && signals.images().get(at + n) == image ? 1 : 0;
      }
      double[] mean = new double[columns];
      for (int k = 0; k < columns; k++) {
        Moments moments = new Moments();
        for (int i = 0; i < n; i++) {
          moments.accept(signals.clean(at + i)[k]);
        }
        mean[k] = moments.mean();
        squares[k] += n < 2 ? 0 : (n - 1) * moments.variance();
      }
      degrees += Math.max(0, n - 1);
      at += n;
      points.put(slice.getKey(), mean);
    }
    for (double[] point : points.values()) {
      for (int k = 0; k < columns; k++) {
        double deviation = Math.sqrt(squares[k] / Math.max(1, degrees));
        point[k] /= Math.max(deviation, Math.max(signals.resolution(k), 1e-9));
      }
    }
    return points;
  }

  /** The images of a group, of one slice after the other, as many of each as there are. */
  List<Frame> images(int group, Map<String, List<Frame>> slices, int most) {
    List<String> own = groups.get(group);
    int[] taken = new int[own.size()];
    boolean any = true;
    for (int left = most; any && left > 0; ) {
      any = false;
      for (int s = 0; s < taken.length && left > 0; s++) {
        if (taken[s] < slices.get(own.get(s)).size()) {
          taken[s]++;
          left--;
          any = true;
        }
      }
    }
    List<Frame> images = new ArrayList<>();
    for (int s = 0; s < taken.length; s++) {
      images.addAll(slices.get(own.get(s)).subList(0, taken[s]));
    }
    return images;
  }
}
