package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private static final Path ROOT = Path.of("..");
  private static final String COMMAND =
      "in the root: java -cp virk-bench/target/benchmarks.jar io.virk.bench.Suite docs";

  @TempDir private Path folder;

  /** No figure that comes from the suite is typed. */
  @Test
  void theFiguresOfTheDocumentsAreThoseOfTheSummaries() throws IOException {
    Figures figures = new Figures(ROOT);
    int marked = 0;
    for (Path document : figures.documents()) {
      String text = Files.readString(document);
      marked += text.split("<!-- (figure|table) ", -1).length - 1;
      assertEquals(figures.refreshed(text), text, document.getFileName() + ", " + COMMAND);
    }
    assertTrue(marked > 0, "no document has marks");
  }

  /** A summary that no document shows is to be looked at by nobody. */
  @Test
  void eachSummaryIsShownByADocument() throws IOException {
    Set<String> unused = new TreeSet<>();
    StringBuilder all = new StringBuilder();
    for (Path document : new Figures(ROOT).documents()) {
      all.append(Files.readString(document));
    }
    try (Stream<Path> files = Files.list(ROOT.resolve(Figures.SUMMARIES))) {
      files
          .map(f -> f.getFileName().toString().replaceFirst("[.]json$", ""))
          .filter(name -> Group.of(name.replaceFirst("-jdk[0-9]+$", "")).isPresent())
          .filter(name -> !all.toString().contains(name))
          .forEach(unused::add);
    }
    assertEquals(Set.of(), unused);
  }

  private static Row capture(String parameters, boolean usual, double ns) {
    return SampleRows.row(
        Group.HOT_PATH,
        "capture.CaptureBenchmark.notSampled",
        parameters.isEmpty() ? Map.of() : Map.of("n", parameters),
        usual,
        "scalar",
        ns);
  }

  @Test
  void aMarkSaysWhichFigure() throws IOException {
    Figures figures = figures(capture("100", true, 1234.5), capture("32", false, 25));
    String row = "hot-path-jdk17 capture.CaptureBenchmark.notSampled ";
    assertEquals("1.23 us", figure(figures, row + "least"));
    assertEquals("1230 ns", figure(figures, row + "least ns"));
    assertEquals("25.0 ns", figure(figures, row + "n=32 least"));
    assertEquals("0 B", figure(figures, row + "bytes"));
    assertEquals("2026-01-02", figure(figures, "hot-path-jdk17 environment date"));
    for (String wrong :
        List.of(
            row + "fastest", row + "n=7 least", row + "least hours", "hot-path-jdk17 least", row)) {
      String mark = "<!-- figure " + wrong + " -->?<!-- / -->";
      assertThrows(IllegalArgumentException.class, () -> figures.refreshed(mark), wrong);
    }
    String shown = "\n    <!-- figure a b least -->1 ns<!-- / -->\n    <!-- table a b least -->\n";
    assertEquals(shown, figures.refreshed(shown));
    String missing = "<!-- figure nothing-jdk17 a.b least -->?<!-- / -->";
    assertThrows(IOException.class, () -> figures.refreshed(missing));
  }

  /** All up to the end of the next one would be taken for the figure, and be gone. */
  @Test
  void aMarkWithoutAnEndIsNamed() throws IOException {
    Figures figures = figures(capture("100", true, 1234.5));
    String row = "hot-path-jdk17 capture.CaptureBenchmark.notSampled least -->";
    String two = "<!-- figure " + row + "1 us, a text <!-- figure " + row + "1 us<!-- / -->";
    String table = "<!-- table hot-path-jdk17 capture.CaptureBenchmark least -->\n";
    for (String text : List.of(two, table + "a text\n\n" + table + "<!-- / -->")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> figures.refreshed(text)).getMessage();
      assertTrue(message.contains("hot-path-jdk17 capture.CaptureBenchmark"), message);
      assertTrue(message.contains("before the next mark"), message);
    }
  }

  private static String figure(Figures figures, String mark) throws IOException {
    String before = "| cost: <!-- figure " + mark + " -->";
    String now = figures.refreshed(before + "an old one<!-- / --> |");
    assertTrue(now.startsWith(before) && now.endsWith("<!-- / --> |"), now);
    return now.substring(before.length(), now.length() - "<!-- / --> |".length());
  }

  @Test
  void aTableHasTheRowsOfAClass() throws IOException {
    Figures figures = figures(capture("100", true, 1234.5), capture("32", false, 25));
    String mark = "<!-- table hot-path-jdk17 capture.CaptureBenchmark least,share -->\n";
    String table =
        """
        | | least | share |
        |---|---:|---:|
        | `notSampled`, n 100 | 1.23 us | - |
        | `notSampled`, n 32 | 25.0 ns | - |
        """;
    assertEquals(mark + table + "<!-- / -->", figures.refreshed(mark + "<!-- / -->"));
    assertEquals(mark + table + "<!-- / -->", figures.refreshed(mark + table + "<!-- / -->"));
  }

  @Test
  void whatWasRunQuicklyOrFailedIsNoSummary() throws IOException {
    Figures figures = figures(capture("", true, 1));
    Results good = SampleRows.results(capture("", true, 1));
    Results failed =
        new Results(
            Results.FORMAT, good.environment(), good.rows(), List.of(), List.of(), List.of("x"));
    assertThrows(IllegalArgumentException.class, () -> figures.summarise(failed));
    Results quick =
        new Results(
            Results.FORMAT,
            Environment.now(RowRun.Effort.QUICK),
            good.rows(),
            List.of(),
            List.of(),
            List.of());
    assertThrows(IllegalArgumentException.class, () -> figures.summarise(quick));
  }

  private Figures figures(Row... rows) throws IOException {
    Files.createDirectories(folder.resolve(Figures.SUMMARIES));
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("README.md"), "none");
    Figures figures = new Figures(folder);
    assertEquals(List.of("hot-path-jdk17"), figures.summarise(SampleRows.results(rows)));
    assertFalse(figures.documents().isEmpty());
    return figures;
  }
}
