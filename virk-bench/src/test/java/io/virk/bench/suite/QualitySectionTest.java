package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualitySectionTest {
  private static final String LIVE =
      """
      [{"stream": "CIFAR-10 x 1", "monitor": [{"name": "windows", "rate": 0.001}],
        "rules": [{"name": "KS", "rate": 0.05}, {"name": "PSI", "rate": 1.0}]},
       {"stream": "CIFAR-10 x 8", "monitor": [{"name": "windows", "rate": 0.002}],
        "rules": [{"name": "KS", "rate": 0.75}, {"name": "PSI", "rate": 0.95}, {"name": "none"}]},
       {"stream": "a day", "monitor": [], "rules": []}]
      """;
  private static final String TOLD =
      """
      [{"who": "VIRK", "firesPerThousand": "1.00 (0.20 .. 3.00)", "told": 45, "runs": 50},
       {"who": "VIRK", "firesPerThousand": "1.00 (0.30 .. 3.00)", "told": 40, "runs": 50},
       {"who": "z", "firesPerThousand": "", "told": 1, "runs": 50}]
      """;

  private static String page(String json) {
    JsonObject file = JsonParser.parseString(json).getAsJsonObject();
    return ResultsPage.of(SampleRows.results(), List.of(file));
  }

  @Test
  void falseAlarmsAreDrawnByTheMemoryOfAStream() {
    for (String json :
        List.of(
            "{\"live\": " + LIVE + "}",
            "{\"tables\": [{\"name\": \"live\", \"figures\": " + LIVE + "}]}",
            "{\"tables\": [{\"name\": \"live\", \"figures\": {\"live\": " + LIVE + "}}]}")) {
      String html = page(json);
      assertTrue(html.contains("False alarms by the memory of a stream"), json);
      assertTrue(html.contains(row(1, 0.001, 0.05)), html);
      assertTrue(html.contains(row(8, 0.002, 0.75)), html);
      assertFalse(html.contains("PSI</th>"), "fires always");
      assertTrue(html.contains("KS</th>"), html);
      assertFalse(html.contains("Told rightly"), json);
    }
  }

  @Test
  void whatIsToldRightlyIsDrawnBesideWhatIsToldForNothing() {
    String html = page("{\"live-z\": " + TOLD + "}");
    assertTrue(html.contains("Told rightly beside told for nothing"), html);
    assertTrue(html.contains("<tr><th scope=\"row\">0.001</th><td>0.8</td></tr>"), html);
    assertFalse(html.contains("False alarms by"));
  }

  private static String row(int x, double... ys) {
    StringBuilder row = new StringBuilder("<tr><th scope=\"row\">" + x + "</th>");
    for (double y : ys) {
      row.append("<td>").append(y).append("</td>");
    }
    return row + "</tr>";
  }

  @Test
  void whatAFileHasNotIsLeftOut(@TempDir Path folder) throws IOException {
    assertEquals(ResultsPage.of(SampleRows.results()), page("{\"power\": []}"));
    Path file = folder.resolve("quality.json");
    Files.writeString(file, "[]");
    assertThrows(IOException.class, () -> QualitySection.read(file));
    Files.writeString(file, "{\"live\": []}");
    assertTrue(QualitySection.read(file).has("live"));
  }
}
