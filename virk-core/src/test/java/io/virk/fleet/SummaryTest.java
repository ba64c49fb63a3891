package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final SummaryScheme SCHEME = SummaryScheme.of(Baselines.ofVectors());
  private static final Slice SLICE = new Slice("camera", "cam-1");

  private static List<Summary> some() {
    List<Summary> summaries = new ArrayList<>(List.of(Summary.empty()));
    SimulatedFleet fleet = new SimulatedFleet(Baselines.ofVectors(), 2, 4, 5);
    for (int i = 0; i < 3; i++) {
      fleet.next(SimulatedFleet.NONE).forEach(s -> summaries.add(s.summary()));
    }
    return summaries;
  }

  @Test
  void isACommutativeMonoidToTheLastBit() {
    List<Summary> all = some();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      Summary a = all.get(random.nextInt(all.size()));
      Summary b = all.get(random.nextInt(all.size()));
      Summary c = all.get(random.nextInt(all.size()));
      assertEquals(a, a.merge(Summary.empty()));
      assertEquals(a, Summary.empty().merge(a));
      assertEquals(a.merge(b), b.merge(a));
      assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
      assertArrayEquals(a.merge(b).merge(c).toBytes(), c.merge(b).merge(a).toBytes());
    }
  }

  @Test
  void mergedIsTheSummaryOfAllObservations() {
    Summarizer parts = summarizer(Duration.ofMinutes(1));
    Summarizer whole = summarizer(Duration.ofMinutes(10));
    SplittableRandom random = new SplittableRandom(3);
    SimulatedFleet.Values values = new SimulatedFleet.Values(SCHEME.of().schema());
    Observation tags = Baselines.vector(1, 1, 0);
    for (int i = 0; i < 300; i++) {
      values.with(ScalarSignal.ENERGY, 3 * random.nextDouble()).millis = 2000L * i;
      values.category = random.nextInt(5);
      values.features = new float[] {};
      values.features = features(random);
      parts.observed(tags, values, SLICE);
      whole.observed(tags, values, SLICE);
    }
    List<SliceSummary> ofParts = parts.close();
    Summary merged =
        ofParts.stream().map(SliceSummary::summary).reduce(Summary.empty(), Summary::merge);
    assertEquals(10, ofParts.size());
    assertEquals(whole.close().get(0).summary(), merged);
    assertEquals(300, merged.observations());
    assertEquals(0, merged.firstMillis());
    assertEquals(2000L * 299, merged.lastMillis());
    assertEquals(1.5, SCHEME.mean(merged, "energy"), 0.15);
    assertEquals(300, SCHEME.effectiveSize(merged, "energy"));
    assertEquals(0, SCHEME.windows(merged, "energy", Verdict.DRIFT));
  }

  private static float[] features(SplittableRandom random) {
    float[] features = new float[256];
    for (int k = 0; k < features.length; k++) {
      features[k] = (float) (0.1 * random.nextDouble());
    }
    return features;
  }

  private static Summarizer summarizer(Duration period) {
    return new Summarizer(SCHEME, "line", period, List.of());
  }

  @Test
  void fewVectorsAreNotKept() {
    SplittableRandom random = new SplittableRandom(4);
    SimulatedFleet.Values values = new SimulatedFleet.Values(SCHEME.of().schema());
    values.features = features(random);
    Summary[] of = new Summary[2];
    for (int more = 0; more < 2; more++) {
      Summarizer summarizer = summarizer(Duration.ofMinutes(1));
      for (int i = 0; i < SummaryScheme.FEWEST_VECTORS - 1 + more; i++) {
        summarizer.observed(Baselines.vector(1, 1, 0), values, SLICE);
      }
      of[more] = summarizer.close().get(0).summary();
    }
    SchemePart part = SCHEME.parts().get(SCHEME.parts().size() - 1);
    assertEquals("embedding", part.signal().name());
    assertEquals(7, part.count(of[0]));
    assertEquals(0, part.inSums(of[0]));
    assertArrayEquals(new double[256], part.means(of[0]));
    assertEquals(8, part.inSums(of[1]));
    assertEquals(values.features[3], part.means(of[1])[3], 1e-4);
  }

  @Test
  void bytesAreReadBackAndFew() {
    for (SliceSummary of : new SimulatedFleet(Baselines.ofVectors(), 2, 4, 5).next((c, s) -> 1)) {
      byte[] bytes = of.toBytes();
      assertEquals(of, SliceSummary.fromBytes(bytes));
      assertTrue(bytes.length < 2000, "bytes: " + bytes.length);
      assertEquals(of.summary(), SCHEME.check(of.summary()));
    }
    assertEquals(Summary.empty(), Summary.fromBytes(Summary.empty().toBytes()));
    SummaryScheme ofImages = SummaryScheme.of(Baselines.ofFourCameras());
    assertTrue(9L * ofImages.size() < 8_000, ofImages + ": even the largest numbers fit");
  }

  /** Whatever is changed, with a checksum that fits, gives a summary or the one exception. */
  @Test
  void forgedBytesAreRefusedOrHarmless() {
    byte[] good =
        new SimulatedFleet(Baselines.ofVectors(), 1, 1, 6)
            .next(SimulatedFleet.NONE)
            .get(0)
            .summary()
            .toBytes();
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = forged(good, random);
      try {
        Summary read = Summary.fromBytes(bytes);
        assertEquals(read, Summary.fromBytes(read.toBytes()));
        SCHEME.check(read).merge(read);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, "refused: " + refused);
  }

  static byte[] forged(byte[] good, SplittableRandom random) {
    int length = random.nextInt(3) > 0 ? good.length : random.nextInt(good.length + 1);
    byte[] bytes = java.util.Arrays.copyOf(good, length);
    for (int n = random.nextInt(4); n > 0 && length > 4; n--) {
      bytes[random.nextInt(length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
    }
    if (length > 8) {
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, length - 4);
      java.nio.ByteBuffer.wrap(bytes).putInt(length - 4, (int) crc.getValue());
    }
    return bytes;
  }

  @Test
  void summariesOfTwoBaselinesDoNotMerge() {
    Summary a = some().get(1);
    Summary b =
        new SimulatedFleet(Baselines.ofTwoCameras(16, 320), 1, 1, 5)
            .next(SimulatedFleet.NONE)
            .get(0)
            .summary();
    assertNotEquals(a.baseline(), b.baseline());
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> a.merge(b));
    assertTrue(e.getMessage().contains(b.baseline()), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SCHEME.check(b));
  }
}
