package io.virk.bench.suite;

import io.virk.page.Chart;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The roofline: multiply-adds a nanosecond of each row by how many of them it does for each byte
 * that it must read, below the roof of the same run: the peak of multiply-adds, or the rate at
 * which bytes come, whichever is lower.
 */
final class Roofline {
  private static final double SECOND_CACHE = 512 << 10;
  private static final double MEMORY = 128 << 20;
  private static final int KINDS = 4;

  private Roofline() {}

  /** A row as a point. */
  private record Point(String kind, double intensity, double rate) {}

  /** Writes it; nothing where the run has no ceilings, or no row that multiplies. */
  static void write(Page page, List<Row> rows) {
    Optional<Double> peak = Ceilings.peak(rows);
    Optional<Double> near = Ceilings.bandwidth(rows, SECOND_CACHE);
    Optional<Double> far = Ceilings.bandwidth(rows, MEMORY);
    if (peak.isEmpty() || far.isEmpty()) {
      return;
    }
    List<Chart> charts = new ArrayList<>();
    for (boolean vector : new boolean[] {true, false}) {
      List<Point> points =
          rows.stream()
              .filter(r -> r.work() != null && r.work().products() > 0)
              .filter(r -> vector == r.kernels().startsWith("vector"))
              .map(
                  r ->
                      new Point(
                          r.group().equals(Group.KERNELS.word())
                              ? "MMD"
                              : r.method().replaceFirst("(Scalar|Vector)$", ""),
                          r.work().products() / r.work().bytes(),
                          r.work().products() / r.least()))
              .sorted(Comparator.comparing(Point::intensity))
              .toList();
      if (!points.isEmpty()) {
        charts.add(
            chart(vector ? "Vector API" : "Plain Java", points, peak.get(), near.get(), far.get()));
      }
    }
    if (!charts.isEmpty()) {
      page.section(
          "Roofline",
          "Multiply-adds a nanosecond by how many a row does for each byte that it must read (each"
              + " input once). The roof is what this machine did in the same run: its peak to the"
              + " right, to the left the rate at which bytes come from memory or from the second"
              + " cache. A point below the roof has room.",
          p -> charts.forEach(p::chart));
    }
  }

  private static Chart chart(
      String title, List<Point> points, double peak, double near, double far) {
    double first = Math.min(points.get(0).intensity(), peak / near) / 2;
    List<Point> all = new ArrayList<>(points);
    for (double x : new double[] {first, peak / near, peak / far}) {
      all.add(new Point("", x, Double.NaN));
    }
    all.sort(Comparator.comparing(Point::intensity));
    double[] x = all.stream().mapToDouble(Point::intensity).toArray();
    List<Chart.Series> series = new ArrayList<>();
    series.add(roof("roof, from memory", 1, all, peak, far));
    series.add(roof("roof, from the second cache", 2, all, peak, near));
    Map<String, List<Point>> kinds = new TreeMap<>();
    points.forEach(p -> kinds.computeIfAbsent(p.kind(), k -> new ArrayList<>()).add(p));
    kinds.keySet().stream()
        .limit(KINDS)
        .forEach(
            kind ->
                series.add(
                    new Chart.Series(
                        kind,
                        Chart.Style.DOTS,
                        series.size() + 1,
                        all.stream()
                            .mapToDouble(p -> p.kind().equals(kind) ? p.rate() : Double.NaN)
                            .toArray())));
    return new Chart(
        title,
        "Multiply-adds a nanosecond by multiply-adds for each byte, below the roof.",
        "multiply-adds a byte",
        "multiply-adds a ns",
        Chart.Axes.LOGS,
        x,
        series,
        List.of());
  }

  private static Chart.Series roof(
      String name, int tone, List<Point> at, double peak, double bandwidth) {
    double[] y = at.stream().mapToDouble(p -> Math.min(peak, p.intensity() * bandwidth)).toArray();
    return new Chart.Series(name, Chart.Style.LINE, tone, y);
  }
}
