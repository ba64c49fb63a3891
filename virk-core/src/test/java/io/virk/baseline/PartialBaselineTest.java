package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.stats.Moments;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class PartialBaselineTest {
  private static final int SOURCES = 10;
  private static final int OF_SOURCE = 300;

  private static Observation observation(int source, int number) {
    Observation o = Baselines.vector(40 + source, number, 0);
    return Observation.builder()
        .source("shard-" + source)
        .sequence(number)
        .epochMillis(1000L * number)
        .embedding(o.embedding())
        .logits(o.logits())
        .label(number % 3)
        .tag("camera", "cam-" + number % 2)
        .signal("heat", number % 50)
        .build();
  }

  private static PartialBaseline partial() {
    return PartialBaseline.ofRows(1200, "heat");
  }

  private static PartialBaseline ofSource(int source) {
    PartialBaseline part = partial();
    for (int i = 0; i < OF_SOURCE; i++) {
      part.add(observation(source, i));
    }
    return part;
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("parts")
        .window(16)
        .sliceBy("camera")
        .signal(ScalarSignal.ofHost("heat", "degrees"))
        .clock(Baselines.CLOCK);
  }

  /** However the data is parted and in whatever order the parts are merged, also over the wire. */
  @Test
  void partsGiveTheBaselineOfOneJvmToTheBit() {
    PartialBaseline one = partial();
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < SOURCES * OF_SOURCE; i++) {
      all.add(new int[] {i % SOURCES, i / SOURCES});
    }
    all.forEach(at -> one.add(observation(at[0], at[1])));
    List<PartialBaseline> parts = new ArrayList<>();
    for (int source = 0; source < SOURCES; source++) {
      parts.add(ofSource(source));
    }
    java.util.Collections.shuffle(parts, new Random(4));
    PartialBaseline left = parts.subList(0, 4).stream().reduce(partial(), PartialBaseline::merge);
    PartialBaseline right = parts.subList(4, 10).stream().reduce(partial(), PartialBaseline::merge);
    PartialBaseline merged =
        PartialBaseline.fromBytes(right.toBytes()).merge(PartialBaseline.fromBytes(left.toBytes()));
    assertArrayEquals(one.toBytes(), merged.toBytes());
    assertEquals(SOURCES * OF_SOURCE, merged.seen());
    assertTrue(merged.kept() > 1200 - 64 && merged.kept() <= 1200, merged::toString);
    assertEquals(builder().add(one).build().hash(), builder().add(merged).build().hash());
  }

  @Test
  void theEmptyOneChangesNothingAndATaskThatIsBegunAgainCountsOnce() {
    PartialBaseline some = ofSource(3);
    byte[] before = some.toBytes();
    assertArrayEquals(before, some.merge(partial()).toBytes());
    PartialBaseline twice = ofSource(3).merge(ofSource(3));
    assertEquals(some.kept(), twice.kept());
    assertArrayEquals(
        some.observations().get(7).embedding(), twice.observations().get(7).embedding());
  }

  /** The sample of 1,200 against all 3,000: within the error of a sample of that size. */
  @Test
  void aSampleGivesNearlyTheBaselineOfAll() {
    PartialBaseline sample = partial();
    BaselineBuilder all = builder();
    for (int source = 0; source < SOURCES; source++) {
      for (int i = 0; i < OF_SOURCE; i++) {
        all.add(observation(source, i));
        sample.add(observation(source, i));
      }
    }
    Baseline ofAll = all.build();
    Baseline ofSample = builder().add(sample).build();
    assertEquals(ofAll.schema(), ofSample.schema());
    assertEquals(ofAll.slices(), ofSample.slices());
    for (ScalarSignal signal : ofAll.schema().scalars()) {
      Moments a = Moments.of(ofAll.reference(Slice.ALL).pool().scalar(signal));
      Moments b = Moments.of(ofSample.reference(Slice.ALL).pool().scalar(signal));
      double far = Math.abs(a.mean() - b.mean()) / a.standardDeviation();
      assertTrue(far < 0.15, signal.name() + ": " + far);
      assertEquals(1, b.standardDeviation() / a.standardDeviation(), 0.1, signal.name());
    }
    assertTrue(
        ofSample.provenance().source().contains(" of 3000 observations"),
        ofSample.provenance().source());
  }

  /** Every run has the same chance, whatever its source: 900 of 3,000 are kept of each. */
  @Test
  void noSourceIsPreferred() {
    int[] kept = new int[SOURCES];
    int trials = 40;
    for (int trial = 0; trial < trials; trial++) {
      PartialBaseline part = PartialBaseline.ofRows(960);
      for (int source = 0; source < SOURCES; source++) {
        for (int i = 0; i < 320; i++) {
          part.add(
              Observation.builder()
                  .source(trial + "/" + source)
                  .sequence(i)
                  .predictedClass(source)
                  .build());
        }
      }
      part.observations().forEach(o -> kept[o.predictedClass()]++);
    }
    double expected = 960.0 * trials / SOURCES;
    for (int each : kept) { // runs of 64: a deviation of 64 sqrt(60 x 0.7)
      assertEquals(expected, each, 4 * 64 * Math.sqrt(60 * 0.7), Arrays.toString(kept));
    }
  }

  @Test
  void forgedBytesAreRefusedOrHarmless() {
    PartialBaseline small = PartialBaseline.ofRows(64, "heat");
    for (int i = 0; i < 100; i++) {
      small.add(observation(1, i));
    }
    byte[] good = small.toBytes();
    SplittableRandom random = new SplittableRandom(8);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bytes =
          Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length));
      for (int n = 0; n < 3 && bytes.length > 8; n++) {
        bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
      }
      if (bytes.length > 8) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
      }
      try {
        PartialBaseline.fromBytes(bytes).merge(small);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertTrue(refused > 500, "refused: " + refused);
  }

  @Test
  void imagesAreRefused() {
    Observation image =
        Observation.builder().image(Frame.of(new byte[3 * 64], 8, 8, PixelFormat.RGB)).build();
    assertThrows(IllegalArgumentException.class, () -> partial().add(image));
    assertThrows(IllegalArgumentException.class, () -> partial().merge(PartialBaseline.of()));
  }
}
