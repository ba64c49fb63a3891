package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A slice of the quick mode, through JMH in JVMs of its own. */
@Tag("slow")
@Tag("once")
class SliceTest {
  @Test
  void aPairRunsWithTheKernelsThatItsNameSays() throws IOException {
    List<String> lines = new ArrayList<>();
    Results results =
        SuiteRun.of(
                EnumSet.of(Group.CEILINGS, Group.KERNELS, Group.DETECTORS),
                RowRun.Effort.QUICK,
                true,
                Pattern.compile("MmdBenchmark.fixed|FmaPeak|ChangeDetectorBenchmark.cusum"),
                lines::add)
            .run();
    assertEquals(List.of(), results.failed());
    assertEquals(4, results.rows().size(), lines.toString());
    for (Row row : results.rows()) {
      boolean vector = row.benchmark().endsWith("Vector");
      assertEquals(vector, row.kernels().startsWith("vector"), row.toString());
      assertTrue(row.least() > 0 && row.cpu() > 0 && row.least() <= row.mean(), row.toString());
      assertEquals(row.benchmark().contains("MmdB"), row.work() != null, row.toString());
    }
    assertTrue(ResultsPage.of(results).contains("quick mode"));
  }

  @Test
  void numPyAgreesOrIsLeftOutWithAWord() throws IOException {
    List<String> leftOut = new ArrayList<>();
    List<PythonPair> pairs = PythonPeers.run(true, leftOut, line -> {});
    assertEquals(pairs.isEmpty(), !leftOut.isEmpty(), leftOut.toString());
    for (PythonPair pair : pairs) {
      assertTrue(pair.difference() <= pair.tolerance(), pair.toString());
      assertTrue(pair.peerCpu() > 0 && pair.ourCpu() > 0, pair.toString());
    }
  }
}
