package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.baseline.facts.NullReport;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class NullReportTest {
  private static Baseline baseline(int n, double correlation, double step) {
    return baseline(n, correlation, step, 4);
  }

  private static Baseline baseline(int n, double correlation, double step, int d) {
    SplittableRandom random = new SplittableRandom(3);
    BaselineBuilder builder = Baseline.builder("stream").window(16).clock(Baselines.CLOCK);
    double[] state = new double[d];
    for (int i = 0; i < n; i++) {
      float[] embedding = new float[d];
      for (int k = 0; k < d; k++) {
        state[k] =
            correlation * state[k]
                + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        embedding[k] = (float) (state[k] + (i >= n / 2 ? step : 0));
      }
      builder.add(Observation.builder().sequence(i).embedding(embedding).build());
    }
    return builder.build();
  }

  @Test
  void ofDataOfOnePieceWhatWasAskedForIsAchieved() {
    Baseline baseline = baseline(1200, 0.3, 0);
    NullReport report = baseline.nullReport();
    // both of MMD and of random-feature MMD, one of which judges a window
    assertEquals(baseline.reference(Slice.ALL).detectors().size() + 1, report.rows().size());
    for (NullReport.Row row : report.rows()) {
      assertTrue(row.refusal().isEmpty());
      assertTrue(row.windows() >= 52 && row.windows() <= 56, "windows " + row.windows());
      assertTrue(row.interval().low() <= 0.05 && row.interval().high() >= 0.05, row.toString());
      assertTrue(row.effectiveSize() > 300 && row.effectiveSize() <= 900, row.toString());
      assertTrue(row.thresholdLow() < row.threshold() && row.threshold() < row.thresholdHigh());
      assertTrue(row.block() > 1);
    }
    assertTrue(report.exceeding().isEmpty());
    assertEquals(report, baseline.nullReport(), "deterministic");
  }

  @Test
  void aChangeWhileTheReferenceWasTakenIsSeen() {
    NullReport report = baseline(800, 0, 3).nullReport();
    // the step is a memory of hundreds of observations, or more alarms than asked for
    assertFalse(report.exceeding().isEmpty() && report.refusals().isEmpty(), report.toText());
  }

  @Test
  void whatIsWorthTooFewIndependentValuesIsRefusedWithAReason() {
    Baseline baseline = baseline(200, 0.98, 0);
    NullReport report = baseline.nullReport();
    assertFalse(report.refusals().isEmpty());
    assertTrue(report.refusals().get(0).contains("independent ones (expected: >= 30)"));
    assertTrue(report.toText().contains("refused: all, "), report.toText());
    for (CalibratedDetector detector : baseline.reference(Slice.ALL).detectors()) {
      DetectionResult result =
          detector.judge(Slice.ALL, baseline.reference(Slice.ALL).rows(), 1e-3, 1e-2);
      assertEquals(detector.refusal().isPresent(), result.verdict() == Verdict.INSUFFICIENT_DATA);
    }
  }

  @Test
  void aCovarianceOfFewerCorrelatedValuesThanDimensionsIsRefused() {
    List<String> few = baseline(1200, 0.9, 0, 128).nullReport().refusals();
    assertEquals(1, few.size(), few.toString());
    assertTrue(few.get(0).contains("(expected: >= 128 for mahalanobis-shift)"), few.get(0));
    assertEquals(List.of(), baseline(120, 0, 0, 128).nullReport().refusals());
  }

  @Test
  void textAndJsonSayTheSame() {
    NullReport report = Baselines.ofVectors().nullReport();
    String text = report.toText();
    assertTrue(text.startsWith("Null report of vectors ("), text);
    String embeddings =
        "length 4; distances from the nearest of 3 class means, each of 26 to 27;"
            + " 256 random features";
    assertTrue(text.contains("\nEmbeddings: " + embeddings + ".\n"), text);
    JsonObject json = JsonParser.parseString(report.toJson()).getAsJsonObject();
    assertEquals(0.05, json.get("asked").getAsDouble());
    assertEquals(embeddings, json.get("embeddings").getAsString());
    JsonArray rows = json.getAsJsonArray("rows");
    assertEquals(report.rows().size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonObject row = rows.get(i).getAsJsonObject();
      NullReport.Row expected = report.rows().get(i);
      assertEquals(expected.signal(), row.get("signal").getAsString());
      assertEquals(expected.alarms(), row.get("alarms").getAsInt());
      assertEquals(expected.effectiveSize(), row.get("effectiveSize").getAsDouble());
      assertTrue(text.contains(expected.detector()));
    }
  }

  @Test
  void aBaselineThatWasReadBackReportsTheSame(@TempDir Path dir) {
    Baseline baseline = Baselines.ofVectors();
    Path file = dir.resolve("vectors.virk");
    baseline.save(file);
    assertEquals(baseline.nullReport(), Baseline.load(file).nullReport());
  }
}
