package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The arithmetic of docs/fleet.md, and that its constants are what the forms take. */
class FleetSizingTest {
  private static final int SUMMARY = 2_000;
  private static final int HEAP = 10_000;
  private static final int CHECKPOINT = 3_000;

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/fleet.md"));
  }

  @Test
  void theTableIsWhatItsConstantsGive() throws IOException {
    List<String> rows =
        page()
            .lines()
            .dropWhile(l -> !l.startsWith("| cameras |"))
            .skip(2)
            .takeWhile(l -> l.startsWith("|"))
            .toList();
    assertEquals(4, rows.size());
    for (String row : rows) {
      String[] cells = row.split("\\s*\\|\\s*");
      double cameras = number(cells[1]);
      double slots = Math.ceil(cameras / 250_000);
      double[] expected = {
        cameras / 60,
        cameras / 60 * SUMMARY / 1e6,
        cameras * 1440 * SUMMARY / 1e9,
        cameras * HEAP / 1e9,
        cameras * CHECKPOINT / 1e9,
        cameras * CHECKPOINT / slots / 1e8,
        cameras * (1440 * 10e-6 + 144 * 25e-6) / 86_400
      };
      String[] formats = {"%,.0f", "%.2f", "%.1f", "%.2f", "%.3f", "%.2f", "%.4f"};
      for (int i = 0; i < expected.length; i++) {
        assertEquals(String.format(Locale.ROOT, formats[i], expected[i]), cells[i + 2], row);
      }
    }
  }

  private static double number(String cell) {
    return Double.parseDouble(cell.replace(",", ""));
  }

  @Test
  void theConstantsAreWhatTheFormsTake() throws IOException {
    SimulatedFleet cameras = new SimulatedFleet(Baselines.ofVectors(), 1, 3, 2);
    FleetSettings settings =
        FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(30)))
            .times(SimulatedFleet.PERIOD, 1, 16);
    SliceJudge judge = new SliceJudge(cameras.scheme, settings, SimulatedFleet.slice(0));
    byte[] reading = {};
    for (int i = 0; i < 20; i++) {
      for (SliceSummary summary : cameras.next(SimulatedFleet.NONE)) {
        assertTrue(summary.toBytes().length <= SUMMARY);
        if (summary.slice().equals(SimulatedFleet.slice(0))) {
          judge.accept(summary);
        }
      }
      reading = judge.advance(cameras.time()).get(0).toBytes();
    }
    assertTrue(judge.state().length <= CHECKPOINT, "state: " + judge.state().length);
    assertTrue(reading.length < 1000, "reading: " + reading.length);
    assertEquals(SliceReading.fromBytes(reading), SliceReading.fromBytes(reading));
    for (String each :
        Arrays.asList("20,000 summaries", "10,080 files", "fewer than 8 embeddings")) {
      assertTrue(page().contains(each), each);
    }
    assertEquals(10_080, SummaryFolder.FILES);
    assertEquals(8, SummaryScheme.FEWEST_VECTORS);
  }
}
