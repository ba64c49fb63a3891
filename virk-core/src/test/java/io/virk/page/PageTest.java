package io.virk.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.virk.page.Chart.Axes;
import io.virk.page.Chart.Mark;
import io.virk.page.Chart.Series;
import io.virk.page.Chart.Style;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String HOSTILE = "</script><script>alert(1)</script>\"'><!--\u2028";

  private static String page() {
    Page page = new Page(HOSTILE);
    page.head("test", HOSTILE, true, List.of("bad:" + HOSTILE));
    page.section(
        HOSTILE,
        HOSTILE,
        p -> {
          p.chart(
              new Chart(
                  HOSTILE,
                  HOSTILE,
                  "x",
                  HOSTILE,
                  Axes.EVEN,
                  new double[] {1, 2.5, 3},
                  List.of(new Series(HOSTILE, Style.LINE, 1, new double[] {1, Double.NaN, 1e-12})),
                  List.of(new Mark('x', 2, 2, HOSTILE, 0))));
          p.table(List.of("a", "#b"), List.of(List.of(HOSTILE, "1")));
          p.facts(List.of(HOSTILE, HOSTILE, "none", ""));
        });
    return page.html();
  }

  @Test
  void theSameContentGivesTheSameText() {
    assertEquals(page(), page());
  }

  /** Its own script and uPlot's, named by their hashes, and nothing that comes from a network. */
  @Test
  void noOtherScriptRunsAndNothingIsLoaded() throws Exception {
    String html = page();
    assertEquals(2, html.split("<script", -1).length - 1);
    assertFalse(html.contains("alert(1)</script>"));
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertTrue(policy.find());
    assertTrue(policy.group(1).startsWith("default-src &#39;none&#39;; img-src data:;"));
    Matcher blocks =
        Pattern.compile("<(?:script|style)>(.*?)</(?:script|style)>", Pattern.DOTALL).matcher(html);
    int found = 0;
    while (blocks.find()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(blocks.group(1).getBytes(StandardCharsets.UTF_8));
      assertTrue(policy.group(1).contains("sha256-" + Base64.getEncoder().encodeToString(digest)));
      found++;
    }
    assertEquals(3, found, "a style and two scripts");
    assertTrue(html.contains("/*! https://github.com/leeoniya/uPlot (v1.6.30) */"));
    assertTrue(html.contains("The MIT License"));
  }

  @Test
  void aPageOfOneChartIsSmall() {
    assertTrue(page().length() < 100_000, "characters: " + page().length());
  }

  @Test
  void aChartIsAFigureWithItsTable() {
    String html = page();
    Matcher spec = Pattern.compile("data-chart=\"([^\"]*)\"").matcher(html);
    assertTrue(spec.find());
    String json =
        spec.group(1)
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    assertEquals(
        HOSTILE,
        JsonParser.parseString(json)
            .getAsJsonObject()
            .getAsJsonArray("marks")
            .get(0)
            .getAsJsonObject()
            .get("label")
            .getAsString());
    assertTrue(html.contains("tabindex=\"0\" role=\"group\" aria-label="));
    assertTrue(html.contains("<tr><th scope=\"row\">2.5</th><td></td></tr>"));
    assertTrue(html.contains("<tr><th scope=\"row\">3</th><td>1E-12</td></tr>"));
  }

  /** Every label that the code asks for is there, and none is there for nothing. */
  @Test
  void theLabelsAreThoseOfTheCode() throws IOException {
    Set<String> asked = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    Pattern call = Pattern.compile("\"([a-z][a-z0-9.-]*)\"");
    Pattern whole = Pattern.compile("Labels\\.of\\(\\s*\"([a-z][a-z0-9.-]*)\"\\s*[,)]");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/virk"))) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*[/\\\\](page|report)[/\\\\].*java")).toList()) {
        String code = Files.readString(file);
        call.matcher(code).results().forEach(m -> asked.add(m.group(1)));
        whole.matcher(code).results().forEach(m -> missing.add(m.group(1)));
      }
    }
    Properties words = new Properties();
    try (Reader in =
        Files.newBufferedReader(Path.of("src/main/resources/io/virk/words_en.properties"))) {
      words.load(in);
    }
    Set<String> there =
        words.stringPropertyNames().stream()
            .filter(k -> k.startsWith(Labels.PREFIX))
            .map(k -> k.substring(Labels.PREFIX.length()))
            .collect(Collectors.toSet());
    Set<String> unused = new TreeSet<>(there);
    unused.removeAll(asked);
    unused.removeIf(k -> k.matches("(sheet|role|chapter|told|why|review)\\..*"));
    assertEquals(Set.of(), unused);
    assertTrue(missing.size() > 50, missing.toString());
    missing.removeAll(there);
    assertEquals(Set.of(), missing);
  }
}
