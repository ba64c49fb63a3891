package io.virk.incident.page;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.SignalChange;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentWindow;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.page.Chart;
import io.virk.page.Chart.Axes;
import io.virk.page.Chart.Mark;
import io.virk.page.Chart.Series;
import io.virk.page.Chart.Style;
import io.virk.page.Labels;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The charts of an incident: how the statistics went, and the signals that moved. */
final class CourseCharts {
  /** Points of a chart; more would make the page long and show no more. */
  private static final int MOST_POINTS = 160;

  private static final int MOST_SERIES = 4;
  private static final int BINS = 16;
  private static final int LEAST_FOR_BINS = 8;

  private final Incident incident;
  private final RecordedCourse course;

  CourseCharts(Incident incident, RecordedCourse course) {
    this.incident = incident;
    this.course = course;
  }

  /** What a signal is called. */
  static String name(String signal) {
    return Words.find("signal." + signal).orElse(Text.clean(signal));
  }

  private String xLabel() {
    return Labels.of(course.hasTimes() ? "chart.time" : "chart.observation");
  }

  /** When it began, opened and closed. */
  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    Optional<Drift> drift = incident.drift();
    if (drift.isEmpty()) {
      return marks;
    }
    double from = course.x(drift.get().onset().earliest());
    double to = course.x(drift.get().onset().latest());
    String began = Labels.of(drift.get().onset().open() ? "mark.began-before" : "mark.began");
    marks.add(new Mark('x', drift.get().onset().open() ? to : from, to, began, 2));
    marks.add(line(course.x(drift.get().opened()), "mark.opened"));
    drift.get().closing().ifPresent(c -> marks.add(line(course.x(c.at()), "mark.closed")));
    return marks;
  }

  private static Mark line(double at, String label) {
    return new Mark('x', at, at, Labels.of(label), 0);
  }

  /** Statistics of a slice, signal and detector by where their windows end. */
  private record Track(String name, TreeMap<Double, Double> values) {
    double largest() {
      return values.values().stream().mapToDouble(v -> v).max().orElse(0);
    }
  }

  /** How far the strongest detectors were beyond their thresholds; empty if nothing is known. */
  Optional<Chart> statistics() {
    Map<String, Track> tracks = new LinkedHashMap<>();
    for (IncidentChapter chapter : incident.history()) {
      for (DetectionResult r : chapter.drift().map(Drift::evidence).orElse(List.of())) {
        double x = course.x(r.sample().bounds().last());
        put(tracks, r.slice(), r.signal(), r.detector(), x, r.evidence().exceedance());
      }
    }
    incident.windows().forEach(w -> track(tracks, w.slice(), w.signal(), w.detector()));
    for (RecordedCourse.Window w : course.windows()) {
      if (tracks.containsKey(key(w.slice(), w.result().signal(), w.result().detector()))) {
        double ratio = w.result().statistic() / w.result().threshold();
        double x = course.x(w.result().last());
        put(tracks, w.slice(), w.result().signal(), w.result().detector(), x, ratio);
      }
    }
    for (IncidentWindow w : incident.windows()) {
      double ratio = w.statistic() / w.threshold();
      put(tracks, w.slice(), w.signal(), w.detector(), course.x(w.last()), ratio);
    }
    List<Track> shown =
        tracks.values().stream()
            .filter(t -> !t.values().isEmpty())
            .sorted(
                Comparator.comparingInt((Track t) -> t.values().size() > 1 ? 0 : 1)
                    .thenComparing(Comparator.comparingDouble(Track::largest).reversed()))
            .limit(MOST_SERIES)
            .collect(Collectors.toCollection(ArrayList::new));
    Track opening = tracks.values().stream().findFirst().orElse(null);
    if (opening != null && !opening.values().isEmpty() && !shown.contains(opening)) {
      shown.set(shown.size() - 1, opening); // that which opened it
    }
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<Double> all = new TreeSet<>();
    shown.forEach(t -> all.addAll(t.values().keySet()));
    double[] x = all.stream().mapToDouble(v -> v).toArray();
    List<Series> series = new ArrayList<>();
    for (Track t : shown) {
      double[] y = Arrays.stream(x).map(v -> t.values().getOrDefault(v, Double.NaN)).toArray();
      series.add(new Series(t.name(), Style.LINE, series.size() + 1, y));
    }
    List<Mark> marks = marks();
    marks.add(new Mark('y', 1, 1, Labels.of("mark.threshold"), 2));
    Track first = shown.get(0);
    return Optional.of(
        new Chart(
            Labels.of("chart.statistics"),
            Labels.of("chart.statistics.summary", first.name(), Text.number(first.largest())),
            xLabel(),
            Labels.of("chart.statistics.y"),
            course.hasTimes() ? Axes.TIMES : Axes.EVEN,
            x,
            series,
            marks));
  }

  private static String key(Slice slice, String signal, String detector) {
    return slice.key()
        + "\0"
        + slice.value()
        + "\0"
        + slice.context()
        + "\0"
        + signal
        + "\0"
        + detector;
  }

  private static void put(
      Map<String, Track> tracks, Slice slice, String signal, String detector, double x, double y) {
    Track track = track(tracks, slice, signal, detector);
    if (Double.isFinite(x) && Double.isFinite(y)) {
      track.values().put(x, y);
      if (track.values().size() > MOST_POINTS) {
        track.values().pollFirstEntry();
      }
    }
  }

  private static Track track(
      Map<String, Track> tracks, Slice slice, String signal, String detector) {
    String name = Labels.of("chart.track", slice, name(signal), Text.clean(detector));
    return tracks.computeIfAbsent(
        key(slice, signal, detector), k -> new Track(name, new TreeMap<>()));
  }

  /** The values of a signal that moved; empty if too few are known. */
  Optional<Chart> values(SignalChange change) {
    Optional<ScalarSignal> signal = incident.schema().scalar(change.signal());
    if (signal.isEmpty()) {
      return Optional.empty();
    }
    int column = incident.schema().indexOf(signal.get());
    List<RecordedCourse.Point> known =
        course.points().stream().filter(p -> !Double.isNaN(p.scalars()[column])).toList();
    List<RecordedCourse.Point> points = thinned(known);
    if (points.size() < 2) {
      return Optional.empty();
    }
    double[] x = points.stream().mapToDouble(course::x).toArray();
    double[] own = new double[x.length];
    double[] other = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double value = signal.get().raw(points.get(i).scalars()[column]);
      own[i] = points.get(i).affected() ? value : Double.NaN;
      other[i] = points.get(i).affected() ? Double.NaN : value;
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series(Labels.of("chart.affected"), Style.DOTS, 2, own));
    if (points.stream().anyMatch(p -> !p.affected())) {
      series.add(new Series(Labels.of("chart.others"), Style.RINGS, 1, other));
    }
    List<Mark> marks = marks();
    marks.add(new Mark('y', change.baseline(), change.baseline(), Labels.of("mark.baseline"), 3));
    return Optional.of(
        new Chart(
            name(change.signal()),
            change.inWords(),
            xLabel(),
            Text.clean(change.unit()),
            course.hasTimes() ? Axes.TIMES : Axes.EVEN,
            x,
            series,
            marks));
  }

  /** So many that all of the affected ones are there, if they have room. */
  private static List<RecordedCourse.Point> thinned(List<RecordedCourse.Point> points) {
    long own = points.stream().filter(RecordedCourse.Point::affected).count();
    long others = points.size() - own;
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    long ownRoom = Math.max(MOST_POINTS / 2, MOST_POINTS - others);
    double keepOwn = Math.min(1, (double) ownRoom / own);
    double keepOthers = (MOST_POINTS - Math.min(own, ownRoom)) / (double) Math.max(1, others);
    List<RecordedCourse.Point> kept = new ArrayList<>();
    double[] due = {0, 0};
    for (RecordedCourse.Point p : points) {
      int which = p.affected() ? 0 : 1;
      due[which] += p.affected() ? keepOwn : keepOthers;
      if (due[which] >= 1 - 1e-9) {
        due[which] -= 1;
        kept.add(p);
      }
    }
    return kept;
  }

  /** How the values of a signal are spread, before and since; empty if too few are known. */
  Optional<Chart> spread(SignalChange change) {
    Optional<ScalarSignal> signal = incident.schema().scalar(change.signal());
    if (signal.isEmpty()) {
      return Optional.empty();
    }
    int column = incident.schema().indexOf(signal.get());
    long end =
        incident.drift().flatMap(Drift::closing).map(c -> c.at().sequence()).orElse(Long.MAX_VALUE);
    double[] before = values(signal.get(), column, Long.MIN_VALUE, course.before());
    double[] since = values(signal.get(), column, course.since(), end);
    if (before.length < LEAST_FOR_BINS || since.length < LEAST_FOR_BINS) {
      return Optional.empty();
    }
    double low = Math.min(before[0], since[0]);
    double high = Math.max(before[before.length - 1], since[since.length - 1]);
    if (!(high > low)) {
      return Optional.empty();
    }
    double[] x = new double[BINS + 1];
    for (int i = 0; i <= BINS; i++) {
      x[i] = low + i * (high - low) / BINS;
    }
    return Optional.of(
        new Chart(
            Labels.of("chart.spread", name(change.signal())),
            Labels.of("chart.spread.summary", before.length, since.length, change.inWords()),
            change.unit().isEmpty() ? name(change.signal()) : Text.clean(change.unit()),
            Labels.of("chart.share"),
            Axes.EVEN,
            x,
            List.of(
                new Series(Labels.of("chart.before"), Style.STEPS, 1, shares(before, low, high)),
                new Series(Labels.of("chart.since"), Style.STEPS, 2, shares(since, low, high))),
            List.of(
                new Mark('x', change.baseline(), change.baseline(), Labels.of("mark.baseline"), 3),
                new Mark('x', change.now(), change.now(), Labels.of("mark.now"), 2))));
  }

  /** Of what drifted, from one observation to another; ascending. */
  private double[] values(ScalarSignal signal, int column, long from, long to) {
    return course.points().stream()
        .filter(p -> p.affected() && p.sequence() >= from && p.sequence() <= to)
        .mapToDouble(p -> signal.raw(p.scalars()[column]))
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  /** Per cent in each bin; the last is the end of the one before. */
  private static double[] shares(double[] values, double low, double high) {
    double[] shares = new double[BINS + 1];
    for (double v : values) {
      shares[Math.min(BINS - 1, (int) ((v - low) / (high - low) * BINS))] += 100.0 / values.length;
    }
    shares[BINS] = shares[BINS - 1];
    return shares;
  }
}
