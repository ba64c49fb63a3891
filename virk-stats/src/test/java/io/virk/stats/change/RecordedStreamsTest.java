package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.golden.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams that other libraries' own tests assert detections on. */
class RecordedStreamsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skm-drift-stream.csv",
        "skm-binary-1.csv",
        "skm-binary-2.csv",
        "river-stream-1.csv",
        "trace-nab-ambient_temperature.csv",
        "real-cifar-resnet20-errors-nodrift.csv"
      })
  void pageHinkleyTracesScikitMultiflow(String file) throws IOException {
    List<String[]> rows = rows(file);
    int sum = Arrays.asList(rows.get(0)).indexOf("ph_sum");
    // its defaults: delta 0.005, threshold 50, forgetting 0.9999; its counter is one ahead of ours
    PageHinkley detector = new PageHinkley(0.005, 50, 29, 0.9999, Sides.UP);
    int[] expected = detections(file, "scikit_multiflow_detections", "ph");
    int found = 0;
    for (int i = 1; i < rows.size(); i++) {
      Change change = detector.update(Double.parseDouble(rows.get(i)[1]));
      if (change.isChange()) {
        assertEquals(expected[found++], i - 1);
      } else {
        double recorded = Double.parseDouble(rows.get(i)[sum]);
        assertEquals(recorded, detector.up(), 1e-9 * (1 + recorded), "at " + (i - 1));
      }
    }
    assertEquals(expected.length, found);
  }

  @Test
  void pageHinkleyMeetsWhatTheTestsOfTheSourcesAssert() throws IOException {
    assertArrayEquals(
        detections("skm-drift-stream.csv", "expected_by_source_tests", "skm_ph"),
        ChartsGoldenTest.run(
            new PageHinkley(0.005, 50, 30, 0.9999, Sides.UP),
            values("skm-drift-stream.csv"),
            null));
    assertArrayEquals(
        detections("river-stream-1.csv", "expected_by_source_tests", "river_page_hinkley"),
        ChartsGoldenTest.run(
            new PageHinkley(0.005, 50, 30, 0.9999, Sides.UP), values("river-stream-1.csv"), null));
  }

  @Test
  void adwinMeetsWhatTheTestsOfRiverAssert() throws IOException {
    // of the commit whose rules the golden numbers list; the other one skips boundaries
    assertArrayEquals(
        detections("river-stream-1.csv", "expected_by_source_tests", "river_adwin_commit_2a0fd1ce"),
        ChartsGoldenTest.run(
            new Adwin(AdwinOptions.standard()), values("river-stream-1.csv"), null));
  }

  @Test
  void aStreamWithoutDriftRaisesNoAlarm() throws IOException {
    double[] errors = values("real-cifar-resnet20-errors-nodrift.csv");
    double rate = Arrays.stream(errors).average().orElseThrow();
    for (ChangeDetector detector :
        new ChangeDetector[] {
          new Adwin(AdwinOptions.standard()),
          new Adwin(AdwinOptions.standard().withRule(AdwinOptions.Rule.MOA)),
          new PageHinkley(0.005, 50, 30),
          // a number between 0 and 1 is sub-Gaussian with parameter 1/2
          new GaussianEDetector(rate, 0.5, 1e-4)
        }) {
      assertArrayEquals(new int[0], ChartsGoldenTest.run(detector, errors, null));
    }
  }

  private static int[] detections(String file, String source, String key) throws IOException {
    Path path = Shared.path("data/streams/expected.json");
    JsonObject all = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
    return IntStream.range(
            0, all.getAsJsonObject(file).getAsJsonObject(source).getAsJsonArray(key).size())
        .map(
            i ->
                all.getAsJsonObject(file)
                    .getAsJsonObject(source)
                    .getAsJsonArray(key)
                    .get(i)
                    .getAsInt())
        .toArray();
  }

  private static List<String[]> rows(String file) throws IOException {
    return Files.readAllLines(Shared.path("data/streams/" + file)).stream()
        .map(line -> line.split(","))
        .toList();
  }

  private static double[] values(String file) throws IOException {
    return rows(file).stream().skip(1).mapToDouble(row -> Double.parseDouble(row[1])).toArray();
  }
}
