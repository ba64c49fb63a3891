package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;

class SharedJvmTest {
  @TempDir private Path folder;

  private static List<PlannedRow> rows(int n) {
    return IntStream.range(0, n)
        .mapToObj(
            i ->
                new PlannedRow(
                    Group.values()[0],
                    "io.virk.bench.B.row" + i,
                    Mode.AverageTime,
                    Map.of(),
                    List.of(),
                    true))
        .toList();
  }

  /** A JVM that the rows of some names end in the middle of their outcome. */
  private static String run(Path in, Path out, Predicate<String> fatal) throws IOException {
    StringBuilder written = new StringBuilder();
    int number = 0;
    for (String row : Files.readAllLines(in)) {
      String outcome = "{\"number\":" + number++ + ",\"seconds\":1.0,\"failed\":\"measured\"}\n";
      if (fatal.test(row)) {
        Files.writeString(out, written + outcome.substring(0, 12));
        return "its JVM ended with 139";
      }
      written.append(outcome);
    }
    Files.writeString(out, written);
    return "its JVM ended with 0";
  }

  @Test
  void aRowThatTakesItsJvmWithItCostsNoOther() throws IOException {
    List<SharedJvm.Outcome> outcomes =
        SharedJvm.run(rows(6), folder, (in, out) -> run(in, out, r -> r.matches(".*row[035]\".*")));
    assertEquals(6, outcomes.size());
    for (int i = 0; i < 6; i++) {
      SharedJvm.Outcome outcome = outcomes.get(i);
      assertEquals(i, outcome.number());
      assertNull(outcome.row());
      boolean fatal = i % 5 == 0 || i == 3;
      assertEquals(fatal ? "B.row" + i + ": its JVM ended with 139" : "measured", outcome.failed());
    }
  }

  @Test
  void whereEachRowEndsItsJvmTheOthersAreNotTried() throws IOException {
    List<SharedJvm.Outcome> outcomes =
        SharedJvm.run(rows(5), folder, (in, out) -> run(in, out, r -> true));
    assertEquals(5, outcomes.size());
    assertEquals("B.row2: its JVM ended with 139", outcomes.get(2).failed());
    assertTrue(outcomes.get(3).failed().startsWith("B.row3: not run, as those before it"));
    assertEquals(4, outcomes.get(4).number());
  }
}
