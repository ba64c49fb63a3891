package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Readings come from other machines: one that does not fit ended the judge of the whole fleet. */
class ForeignReadingsTest {
  private static final SummaryScheme SCHEME = SummaryScheme.of(Baselines.ofFourCameras());
  private static final int TESTS = SliceTest.of(SCHEME).size();
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private final FleetJudge judge =
      new FleetJudge(
          SCHEME, FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(30))).times(PERIOD, 1, 16));

  private static float[] all(float value) {
    float[] all = new float[TESTS];
    Arrays.fill(all, value);
    return all;
  }

  private static SliceReading reading(long window, float spread, float[] shift) {
    return new SliceReading(
        new Slice("camera", "cam-1"),
        Map.of(),
        window,
        100,
        SCHEME.baseline(),
        all(50),
        all(spread),
        all(20),
        all(50),
        shift);
  }

  private void refused(SliceReading reading, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> judge.accept(reading)).getMessage();
    assertTrue(message.startsWith("reading: ") && message.contains(why), message);
  }

  @Test
  void whatDoesNotFitIsRefusedAndTheRestJudged() {
    long window = 100 * PERIOD.toMillis();
    refused(reading(window + 1, 1, new float[0]), "of a window that begins at 60000001");
    refused(reading(window, 1, new float[3]), "a shift of 3 numbers");
    refused(reading(window, 1, new float[100_000]), "a shift of 100000 numbers");
    int length = KnownDirections.of(SCHEME).get(0).unit().length;
    float[] shift = new float[length];
    Arrays.fill(shift, 5);
    judge.accept(reading(window, 1, shift));
    judge.advance(window + PERIOD.toMillis());
    assertEquals(1, judge.status().slices());
    assertEquals(1, judge.status().windows());
  }

  @Test
  void ofDegreesThereIsASpread() {
    byte[] bytes = reading(0, 0, new float[0]).toBytes();
    String message =
        assertThrows(IllegalArgumentException.class, () -> SliceReading.fromBytes(bytes))
            .getMessage();
    assertTrue(message.contains("spread and degrees: 0.0, 20.0 (expected: "), message);
    SliceReading good = reading(0, 1, new float[0]);
    assertEquals(good, SliceReading.fromBytes(good.toBytes()));
  }
}
