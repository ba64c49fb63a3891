package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.process.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus says of the queries of the dashboard, and of the alerts. */
class PromtoolTest {
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^\\s*expr: (.*)$");

  @TempDir private Path folder;

  /** Of the alerts, as they stand in the file. */
  static List<String> expressions() throws IOException {
    return EXPRESSION.matcher(alerts()).results().map(m -> m.group(1)).toList();
  }

  private static String alerts() throws IOException {
    try (InputStream in = MonitorMetrics.class.getResourceAsStream("alerts.yml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void promtool(String... arguments) throws Exception {
    Optional<Path> tool =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(f -> Path.of(f, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        tool.isPresent(), "no promtool on the PATH: it is in Debian's package prometheus");
    List<String> command = new ArrayList<>(List.of(tool.get().toString()));
    command.addAll(List.of(arguments));
    Child.run(folder, command);
  }

  /** As rules of their own, where Grafana's variables have values. */
  @Test
  void itReadsEveryQueryOfTheDashboard() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    int number = 0;
    for (String expr : DashboardTest.strings(DashboardTest.dashboard(), "expr")) {
      String asked =
          expr.replace("$__rate_interval", "1m")
              .replace("$__range", "6h")
              .replaceAll("\\$(monitor|slice|signal)\\b", ".*");
      assertTrue(!asked.contains("$"), expr);
      rules.append("  - record: query_").append(++number).append("\n    expr: |-\n      ");
      rules.append(asked).append('\n');
    }
    assertTrue(number > 30, "queries: " + number);
    Files.writeString(folder.resolve("dashboard.yml"), rules);
    promtool("check", "rules", "dashboard.yml");
  }

  @Test
  void theAlertsComeAndGoWhenTheyShould() throws Exception {
    Files.writeString(folder.resolve("alerts.yml"), alerts());
    try (InputStream in = PromtoolTest.class.getResourceAsStream("alerts-test.yml")) {
      Files.copy(in, folder.resolve("alerts-test.yml"));
    }
    promtool("check", "rules", "alerts.yml");
    promtool("test", "rules", "alerts-test.yml");
  }
}
