package io.virk.bench.suite;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.page.Chart;
import io.virk.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How well VIRK judges, as pictures: false alarms by the memory of a stream, and what is told of
 * changes beside what is told for nothing. Made of the files that the tables of quality write, each
 * of which has some of it; what a file has not is left out.
 */
public final class QualitySection {
  private static final int LINES = 6;
  private static final double ALWAYS = 0.9;

  /** "CIFAR-10 x 8": each observation comes eight times in a row. */
  private static final Pattern REPEATED = Pattern.compile("(.*) x ([0-9]+)");

  /** "1.20 (0.60 .. 3.87)". */
  private static final Pattern FIRST = Pattern.compile("^([0-9.]+).*");

  private QualitySection() {}

  /** A method on streams of one kind. */
  private record Point(double x, double y) {}

  /**
   * Reads a file of quality.
   *
   * @throws IOException if it cannot be read or is no JSON object
   */
  public static JsonObject read(Path file) throws IOException {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (RuntimeException e) {
      throw new IOException(file + ": not a file of quality", e);
    }
  }

  /** Writes what a file has. */
  static void write(Page page, JsonObject file) {
    List<JsonObject> live = rows(file, "live");
    Map<String, Map<String, List<Point>>> memory = new TreeMap<>();
    for (JsonObject row : live) {
      Matcher stream = REPEATED.matcher(text(row, "stream"));
      if (stream.matches()) {
        double repeats = Double.parseDouble(stream.group(2));
        for (String who : List.of("monitor", "rules")) {
          for (JsonObject judge : list(row.get(who))) {
            if (judge.has("rate")) {
              String name = (who.equals("monitor") ? "VIRK: " : "") + text(judge, "name");
              memory
                  .computeIfAbsent(stream.group(1), k -> new TreeMap<>())
                  .computeIfAbsent(name, k -> new ArrayList<>())
                  .add(new Point(repeats, judge.get("rate").getAsDouble()));
            }
          }
        }
      }
    }
    if (!memory.isEmpty()) {
      page.section(
          "False alarms by the memory of a stream",
          "Share of the windows that are called a drift although nothing changes, by how many times"
              + " in a row each observation comes: a camera that sees the same scene for a while"
              + " sends less news than it sends frames. Rules that fire at more than nine of ten"
              + " windows of every stream are left out.",
          p -> memory.forEach((stream, lines) -> memoryCharts(p, stream, lines)));
    }
    Map<String, List<Point>> told = new TreeMap<>();
    for (JsonObject row : rows(file, "live-z")) {
      Matcher fires = FIRST.matcher(text(row, "firesPerThousand"));
      if (fires.matches() && row.has("told") && row.has("runs")) {
        double share = row.get("told").getAsDouble() / row.get("runs").getAsDouble();
        told.computeIfAbsent(text(row, "who"), k -> new ArrayList<>())
            .add(new Point(Double.parseDouble(fires.group(1)) / 1000, share));
      }
    }
    if (!told.isEmpty()) {
      page.section(
          "Told rightly beside told for nothing",
          "A point of the ROC curve for each way of deciding and stream: the share of changes that"
              + " are told, by the share of windows without a change that fire. Up and to the left"
              + " is better.",
          p -> p.chart(roc(told)));
    }
  }

  private static void memoryCharts(Page page, String stream, Map<String, List<Point>> lines) {
    lines.values().removeIf(points -> points.stream().allMatch(p -> p.y() > ALWAYS));
    List<String> names = new ArrayList<>(lines.keySet());
    List<String> ours = names.stream().filter(n -> n.startsWith("VIRK")).toList();
    names.removeAll(ours);
    int room = LINES - Math.min(ours.size(), LINES - 1);
    for (int from = 0; from < Math.max(1, names.size()); from += room) {
      List<String> some = new ArrayList<>(ours);
      some.addAll(names.subList(from, Math.min(names.size(), from + room)));
      TreeSet<Double> xs = new TreeSet<>();
      some.forEach(n -> lines.get(n).forEach(p -> xs.add(p.x())));
      List<Chart.Series> series = new ArrayList<>();
      for (String name : some) {
        Map<Double, Double> at = new TreeMap<>();
        lines.get(name).forEach(p -> at.put(p.x(), p.y()));
        double[] y = xs.stream().mapToDouble(x -> at.getOrDefault(x, Double.NaN)).toArray();
        series.add(new Chart.Series(name, Chart.Style.LINE, series.size() + 1, y));
      }
      page.chart(
          new Chart(
              stream,
              "Share of windows that are called a drift where nothing changes.",
              "times in a row",
              "share of windows",
              Chart.Axes.LOG_X,
              xs.stream().mapToDouble(Double::doubleValue).toArray(),
              series,
              List.of()));
    }
  }

  private static Chart roc(Map<String, List<Point>> told) {
    List<String> names = told.keySet().stream().limit(LINES).toList();
    double[] x =
        names.stream()
            .flatMap(n -> told.get(n).stream())
            .mapToDouble(Point::x)
            .distinct()
            .sorted()
            .toArray();
    List<Chart.Series> series = new ArrayList<>();
    for (String name : names) {
      double[] y = new double[x.length];
      Arrays.fill(y, Double.NaN);
      for (Point point : told.get(name)) {
        int at = Arrays.binarySearch(x, point.x());
        // of streams with the same share of false alarms, the one of which the least is told
        y[at] = Double.isNaN(y[at]) ? point.y() : Math.min(y[at], point.y());
      }
      series.add(new Chart.Series(name, Chart.Style.DOTS, series.size() + 1, y));
    }
    return new Chart(
        "Changes on live-like streams",
        "Share of changes told by share of windows that fire for nothing.",
        "fires for nothing, share of windows",
        "told, share of changes",
        Chart.Axes.EVEN,
        x,
        series,
        List.of());
  }

  /** Of a file of one table, or of the table in a file of all. */
  private static List<JsonObject> rows(JsonObject file, String table) {
    if (file.has(table)) {
      return list(file.get(table));
    }
    List<JsonObject> rows = new ArrayList<>();
    for (JsonObject made : list(file.get("tables"))) {
      if (text(made, "name").equals(table)) {
        JsonElement figures = made.get("figures");
        boolean nested = figures != null && figures.isJsonObject();
        rows.addAll(list(nested ? figures.getAsJsonObject().get(table) : figures));
      }
    }
    return rows;
  }

  private static List<JsonObject> list(JsonElement element) {
    List<JsonObject> objects = new ArrayList<>();
    if (element != null && element.isJsonArray()) {
      for (JsonElement one : element.getAsJsonArray()) {
        if (one.isJsonObject()) {
          objects.add(one.getAsJsonObject());
        }
      }
    }
    return objects;
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }
}
