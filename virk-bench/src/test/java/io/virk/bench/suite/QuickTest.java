package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick mode: every benchmark runs, and every peer gives the same answer. */
@Tag("slow")
@Tag("once")
class QuickTest {
  @Test
  void everyBenchmarkRunsWithTheKernelsThatItsNameSaysAndEveryPeerAgrees(@TempDir Path folder)
      throws IOException {
    List<String> lines = new ArrayList<>();
    Set<Group> all = EnumSet.allOf(Group.class);
    Results results = SuiteRun.of(all, true, Pattern.compile(""), lines::add).run();
    assertEquals(List.of(), results.failed());
    Set<String> planned = names(Plan.of(all, true).stream().map(PlannedRow::label).toList());
    Set<String> ran = names(results.rows().stream().map(Row::benchmark).toList());
    Set<String> leftOut = names(results.leftOut());
    leftOut.removeIf(name -> name.startsWith("peers.py"));
    ran.addAll(leftOut);
    assertEquals(planned, ran);
    for (Row row : results.rows()) {
      String method = row.method();
      if (method.endsWith("Vector") || method.endsWith("Scalar")) {
        assertEquals(method.endsWith("Vector"), row.kernels().startsWith("vector"), row.toString());
      }
      assertTrue(row.least() > 0 && row.least() <= row.mean(), row.toString());
    }
    for (PythonPair pair : results.pairs()) {
      assertTrue(pair.difference() <= pair.tolerance(), pair.toString());
      assertTrue(pair.peerCpu() > 0 && pair.ourCpu() > 0, pair.toString());
    }
    boolean without = results.leftOut().stream().anyMatch(line -> line.startsWith("peers.py"));
    assertEquals(results.pairs().isEmpty(), without, results.leftOut().toString());
    assertFalse(PeerRatio.of(results).isEmpty());
    assertTrue(results.rows().stream().anyMatch(row -> row.work() != null));
    assertTrue(ResultsPage.of(results).contains("quick mode"));
    Path file = folder.resolve("quick.json");
    results.write(file);
    assertEquals(results.rows().size(), Results.read(file).rows().size());
  }

  private static Set<String> names(List<String> labels) {
    return labels.stream()
        .map(label -> label.replaceFirst("[ :].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
