package io.virk.page;

import io.virk.internal.LibraryVersion;
import io.virk.internal.Sha256;
import io.virk.internal.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One page in one file: nothing is loaded from anywhere, and no other script than VIRK's and
 * uPlot's can run, for the page names them by their hashes. The same content gives the same text.
 */
public final class Page {
  private static final String STYLE = resource("page.css");
  private static final String SCRIPT = resource("page.js");
  private static final String DECISIONS = resource("review.js");

  private final String title;
  private final Html body = new Html();
  private int charts;

  /**
   * Begins a page.
   *
   * @param title anything
   */
  public Page(String title) {
    this.title = title;
  }

  private static String resource(String name) {
    return PlotLibrary.read(name)
        .orElseThrow(() -> new IllegalStateException("virk-core lacks io/virk/page/" + name));
  }

  /**
   * Where its content is written to.
   *
   * @return the body
   */
  public Html body() {
    return body;
  }

  /**
   * Writes its head, what a reader sees first.
   *
   * @param kicker what page it is
   * @param headline what happened, in a sentence
   * @param sentence whether it begins with a capital, as names do not
   * @param badges some words each, with a class of the page's style before a colon, as "bad:severe"
   */
  public void head(String kicker, String headline, boolean sentence, List<String> badges) {
    body.open("header").open("div", "class", "wide");
    body.element("p", kicker, "class", "kicker")
        .element("h1", headline, "class", sentence ? "sentence" : null);
    if (!badges.isEmpty()) {
      body.open("ul", "class", "badges");
      for (String badge : badges) {
        int colon = badge.indexOf(':');
        body.element("li", badge.substring(colon + 1), "class", badge.substring(0, colon));
      }
      body.close();
    }
    body.close().closeLine();
    body.open("main", "class", "wide");
  }

  /**
   * Writes a section.
   *
   * @param heading of it
   * @param lead a sentence below; "" for none
   * @param content writes the rest
   */
  public void section(String heading, String lead, Consumer<Page> content) {
    body.open("section").element("h2", heading);
    if (!lead.isEmpty()) {
      body.element("p", lead, "class", "lead");
    }
    int depth = body.depth();
    content.accept(this);
    if (body.depth() != depth) {
      throw new IllegalStateException("section: " + heading + " (expected: as many closed)");
    }
    body.closeLine();
  }

  /**
   * Writes a chart.
   *
   * @param chart what is drawn
   */
  public void chart(Chart chart) {
    charts++;
    chart.write(body);
  }

  /**
   * Writes a table.
   *
   * @param columns their names; those that begin with "#" are of numbers
   * @param rows their cells
   */
  public void table(List<String> columns, List<List<String>> rows) {
    body.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String column : columns) {
      boolean number = column.startsWith("#");
      body.element(
          "th",
          number ? column.substring(1) : column,
          "scope",
          "col",
          "class",
          number ? "n" : null);
    }
    body.close().close().open("tbody");
    for (List<String> row : rows) {
      body.open("tr");
      for (int i = 0; i < row.size(); i++) {
        body.element("td", row.get(i), "class", columns.get(i).startsWith("#") ? "n" : null);
      }
      body.closeLine();
    }
    body.close().close().close();
  }

  /**
   * Writes names and what belongs to them.
   *
   * @param pairs names and values in turns; a pair whose value is empty is left out
   */
  public void facts(List<String> pairs) {
    body.open("dl");
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      if (!pairs.get(i + 1).isEmpty()) {
        body.open("div").element("dt", pairs.get(i)).element("dd", pairs.get(i + 1)).close();
      }
    }
    body.close();
  }

  /**
   * The page.
   *
   * @return all of it
   */
  public String html() {
    return html(List.of());
  }

  /**
   * The page, with the script that collects and saves decisions.
   *
   * @return all of it
   */
  public String htmlWithDecisions() {
    return html(List.of(DECISIONS));
  }

  private String html(List<String> more) {
    while (body.depth() > 0) {
      body.closeLine();
    }
    Optional<PlotLibrary> library = charts == 0 ? Optional.empty() : PlotLibrary.find();
    String style = library.map(l -> l.style() + "\n").orElse("") + STYLE;
    List<String> scripts = new ArrayList<>(more);
    library.ifPresent(l -> scripts.addAll(List.of(l.script(), SCRIPT)));
    Html head = new Html();
    head.open("meta", "charset", "utf-8");
    head.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, scripts));
    head.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    head.open("meta", "name", "color-scheme", "content", "light dark");
    head.open("meta", "name", "generator", "content", "VIRK " + LibraryVersion.CURRENT);
    head.element("title", title);
    StringBuilder out =
        new StringBuilder("<!doctype html>\n<html lang=\"" + Words.language() + "\">\n<head>");
    out.append(head).append("\n<style>").append(style).append("</style>\n</head>\n<body>\n");
    out.append(body);
    library.ifPresent(
        l ->
            out.append("<!--\nThe charts are drawn by uPlot.\n")
                .append(l.licence())
                .append("-->\n"));
    scripts.forEach(s -> out.append("<script>").append(s).append("</script>\n"));
    return out.append("</body>\n</html>\n").toString();
  }

  private static String policy(String style, List<String> scripts) {
    String hashes = scripts.stream().map(Page::hash).collect(Collectors.joining(" "));
    return "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
        + hash(style)
        + (hashes.isEmpty() ? "" : "; script-src " + hashes);
  }

  private static String hash(String text) {
    byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }
}
