package io.virk.bench.suite;

import com.google.gson.JsonObject;
import io.virk.page.Html;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results as one page: where they come from, how cost grows with size, how much of the machine's
 * ceiling is reached, peers, percentiles of latency, and all rows.
 */
public final class ResultsPage {
  private final Results results;
  private final List<JsonObject> quality;
  private final Page page = new Page("VIRK benchmarks");

  private ResultsPage(Results results, List<JsonObject> quality) {
    this.results = results;
    this.quality = quality;
  }

  /** The page, as HTML in one file. */
  public static String of(Results results) {
    return of(results, List.of());
  }

  /**
   * The page, with pictures of how well VIRK judges.
   *
   * @param results of speed
   * @param quality files of {@link QualitySection#read}
   */
  public static String of(Results results, List<JsonObject> quality) {
    return new ResultsPage(results, quality).write();
  }

  private String write() {
    Environment e = results.environment();
    List<String> badges = new ArrayList<>();
    if (e.effort().equals(RowRun.Effort.QUICK)) {
      badges.add("bad:quick mode: proves that benchmarks run, figures are worth nothing");
    }
    if (Math.max(e.loadBefore(), e.loadAfter()) > e.cores()) {
      badges.add("bad:busy machine: wall times say what else ran");
    }
    String of =
        results.rows().isEmpty() && !results.host().isEmpty()
            ? "A host"
            : results.rows().size() + " rows";
    page.head("VIRK benchmarks", of + " on " + e.cpu(), true, badges);
    page.section("Where", "", p -> environment(e));
    HostSection.write(page, results.host());
    peers();
    CostCurves.write(page, results.rows());
    shares();
    Roofline.write(page, results.rows());
    LatencySection.write(page, results.rows());
    quality.forEach(q -> QualitySection.write(page, q));
    for (Group group : Group.values()) {
      rows(group);
    }
    if (!results.leftOut().isEmpty()) {
      page.section(
          "Left out",
          "What did not run, and why.",
          p -> results.leftOut().forEach(line -> p.body().element("p", line)));
    }
    return page.html();
  }

  private void environment(Environment e) {
    List<String> facts = new ArrayList<>();
    facts.addAll(
        List.of("processor", e.cpu() + ", " + e.cores() + " cores, " + String.join(" ", e.simd())));
    facts.addAll(List.of("caches", words(e.caches())));
    facts.addAll(List.of("memory", e.memory() + " MiB"));
    facts.addAll(List.of("system", e.os()));
    facts.addAll(List.of("JDK", e.jdk() + ", " + String.join(", ", e.collector())));
    facts.addAll(List.of("kernels without flags", e.kernels()));
    facts.addAll(List.of("commit", e.commit() + (e.changed() ? ", with changes" : "")));
    facts.addAll(
        List.of(
            "effort",
            String.format(
                Locale.ROOT,
                "%d JVMs a row, %d of a sweep, with %d iterations of %d ms, %d before them",
                e.effort().forks(),
                e.effort().sweepForks(),
                e.effort().iterations(),
                e.effort().millis(),
                e.effort().warmups())));
    facts.addAll(
        List.of(
            "run",
            String.format(
                Locale.ROOT,
                "%s UTC, %.0f s, load %.1f to %.1f",
                e.begun().replaceFirst("T", " ").replaceFirst("[.].*", ""),
                e.seconds(),
                e.loadBefore(),
                e.loadAfter())));
    page.facts(facts);
  }

  private static String words(Map<String, String> sizes) {
    List<String> words = new ArrayList<>();
    sizes.forEach((name, size) -> words.add(name + " " + size));
    return String.join(", ", words);
  }

  private void peers() {
    List<PeerRatio> ratios = PeerRatio.of(results);
    if (ratios.isEmpty() || results.environment().effort().equals(RowRun.Effort.QUICK)) {
      return;
    }
    page.section(
        "Peers",
        "Same data, same answer, which was checked first. Least processor times; above 1 ours is"
            + " faster.",
        p -> {
          List<List<String>> rows = new ArrayList<>();
          for (PeerRatio r : ratios) {
            rows.add(
                List.of(
                    r.what(),
                    r.peer(),
                    Times.text(r.peerNanos()),
                    r.ours(),
                    Times.text(r.ourNanos()),
                    Numbers.text(r.ratio())));
          }
          p.table(
              List.of("what", "peer", "#its time", "form of ours", "#our time", "#ratio"), rows);
        });
  }

  private void shares() {
    List<Row> rows = results.rows().stream().filter(r -> r.work() != null).toList();
    if (rows.isEmpty()) {
      return;
    }
    page.section(
        "Share of the ceiling",
        "The least time in which this machine could do the same, by rows of this run, over the"
            + " least time that was measured. Above 1: work that was thought necessary is saved.",
        p -> {
          Html html =
              p.body().open("div", "class", "scroll").open("table").open("thead").open("tr");
          for (String column : List.of("row", "ceiling", "could take", "takes", "share", "")) {
            html.element("th", column, "scope", "col");
          }
          html.close().close().open("tbody");
          for (Row row : rows) {
            html.open("tr").element("td", name(row));
            html.element("td", row.work().ceiling());
            html.element("td", Times.text(row.work().nanos()), "class", "n");
            html.element("td", Times.text(row.least()), "class", "n");
            html.element("td", Numbers.percent(row.work().share()), "class", "n");
            html.open("td").bar(row.work().share(), row.kernels().equals("scalar") ? 2 : 1);
            html.close().close();
          }
          html.close().close().close();
        });
  }

  private void rows(Group group) {
    List<Row> rows = results.rows().stream().filter(r -> r.group().equals(group.word())).toList();
    if (rows.isEmpty()) {
      return;
    }
    page.section(
        group.word(),
        group.question() + ".",
        p -> {
          List<List<String>> cells = new ArrayList<>();
          for (Row r : rows) {
            cells.add(
                List.of(
                    name(r),
                    r.kernels(),
                    Times.text(r.least()),
                    Times.text(r.median()),
                    Times.text(r.mean())
                        + (r.high() == null ? "" : " +- " + Times.text(r.high() - r.mean())),
                    Times.text(r.cpu()),
                    Numbers.text(r.allocated()),
                    String.format(Locale.ROOT, "%.1f", r.loadAfter())));
          }
          p.table(
              List.of("row", "kernels", "#least", "#median", "#mean", "#cpu", "#bytes", "#load"),
              cells);
        });
  }

  private static String name(Row row) {
    return row.type() + "." + row.title() + (row.mode().equals("sample") ? " (calls)" : "");
  }
}
