package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualitySuiteTest {
  private static final PrintStream NOBODY = new PrintStream(OutputStream.nullOutputStream());

  @Test
  void tablesAreFoundInMarkdown() {
    String text =
        """
        ## First
        words | not a table
        | a | b |
        |---|---:|
        | **x** | 1 |
        | *y* | - |

        ### Second
        | c |
        |---|
        """;
    assertEquals(
        List.of(
            new MarkdownTable(
                "First", List.of("a", "b"), List.of(List.of("x", "1"), List.of("y", "-"))),
            new MarkdownTable("Second", List.of("c"), List.of())),
        MarkdownTable.in(text));
  }

  @Test
  @Tag("slow")
  void aTableIsMadeWithItsEnvironmentAndTheSameAgain(@TempDir Path folder) throws IOException {
    List<QualitySuite.Wanted> wanted = List.of(QualitySuite.Wanted.of("challenger"));
    QualityResults first = QualitySuite.run(wanted, true, OptionalDouble.empty(), NOBODY);
    QualityResults again = QualitySuite.run(wanted, true, OptionalDouble.empty(), NOBODY);
    assertEquals(List.of(), first.failed());
    assertEquals(first.tables().get(0).tables(), again.tables().get(0).tables());
    assertEquals(9, first.tables().get(0).tables().get(0).rows().size());
    Path file = folder.resolve("quality.json");
    Files.writeString(file, first.json());
    assertEquals(first, QualityResults.read(file));
    Files.writeString(file, "{}");
    assertThrows(IOException.class, () -> QualityResults.read(file));
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> QualitySuite.Wanted.of("clairvoyance:iid"))
            .getMessage();
    assertTrue(said.startsWith("table: clairvoyance"), said);
    assertEquals("iid", QualitySuite.Wanted.of("clean:iid").part());
  }

  @Test
  void aTableWithoutRowsIsAFailure() {
    QualityResults results =
        QualitySuite.run(
            List.of(
                new QualitySuite.Wanted(QualitySuite.Wanted.of("fleet-power").table(), "nobody")),
            true,
            OptionalDouble.empty(),
            NOBODY);
    assertEquals(1, results.failed().size());
    assertTrue(results.failed().get(0).startsWith("fleet-power: no rows"), results.failed().get(0));
  }
}
