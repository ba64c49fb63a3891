package io.virk.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * A chart, and the table that it is drawn from.
 *
 * @param title what it shows
 * @param summary the same for who does not see it, in a sentence
 * @param xLabel what goes to the right
 * @param yLabel what goes up
 * @param axes how numbers lie on them
 * @param x ascending
 * @param series of as many values as x; at most six
 * @param marks places that matter
 */
public record Chart(
    String title,
    String summary,
    String xLabel,
    String yLabel,
    Axes axes,
    double[] x,
    List<Series> series,
    List<Mark> marks) {
  private static final double MILLIS = 1000;

  /** How numbers lie on the axes. */
  public enum Axes {
    /** Evenly. */
    EVEN,
    /** Evenly; x are seconds since 1970, in UTC. */
    TIMES,
    /** What goes to the right by its logarithm: above 0, the rest is not drawn. */
    LOG_X,
    /** What goes up by its logarithm: above 0, the rest is not drawn. */
    LOG_Y,
    /** Both by their logarithms. */
    LOGS
  }

  /** How values are drawn. */
  public enum Style {
    /** Joined, with points. */
    LINE,
    /** Points alone. */
    DOTS,
    /** Points with nothing in them. */
    RINGS,
    /** Steps with an area below. */
    STEPS
  }

  /**
   * Values of one kind.
   *
   * @param name of them
   * @param style how they are drawn
   * @param tone 1 .. 6, a colour of the palette; each has dashes of its own
   * @param values NaN where there is none
   */
  public record Series(String name, Style style, int tone, double[] values) {}

  /**
   * A place that matters.
   *
   * @param axis 'x' for an upright line or band, 'y' for a level one
   * @param from where it begins
   * @param to where it ends; the same for a line
   * @param label what it is
   * @param tone 0 .. 6, a colour of the palette, 0 for that of text
   */
  public record Mark(char axis, double from, double to, String label, int tone) {}

  public Chart {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(axes, "axes");
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /** Writes it. */
  void write(Html html) {
    html.open("figure", "class", "chart", "data-chart", spec());
    html.open("figcaption").element("b", title);
    if (series.size() > 1) {
      html.open("span", "class", "legend");
      for (Series s : series) {
        html.open("span").open("svg", "viewBox", "0 0 26 10", "aria-hidden", "true");
        swatch(html, s);
        html.close().text(s.name()).close();
      }
      html.close();
    }
    html.close();
    html.open(
            "div",
            "class",
            "plot",
            "tabindex",
            "0",
            "role",
            "group",
            "aria-label",
            title + ". " + summary)
        .close();
    html.element("output", "", "class", "readout", "aria-live", "polite");
    html.open("details").element("summary", Labels.of("chart.table"));
    html.element("p", summary);
    html.open("div", "class", "scroll");
    table(html);
    html.close().close().closeLine();
  }

  private static void swatch(Html html, Series s) {
    String tone = "tone" + s.tone();
    switch (s.style()) {
      case LINE ->
          html.open(
              "line",
              "class",
              "dash" + s.tone() + " stroke " + tone,
              "x1",
              "0",
              "x2",
              "26",
              "y1",
              "5",
              "y2",
              "5");
      case STEPS ->
          html.open(
              "rect", "class", "area " + tone, "x", "2", "y", "1", "width", "22", "height", "8");
      case DOTS, RINGS ->
          html.open(
              "rect",
              "class",
              (s.style() == Style.DOTS ? "fill " : "ring ") + tone,
              "x",
              "9",
              "y",
              "1",
              "width",
              "8",
              "height",
              "8",
              "rx",
              "4");
    }
  }

  /** What the script cannot read in the table. */
  private String spec() {
    JsonObject spec = new JsonObject();
    spec.addProperty("x", xLabel);
    spec.addProperty("y", yLabel);
    spec.addProperty("axes", axes.name());
    JsonArray list = new JsonArray();
    for (Series s : series) {
      JsonObject one = new JsonObject();
      one.addProperty("name", s.name());
      one.addProperty("style", s.style().name());
      one.addProperty("tone", s.tone());
      list.add(one);
    }
    spec.add("series", list);
    JsonArray places = new JsonArray();
    for (Mark m : marks) {
      if (Double.isFinite(m.from()) && Double.isFinite(m.to())) {
        JsonObject one = new JsonObject();
        one.addProperty("axis", String.valueOf(m.axis()));
        one.addProperty("from", m.from());
        one.addProperty("to", m.to());
        one.addProperty("label", m.label());
        one.addProperty("tone", m.tone());
        places.add(one);
      }
    }
    spec.add("marks", places);
    return spec.toString();
  }

  private void table(Html html) {
    html.open("table").open("thead").open("tr").element("th", xLabel, "scope", "col");
    series.forEach(s -> html.element("th", s.name(), "scope", "col"));
    html.close().close().open("tbody");
    for (int i = 0; i < x.length; i++) {
      boolean times = axes == Axes.TIMES;
      String at = times ? Numbers.clock(Math.round(x[i] * MILLIS)) : Numbers.text(x[i]);
      String exact = times ? String.valueOf(Math.round(x[i] * MILLIS) / MILLIS) : null;
      html.open("tr").element("th", at, "scope", "row", "data-x", times ? plain(exact) : null);
      for (Series s : series) {
        html.element("td", Numbers.text(s.values()[i]));
      }
      html.closeLine();
    }
    html.close().close();
  }

  private static String plain(String number) {
    return new java.math.BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
