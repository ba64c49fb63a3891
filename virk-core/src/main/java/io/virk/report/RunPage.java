package io.virk.report;

import io.virk.internal.Text;
import io.virk.page.Chart;
import io.virk.page.Chart.Axes;
import io.virk.page.Chart.Mark;
import io.virk.page.Chart.Series;
import io.virk.page.Chart.Style;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import io.virk.report.MonitorRun.Judged;
import io.virk.report.MonitorRun.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The page of what a monitor has told. */
final class RunPage {
  private static final double MILLIS = 1000;
  private static final int LINES = 60;

  private RunPage() {}

  static String of(MonitorRun run) {
    Page page = new Page(Labels.of("run.title", run.monitor()));
    long open = run.opened() - run.closed();
    long windows = run.windows().stream().mapToLong(Judged::all).sum();
    List<String> badges = new ArrayList<>();
    if (open > 0) {
      badges.add("warn:" + Labels.of("run.open", open));
    }
    badges.add("plain:" + Labels.of("run.windows", windows));
    page.head(
        Labels.of("run.kicker", Text.clean(run.monitor())),
        Labels.of("run.head", run.opened()),
        false,
        badges);
    page.section(Labels.of("run.told"), "", p -> told(p, run));
    if (run.windows().size() > 1) {
      page.section(Labels.of("run.verdicts"), Labels.of("run.verdicts.lead"), p -> chart(p, run));
    }
    run.sight()
        .ifPresent(
            s ->
                page.section(
                    Labels.of("run.sight"),
                    "",
                    p -> s.inWords().forEach(w -> p.body().element("p", w, "class", "prose"))));
    if (!run.status().isEmpty()) {
      page.section(Labels.of("run.status"), "", p -> status(p, run.status()));
    }
    return page.html();
  }

  private static void status(Page page, String status) {
    Html html = page.body();
    html.open("pre");
    status.lines().limit(LINES).forEach(line -> html.text(line).open("br"));
    html.close();
  }

  private static void told(Page page, MonitorRun run) {
    Html html = page.body();
    if (run.told().isEmpty()) {
      html.element("p", Labels.of("run.nothing"));
      return;
    }
    html.open("ul", "class", "history");
    for (Told t : run.told()) {
      html.open("li").element("time", time(t.epochMillis())).open("span");
      html.element("b", Labels.of("told." + t.kind().name().toLowerCase(Locale.ROOT)));
      html.text(" " + t.words()).close().close();
    }
    html.close();
    if (run.leftOut() > 0) {
      html.element("p", Labels.of("run.left-out", run.leftOut()));
    }
  }

  private static String time(long epochMillis) {
    return epochMillis == 0 ? Labels.of("told.start") : Numbers.time(epochMillis);
  }

  /** A step ends where the next one begins, or in a pause, in which no window ended. */
  private static List<Judged> withPauses(List<Judged> spans) {
    List<Judged> all = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      Judged span = spans.get(i);
      all.add(span);
      long end = span.fromMillis() + span.millis();
      if (i + 1 == spans.size() || spans.get(i + 1).fromMillis() > end) {
        all.add(new Judged(end, span.millis(), 0, 0, 0, 0));
      }
    }
    return all;
  }

  private static void chart(Page page, MonitorRun run) {
    List<Judged> spans = withPauses(run.windows());
    double[] x = spans.stream().mapToDouble(s -> s.fromMillis() / MILLIS).toArray();
    List<Mark> marks = new ArrayList<>();
    run.told().stream()
        .filter(t -> t.kind() == Told.Kind.OPENED)
        .limit(8)
        .forEach(
            t -> {
              double at = t.epochMillis() / MILLIS;
              marks.add(new Mark('x', at, at, Labels.of("mark.opened"), 0));
            });
    page.chart(
        new Chart(
            Labels.of("run.verdicts.chart"),
            Labels.of("run.verdicts.summary", Numbers.text(spans.get(0).millis() / MILLIS)),
            Labels.of("chart.time"),
            Labels.of("run.windows.y"),
            Axes.TIMES,
            x,
            List.of(
                series("run.normal", 1, spans, Judged::normal),
                series("run.warnings", 5, spans, Judged::warnings),
                series("run.drifts", 2, spans, Judged::drifts)),
            marks));
  }

  private static Series series(
      String label, int tone, List<Judged> spans, ToLongFunction<Judged> count) {
    double[] y = spans.stream().mapToLong(count).asDoubleStream().toArray();
    return new Series(Labels.of(label), Style.STEPS, tone, y);
  }
}
