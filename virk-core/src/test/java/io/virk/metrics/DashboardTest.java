package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.label.FeedbackPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard asks for what a monitor exports to Prometheus, and for all of it. */
class DashboardTest {
  /** Exported on purpose without a panel. */
  private static final Set<String> WITHOUT_PANEL = Set.of();

  private static final Pattern METRIC = Pattern.compile("\\bvirk_\\w+");
  private static final Pattern SELECTOR = Pattern.compile("(virk_\\w+)\\{([^}]*)}");
  private static final Pattern SAMPLE = Pattern.compile("^(virk_\\w+)(?:\\{([^}]*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

  private static JsonObject dashboard;

  /** Labels by name of the metric, as scraped. */
  private static final Map<String, Set<String>> SCRAPED = new TreeMap<>();

  @BeforeAll
  static void readAndScrape() throws IOException {
    dashboard = dashboard();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Monitor monitor =
            DriftingMonitor.builder("scraped", new MonitorListener() {})
                .feedback(FeedbackPolicy.of(100))
                .start();
        MonitorMetrics metrics = MonitorMetrics.of(monitor)) {
      metrics.bindTo(registry);
      DriftingMonitor.calm(monitor);
      for (String line : registry.scrape().lines().toList()) {
        SAMPLE
            .matcher(line)
            .results()
            .forEach(
                m ->
                    SCRAPED
                        .computeIfAbsent(m.group(1), name -> new TreeSet<>())
                        .addAll(labels(m.group(2))));
      }
    }
  }

  static JsonObject dashboard() throws IOException {
    try (InputStream in = MonitorMetrics.class.getResourceAsStream("grafana-dashboard.json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static Set<String> labels(String selector) {
    return LABEL
        .matcher(selector == null ? "" : selector)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every string of a tree of JSON with the name of its field. */
  private static void walk(String field, JsonElement element, BiConsumer<String, String> told) {
    if (element.isJsonObject()) {
      element.getAsJsonObject().entrySet().forEach(e -> walk(e.getKey(), e.getValue(), told));
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(e -> walk(field, e, told));
    } else if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
      told.accept(field, element.getAsString());
    }
  }

  private static Set<String> strings(String... fields) {
    return strings(dashboard, fields);
  }

  /** What stands in fields of some names, anywhere in a dashboard. */
  static Set<String> strings(JsonObject of, String... fields) {
    Set<String> found = new LinkedHashSet<>();
    walk(
        "",
        of,
        (field, value) -> {
          if (Set.of(fields).contains(field)) {
            found.add(value);
          }
        });
    return found;
  }

  /** Queries of panels, of annotations and of variables. */
  private static List<String> queries() {
    return strings("expr", "query", "definition").stream()
        .filter(q -> q.contains("virk_"))
        .toList();
  }

  private static List<JsonObject> panels() {
    List<JsonObject> panels = new ArrayList<>();
    dashboard.getAsJsonArray("panels").forEach(p -> panels.add(p.getAsJsonObject()));
    return panels;
  }

  @Test
  void everyMetricOfTheDashboardIsScrapedAndTheOtherWayRound() {
    Set<String> used = new TreeSet<>();
    queries().forEach(q -> METRIC.matcher(q).results().map(MatchResult::group).forEach(used::add));
    assertTrue(used.size() > 10, used.toString());
    Set<String> expected = new TreeSet<>(SCRAPED.keySet());
    expected.removeAll(WITHOUT_PANEL);
    assertEquals(expected, used);
  }

  @Test
  void everyMetricOfTheAlertsIsScrapedAndEveryAlertIsInTheDocs() throws IOException {
    String docs = Files.readString(Path.of("../docs/metrics.md"));
    List<String> alerts = PromtoolTest.expressions();
    assertTrue(alerts.size() > 5, alerts.toString());
    for (String expr : alerts) {
      assertTrue(docs.contains("`" + expr + "`"), expr);
      for (MatchResult metric : METRIC.matcher(expr).results().toList()) {
        assertTrue(SCRAPED.containsKey(metric.group()), expr);
      }
      for (MatchResult by : GROUPING.matcher(expr).results().toList()) {
        Set<String> labels = SCRAPED.get("virk_window_timestamp_seconds");
        assertTrue(labels.containsAll(List.of(by.group(1).split(", "))), expr);
      }
    }
  }

  @Test
  void everyLabelIsOneOfItsMetric() {
    for (String query : queries()) {
      SELECTOR
          .matcher(query)
          .results()
          .forEach(
              m ->
                  assertTrue(
                      SCRAPED.get(m.group(1)).containsAll(labels(m.group(2))),
                      query + " of " + SCRAPED.get(m.group(1))));
    }
    Set<String> all = new HashSet<>(Set.of("quantile"));
    SCRAPED.values().forEach(all::addAll);
    strings("expr")
        .forEach(
            expr ->
                GROUPING
                    .matcher(expr)
                    .results()
                    .forEach(m -> assertTrue(all.containsAll(List.of(m.group(1).split(", "))))));
    strings("legendFormat", "titleFormat")
        .forEach(
            legend ->
                LEGEND
                    .matcher(legend)
                    .results()
                    .forEach(m -> assertTrue(all.contains(m.group(1)), legend)));
  }

  @Test
  void everyMetricIsAskedForByMonitor() {
    for (String expr : strings("expr")) {
      long metrics = METRIC.matcher(expr).results().count();
      long selected =
          SELECTOR
              .matcher(expr)
              .results()
              .filter(m -> m.group(2).contains("monitor=~\"$monitor\""))
              .count();
      assertEquals(metrics, selected, expr);
      for (String pair : List.of("()", "{}", "[]")) {
        assertEquals(
            expr.chars().filter(c -> c == pair.charAt(0)).count(),
            expr.chars().filter(c -> c == pair.charAt(1)).count(),
            expr);
      }
    }
  }

  @Test
  void anyPrometheusCanBeChosenAndEveryVariableExists() {
    Set<String> variables = new TreeSet<>();
    for (JsonElement v : dashboard.getAsJsonObject("templating").getAsJsonArray("list")) {
      variables.add(v.getAsJsonObject().get("name").getAsString());
    }
    assertEquals(Set.of("datasource", "monitor", "slice", "signal"), variables);
    Set<String> ofGrafana = Set.of("__rate_interval", "__interval", "__range", "__all");
    walk(
        "",
        dashboard,
        (field, value) ->
            VARIABLE
                .matcher(value)
                .results()
                .map(m -> m.group(1))
                .forEach(
                    name ->
                        assertTrue(
                            variables.contains(name) || ofGrafana.contains(name), field + name)));
    assertTrue(dashboard.get("id").isJsonNull(), "an import gives the number");
    for (JsonObject panel : panels()) {
      if (!panel.get("type").getAsString().equals("row")) {
        assertEquals(
            "${datasource}",
            panel.getAsJsonObject("datasource").get("uid").getAsString(),
            panel.get("title").getAsString());
      }
    }
  }

  @Test
  void panelsHaveTheirOwnNumbersAndPlaces() {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonObject panel : panels()) {
      String title = panel.get("title").getAsString();
      assertTrue(ids.add(panel.get("id").getAsInt()), title);
      JsonObject place = panel.getAsJsonObject("gridPos");
      int left = place.get("x").getAsInt();
      int top = place.get("y").getAsInt();
      int right = left + place.get("w").getAsInt();
      assertTrue(right <= 24, title);
      for (int x = left; x < right; x++) {
        for (int y = top; y < top + place.get("h").getAsInt(); y++) {
          assertTrue(cells.add(x + "," + y), title);
        }
      }
      JsonArray targets = panel.getAsJsonArray("targets");
      assertEquals(panel.get("type").getAsString().equals("row"), targets == null, title);
      if (targets != null) {
        assertFalse(panel.get("description").getAsString().isBlank(), title);
        Set<String> refs = new HashSet<>();
        targets.forEach(
            t -> assertTrue(refs.add(t.getAsJsonObject().get("refId").getAsString()), title));
      }
    }
  }

  @Test
  void aVerdictIsWrittenAsItsNumberMeans() {
    Set<String> texts = strings("text");
    assertTrue(texts.containsAll(Set.of("too little data", "normal", "warning", "DRIFT")));
    for (JsonObject panel : panels()) {
      if (panel.get("type").getAsString().equals("state-timeline")) {
        JsonObject options =
            panel
                .getAsJsonObject("fieldConfig")
                .getAsJsonObject("defaults")
                .getAsJsonArray("mappings")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("options");
        assertEquals(Set.of("-1", "0", "1", "2"), options.keySet());
        assertEquals("DRIFT", options.getAsJsonObject("2").get("text").getAsString());
      }
    }
  }
}
