package io.virk.report;

import io.virk.baseline.facts.BaselineDiff;
import io.virk.baseline.facts.SignalDiff;
import io.virk.baseline.facts.ThresholdDiff;
import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The page of how far two baselines are apart. */
final class ComparisonPage {
  private static final int BARS = 12;
  private static final int ROWS = 200;
  private static final double CHANGED = 0.1;
  private static final double CLOSE = 0.02;

  private ComparisonPage() {}

  static String of(BaselineDiff diff) {
    Page page = new Page(Labels.of("compare.title", diff.second(), diff.first()));
    boolean close = diff.driftingWindows() < CLOSE;
    List<String> badges = new ArrayList<>();
    badges.add(
        (close ? "good:" : "warn:")
            + Labels.of(
                "compare.windows", Numbers.percent(diff.driftingWindows()), diff.windows()));
    badges.add("plain:" + Labels.of("compare.moved", diff.moved().size(), diff.signals().size()));
    page.head(Labels.of("compare.kicker"), first(diff.text()), false, badges);
    if (diff.moved().stream().anyMatch(ComparisonPage::isSeen)) {
      page.section(
          Labels.of("compare.signals"), Labels.of("compare.signals.lead"), p -> moved(p, diff));
    }
    page.section(Labels.of("compare.all"), Labels.of("compare.all.lead"), p -> signals(p, diff));
    List<ThresholdDiff> changed =
        diff.thresholds().stream()
            .filter(t -> Math.abs(t.relative()) > CHANGED)
            .sorted(Comparator.comparingDouble(t -> -Math.abs(t.relative())))
            .limit(ROWS)
            .toList();
    if (!changed.isEmpty()) {
      page.section(
          Labels.of("compare.thresholds"),
          Labels.of("compare.thresholds.lead", diff.rowsAfter(), diff.rowsBefore()),
          p -> thresholds(p, changed));
    }
    page.section(Labels.of("compare.provenance"), "", p -> provenance(p, diff));
    return page.html();
  }

  private static String first(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Signals that only explain are judged by no detector. */
  private static boolean isSeen(SignalDiff s) {
    return s.driftingWindows() > 0;
  }

  private static void moved(Page page, BaselineDiff diff) {
    Html html = page.body();
    boolean sliced = diff.signals().stream().anyMatch(s -> !s.slice().isAll());
    html.open("div", "class", "bars");
    for (SignalDiff s : diff.moved().stream().filter(ComparisonPage::isSeen).limit(BARS).toList()) {
      String name = Text.clean(Words.signal(s.signal()));
      html.element("span", sliced ? name + ", " + s.slice() : name);
      html.bar(s.driftingWindows(), 2)
          .element("span", Numbers.percent(s.driftingWindows()), "class", "n");
    }
    html.close();
  }

  private static void signals(Page page, BaselineDiff diff) {
    List<List<String>> rows = new ArrayList<>();
    for (SignalDiff s : diff.signals().stream().limit(ROWS).toList()) {
      rows.add(
          List.of(
              s.slice().toString(),
              Text.clean(Words.signal(s.signal())),
              Numbers.text(s.before()),
              Numbers.text(s.after()),
              Numbers.text(s.shift()),
              Numbers.text(s.noise()),
              Numbers.text(s.spread()),
              Numbers.percent(s.driftingWindows())));
    }
    page.table(
        List.of(
            Labels.of("evidence.slice"),
            Labels.of("evidence.signal"),
            "#" + Labels.of("compare.before"),
            "#" + Labels.of("compare.after"),
            "#" + Labels.of("compare.shift"),
            "#" + Labels.of("compare.noise"),
            "#" + Labels.of("compare.spread"),
            "#" + Labels.of("compare.drifting")),
        rows);
  }

  private static void thresholds(Page page, List<ThresholdDiff> changed) {
    List<List<String>> rows = new ArrayList<>();
    for (ThresholdDiff t : changed) {
      rows.add(
          List.of(
              t.slice().toString(),
              Text.clean(Words.signal(t.signal())),
              Text.clean(t.detector()),
              Numbers.text(t.before()),
              Numbers.text(t.after()),
              String.format(Locale.ROOT, "%+.0f %%", 100 * t.relative())));
    }
    page.table(
        List.of(
            Labels.of("evidence.slice"),
            Labels.of("evidence.signal"),
            Labels.of("evidence.detector"),
            "#" + Labels.of("compare.before"),
            "#" + Labels.of("compare.after"),
            "#" + Labels.of("compare.change")),
        rows);
  }

  private static void provenance(Page page, BaselineDiff diff) {
    List<String> facts = new ArrayList<>();
    facts.addAll(List.of(Labels.of("compare.first"), Text.clean(diff.first(), Text.SENTENCE)));
    facts.addAll(List.of(Labels.of("compare.second"), Text.clean(diff.second(), Text.SENTENCE)));
    facts.addAll(List.of(Labels.of("compare.added"), Slice.inWords(diff.added())));
    facts.addAll(List.of(Labels.of("compare.removed"), Slice.inWords(diff.removed())));
    page.facts(facts);
    page.body().open("ul");
    diff.provenance().forEach(d -> page.body().element("li", d));
    page.body().close();
  }
}
