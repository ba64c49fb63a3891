package io.virk.report;

import io.virk.internal.Text;
import io.virk.label.AnnotationQuality;
import io.virk.label.AnnotationQuality.Kappa;
import io.virk.label.Performance;
import io.virk.label.Performance.Part;
import io.virk.label.Performance.Rate;
import io.virk.page.Chart;
import io.virk.page.Chart.Axes;
import io.virk.page.Chart.Series;
import io.virk.page.Chart.Style;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import io.virk.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The page of what labels say of a model. */
final class PerformancePage {
  private static final int ROWS = 200;
  private static final double MILLIS = 1000;

  private PerformancePage() {}

  static String of(String name, Performance performance, AnnotationQuality quality) {
    Page page = new Page(Labels.of("performance.title", Text.clean(name)));
    List<Part> latest = performance.latest();
    String headline =
        latest.isEmpty()
            ? Labels.of("performance.nothing")
            : Labels.of(
                "performance.headline",
                rate(latest.get(0).accuracy()),
                Numbers.time(latest.get(0).from().toEpochMilli()));
    List<String> badges = new ArrayList<>();
    boolean contradicted =
        performance.course().stream()
            .flatMap(p -> p.estimates().stream())
            .anyMatch(Performance.Estimate::contradicted);
    if (contradicted) {
      badges.add("bad:" + Labels.of("performance.contradicted"));
    }
    if (!latest.isEmpty() && latest.get(0).touches().rising()) {
      badges.add("warn:" + Labels.of("performance.rising"));
    }
    if (!performance.whole().isEmpty()) {
      badges.add(
          "plain:" + Labels.of("performance.labels", performance.whole().get(0).accuracy().n()));
    }
    page.head(Labels.of("performance.kicker"), headline, false, badges);
    if (!performance.course().isEmpty()) {
      page.section(
          Labels.of("performance.course"),
          Labels.of("performance.course.lead"),
          p -> course(p, performance.course()));
      page.section(Labels.of("performance.slices"), "", p -> parts(p, performance.whole(), false));
      page.section(
          Labels.of("performance.classes"), "", p -> classes(p, performance.whole().get(0)));
    }
    if (performance.calibration().n() > 0) {
      page.section(
          Labels.of("performance.confidence"),
          Labels.of(
              "performance.confidence.lead",
              Numbers.text(performance.calibration().error()),
              Numbers.text(performance.calibration().errorOfCalibrated())),
          p -> confidence(p, performance));
    }
    if (quality.observations() > 0) {
      page.section(
          Labels.of("performance.agreement"),
          Labels.of("performance.agreement.lead"),
          p -> agreement(p, quality));
    }
    return page.html();
  }

  private static String rate(Rate rate) {
    return rate.n() == 0
        ? ""
        : Labels.of(
            "performance.rate",
            Numbers.percent(rate.value()),
            Numbers.percent(rate.interval().low()),
            Numbers.percent(rate.interval().high()),
            rate.n());
  }

  private static void course(Page page, List<Part> course) {
    page.chart(
        new Chart(
            Labels.of("performance.course"),
            Labels.of("performance.course.summary", course.size()),
            Labels.of("performance.since"),
            Labels.of("performance.accuracy"),
            Axes.TIMES,
            course.stream().mapToDouble(p -> p.from().toEpochMilli() / MILLIS).toArray(),
            List.of(
                series("performance.accuracy", Style.LINE, 1, course, p -> p.accuracy().value()),
                series("performance.least", Style.RINGS, 1, course, p -> low(p.accuracy())),
                series("performance.most", Style.RINGS, 3, course, p -> high(p.accuracy())),
                series("performance.estimated", Style.LINE, 2, course, PerformancePage::estimated)),
            List.of()));
    parts(page, course, true);
  }

  private static Series series(
      String label, Style style, int tone, List<Part> course, ToDoubleFunction<Part> value) {
    return new Series(Labels.of(label), style, tone, course.stream().mapToDouble(value).toArray());
  }

  private static double low(Rate rate) {
    return rate.n() == 0 ? Double.NaN : rate.interval().low();
  }

  private static double high(Rate rate) {
    return rate.n() == 0 ? Double.NaN : rate.interval().high();
  }

  private static double estimated(Part part) {
    return part.estimates().isEmpty() ? Double.NaN : part.estimates().get(0).accuracy();
  }

  private static void parts(Page page, List<Part> parts, boolean byTime) {
    List<List<String>> rows = new ArrayList<>();
    for (Part part : parts.stream().limit(ROWS).toList()) {
      List<String> row = new ArrayList<>();
      row.add(byTime ? Numbers.time(part.from().toEpochMilli()) : part.slice().toString());
      row.add(rate(part.accuracy()));
      if (byTime) {
        row.add(Numbers.percent(estimated(part)));
      }
      row.add(rate(part.missed()));
      row.add(rate(part.touches().share()));
      rows.add(row);
    }
    List<String> columns = new ArrayList<>();
    columns.add(Labels.of(byTime ? "performance.since" : "evidence.slice"));
    columns.add(Labels.of("performance.accuracy"));
    if (byTime) {
      columns.add("#" + Labels.of("performance.estimated"));
    }
    columns.add(Labels.of("performance.missed"));
    columns.add(Labels.of("performance.corrected"));
    page.table(columns, rows);
  }

  private static void classes(Page page, Part of) {
    List<List<String>> rows = new ArrayList<>();
    of.classes().stream()
        .limit(ROWS)
        .forEach(c -> rows.add(List.of(c.name(), rate(c.precision()), rate(c.recall()))));
    page.table(
        List.of(
            Labels.of("performance.class"),
            Labels.of("performance.precision"),
            Labels.of("performance.recall")),
        rows);
  }

  private static void confidence(Page page, Performance performance) {
    List<List<String>> rows = new ArrayList<>();
    performance.calibration().bins().stream()
        .filter(bin -> bin.count() > 0)
        .forEach(
            bin ->
                rows.add(
                    List.of(
                        Numbers.percent(bin.meanConfidence()),
                        rate(new Rate(bin.shareRight(), bin.interval(), bin.count())))));
    page.table(List.of(Labels.of("performance.says"), Labels.of("performance.right")), rows);
  }

  private static void agreement(Page page, AnnotationQuality quality) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("performance.alpha", quality.alpha(), quality.interval(), quality.observations()));
    rows.add(row(Labels.of("performance.fleiss"), quality.fleiss()));
    quality.pairs().stream()
        .limit(ROWS)
        .forEach(
            p ->
                rows.add(
                    row(
                        Labels.of(
                            "performance.cohen", Text.clean(p.first()), Text.clean(p.second())),
                        p.kappa())));
    page.table(
        List.of(
            Labels.of("performance.of"),
            "#" + Labels.of("performance.value"),
            "#" + Labels.of("performance.least"),
            "#" + Labels.of("performance.most"),
            "#" + Labels.of("performance.observations")),
        rows);
  }

  private static List<String> row(String what, Kappa kappa) {
    return cells(what, kappa.value(), kappa.interval(), kappa.n());
  }

  private static List<String> row(String label, double value, Interval interval, int n) {
    return cells(Labels.of(label), value, interval, n);
  }

  private static List<String> cells(String what, double value, Interval interval, int n) {
    return List.of(
        what,
        Numbers.text(value),
        Numbers.text(interval.low()),
        Numbers.text(interval.high()),
        Integer.toString(n));
  }
}
