package io.virk.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.bench.host.HostOptions;
import io.virk.bench.host.HostRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSuiteTest {
  private static HostRow row(String scenario, String loop, double perSecond) {
    Map<String, Double> percentiles = Map.of("50", 4e6, "90", 5e6, "99", 8e6, "99.9", 9e6);
    HostRow.Side side = new HostRow.Side(500, 250, percentiles, 8e6, 7e6, 1.9, 6500, 2, 5, 3, 64);
    HostRow.Ratio ratio = new HostRow.Ratio(0.99, 0.97, 1.01);
    HostRow.Watched watched =
        new HostRow.Watched(500, 400, Map.of("no slot", 100L), 20, 1, 1, 0, 0, 0, 0, 0.1, 0.02);
    return new HostRow(
        scenario, "what", loop, 2, perSecond, 8, side, side, ratio, ratio, ratio, ratio, watched);
  }

  @Test
  void thePageHasBothLoopsAndTheFileKeepsThem(@TempDir Path folder) throws IOException {
    Results results =
        SampleRows.results()
            .withHost(List.of(row("drift", "full speed", 0), row("sampling-1", "arrivals", 175.2)));
    String page = ResultsPage.of(results);
    assertTrue(page.contains("arrivals, 2 threads, 175 a second"), page);
    assertTrue(page.contains("0.990 (0.970 .. 1.010)"), page);
    assertTrue(page.contains("100 dropped: no slot, 20 windows, 1 drifts, 1 bundles"), page);
    assertFalse(ResultsPage.of(SampleRows.results()).contains("A host"));
    Path file = folder.resolve("results.json");
    results.write(file);
    assertEquals(results, Results.read(file));
    // a file that was written before hosts were run
    String old = Files.readString(file).replace("\"host\"", "\"unknown\"");
    Files.writeString(file, old);
    assertEquals(List.of(), Results.read(file).host());
  }

  /** What was measured before it, for hours, is not lost. */
  @Test
  void aModelThatIsNoneIsAFailureOfTheRun(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.writeString(file, "nothing");
    for (Path model : List.of(file, folder.resolve("missing.onnx"))) {
      Results results = HostSuite.run(Optional.of(model), HostOptions.QUICK, line -> {});
      assertEquals(1, results.failed().size());
      assertTrue(
          results.failed().get(0).contains(model.getFileName().toString()),
          results.failed().get(0));
    }
  }

  @Test
  void withoutAModelItIsLeftOutWithAWord() {
    List<String> lines = new ArrayList<>();
    Results results = HostSuite.run(Optional.empty(), HostOptions.QUICK, lines::add);
    assertEquals(1, results.leftOut().size());
    assertTrue(results.leftOut().get(0).startsWith("host: no data/models/"), lines.toString());
    assertEquals(List.of(), results.host());
    assertEquals(List.of(), results.failed());
    Results both = SampleRows.results().with(results);
    assertEquals(results.leftOut(), both.leftOut());
  }
}
