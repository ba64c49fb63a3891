package io.virk.report;

import io.virk.baseline.Baseline;
import io.virk.baseline.facts.NullReport;
import io.virk.baseline.facts.Provenance;
import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.page.Chart;
import io.virk.page.Chart.Axes;
import io.virk.page.Chart.Mark;
import io.virk.page.Chart.Series;
import io.virk.page.Chart.Style;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of a baseline and its null report. */
final class BaselinePage {
  private static final int CHARTED = 160;
  private static final int ROWS = 400;
  private static final int REFUSALS = 40;

  private BaselinePage() {}

  static String of(Baseline baseline) {
    NullReport report = baseline.nullReport();
    long judging = report.rows().stream().filter(r -> r.refusal().isEmpty()).count();
    int exceeding = report.exceeding().size();
    Page page = new Page(Labels.of("baseline.title", baseline.name()));
    List<String> badges = new ArrayList<>();
    badges.add(
        (judging == 0 ? "bad:" : "plain:")
            + Labels.of("baseline.judging", judging, report.rows().size()));
    badges.add(
        exceeding == 0
            ? "good:" + Labels.of("baseline.kept")
            : "warn:" + Labels.of("baseline.exceeding", exceeding));
    page.head(
        Labels.of("baseline.kicker", baseline.hash().substring(0, 12)),
        baseline.name(),
        false,
        badges);
    page.section(
        Labels.of("baseline.built"),
        "",
        p -> {
          p.facts(facts(baseline));
          p.body().element("h3", Labels.of("baseline.signals"));
          p.body().element("p", signals(baseline), "class", "prose");
        });
    page.section(
        Labels.of("baseline.null"),
        Labels.of("baseline.null.lead", NullReport.ONE_IN, report.window()),
        p -> nulls(p, report));
    if (!report.refusals().isEmpty()) {
      page.section(
          Labels.of("baseline.blind"), Labels.of("baseline.blind.lead"), p -> blind(p, report));
    }
    return page.html();
  }

  private static String signals(Baseline baseline) {
    return baseline.schema().signals().stream()
        .map(s -> Text.clean(Words.signal(s.name())))
        .collect(Collectors.joining(", "));
  }

  private static List<String> facts(Baseline baseline) {
    Provenance of = baseline.provenance();
    List<String> facts = new ArrayList<>();
    facts.addAll(List.of(Labels.of("baseline.created"), Numbers.time(of.created().toEpochMilli())));
    facts.addAll(List.of(Labels.of("baseline.source"), Text.clean(of.source(), Text.SENTENCE)));
    facts.addAll(List.of(Labels.of("baseline.seen"), String.valueOf(of.seen())));
    facts.addAll(List.of(Labels.of("baseline.window"), String.valueOf(baseline.window())));
    facts.addAll(List.of(Labels.of("baseline.slices"), Slice.inWords(baseline.slices())));
    facts.addAll(List.of(Labels.of("baseline.model"), of.modelSha256().orElse("")));
    facts.addAll(
        List.of(
            Labels.of("baseline.preprocessing"),
            Text.clean(of.preprocessing().orElse(""), Text.SENTENCE)));
    facts.addAll(List.of(Labels.of("of.hash"), baseline.hash()));
    facts.addAll(List.of(Labels.of("of.version"), Text.clean(of.libraryVersion())));
    facts.addAll(List.of(Labels.of("of.seed"), String.valueOf(baseline.seed())));
    return facts;
  }

  private static void nulls(Page page, NullReport report) {
    List<NullReport.Row> judged =
        report.rows().stream().filter(r -> r.refusal().isEmpty() && r.windows() > 0).toList();
    List<NullReport.Row> shown = judged.stream().limit(CHARTED).toList();
    if (shown.size() > 1) {
      double[] x = new double[shown.size()];
      double[] achieved = new double[x.length];
      double[] low = new double[x.length];
      double[] high = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = i + 1;
        achieved[i] = 100 * shown.get(i).achieved();
        low[i] = 100 * shown.get(i).interval().low();
        high[i] = 100 * shown.get(i).interval().high();
      }
      double asked = 100.0 / NullReport.ONE_IN;
      page.chart(
          new Chart(
              Labels.of("baseline.chart"),
              Labels.of("baseline.chart.summary", Numbers.text(asked)),
              Labels.of("baseline.chart.x"),
              Labels.of("baseline.chart.y"),
              Axes.EVEN,
              x,
              List.of(
                  new Series(Labels.of("baseline.high"), Style.STEPS, 6, high),
                  new Series(Labels.of("baseline.achieved"), Style.DOTS, 1, achieved),
                  new Series(Labels.of("baseline.low"), Style.RINGS, 6, low)),
              List.of(new Mark('y', asked, asked, Labels.of("baseline.asked"), 2))));
    }
    List<List<String>> rows = new ArrayList<>();
    for (NullReport.Row r : report.rows().stream().limit(ROWS).toList()) {
      boolean refused = r.refusal().isPresent();
      rows.add(
          List.of(
              r.slice().toString(),
              Text.clean(Words.signal(r.signal())),
              Text.clean(r.detector()),
              String.valueOf(r.values()),
              Numbers.text(r.effectiveSize()),
              refused ? Labels.of("baseline.refused") : r.alarms() + " / " + r.windows(),
              refused ? "" : achieved(r),
              Numbers.text(r.threshold())));
    }
    page.table(
        List.of(
            Labels.of("evidence.slice"),
            Labels.of("evidence.signal"),
            Labels.of("evidence.detector"),
            "#" + Labels.of("baseline.values"),
            "#" + Labels.of("baseline.worth"),
            "#" + Labels.of("baseline.alarms"),
            "#" + Labels.of("baseline.share"),
            "#" + Labels.of("baseline.threshold")),
        rows);
    if (report.rows().size() > ROWS) {
      page.body().element("p", Labels.of("baseline.more", report.rows().size() - ROWS));
    }
  }

  private static String achieved(NullReport.Row r) {
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f .. %.1f)%s",
        100 * r.achieved(),
        100 * r.interval().low(),
        100 * r.interval().high(),
        r.exceeds() ? " !" : "");
  }

  private static void blind(Page page, NullReport report) {
    Html html = page.body();
    html.open("ul");
    report.refusals().stream().limit(REFUSALS).forEach(r -> html.element("li", r));
    html.close();
    if (report.refusals().size() > REFUSALS) {
      html.element("p", Labels.of("baseline.more", report.refusals().size() - REFUSALS));
    }
  }
}
