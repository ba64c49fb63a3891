package io.virk.baseline.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.internal.SignalExtractor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PartSplitTest {
  private static ObservationStore store(
      int n, IntUnaryOperator vector, IntFunction<String> source, IntFunction<String> slice) {
    ObservationStore store = new ObservationStore(Schemas.STANDARD);
    SignalExtractor extractor = Schemas.extractor(4, 3, null, "camera", null);
    ContentDigest digest = new ContentDigest();
    for (int i = 0; i < n; i++) {
      Observation from = Baselines.vector(1, vector.applyAsInt(i), 0);
      Observation.Builder o = Observation.builder().embedding(from.embedding());
      if (slice.apply(i) != null) {
        o.tag("camera", slice.apply(i));
      }
      Observation built = o.build();
      store.append(extractor.extract(built), source.apply(i), digest.of(built));
    }
    return store;
  }

  private static int[] sizes(byte[] parts) {
    int[] sizes = new int[5];
    for (byte part : parts) {
      sizes[part]++;
    }
    return sizes;
  }

  @Test
  void withoutSourcesRunsOfNeighboursStayTogether() {
    ObservationStore store = store(320, i -> i, i -> null, i -> null);
    byte[] parts = PartSplit.of(store, false).parts();
    assertArrayEquals(new int[] {0, 80, 160, 80, 0}, sizes(parts));
    for (int i = 0; i < 320; i++) {
      assertEquals(parts[i / 10 * 10], parts[i], "row " + i);
    }
  }

  @Test
  void noSourceIsSplitAndEverySliceHasAllParts() {
    ObservationStore store =
        store(600, i -> i, i -> "video-" + i % 40, i -> i % 40 < 20 ? "cam-1" : "cam-2");
    byte[] parts = PartSplit.of(store, false).parts();
    Map<String, Byte> ofSource = new HashMap<>();
    int[] first = new int[4];
    for (int i = 0; i < parts.length; i++) {
      Byte other = ofSource.putIfAbsent(store.source(i), parts[i]);
      assertTrue(other == null || other == parts[i], store.source(i));
      first[parts[i]] += store.slice(i).equals("cam-1") ? 1 : 0;
    }
    assertArrayEquals(new int[] {0, 150, 300, 150, 0}, sizes(parts));
    assertArrayEquals(new int[] {0, 75, 150, 75}, first);
  }

  @Test
  void sourcesOfAnySizeAreBalanced() {
    ObservationStore store = store(1000, i -> i, i -> "video-" + (int) Math.sqrt(i), i -> null);
    int[] sizes = sizes(PartSplit.of(store, false).parts());
    assertEquals(250, sizes[PartSplit.FIT], 40);
    assertEquals(500, sizes[PartSplit.REFERENCE], 40);
    assertEquals(250, sizes[PartSplit.CALIBRATION], 40);
  }

  @Test
  void someWithSourceAndSomeWithout() {
    ObservationStore store = store(800, i -> i, i -> i % 2 == 0 ? "v" + i / 20 : null, i -> null);
    int[] sizes = sizes(PartSplit.of(store, false).parts());
    assertEquals(200, sizes[PartSplit.FIT], 10);
    assertEquals(400, sizes[PartSplit.REFERENCE], 10);
  }

  @Test
  void twoSourcesAreTooFew() {
    ObservationStore store = store(100, i -> i, i -> "v" + i % 2, i -> null);
    assertEquals(
        "sources: 2 (expected: at least 3, so that fit, reference and calibration share none)",
        assertThrows(IllegalArgumentException.class, () -> PartSplit.of(store, false))
            .getMessage());
  }

  /** A row of 400 that does not play the last one's part. */
  private static int ofAnotherPartThanTheLast() {
    byte[] parts = PartSplit.of(store(400, i -> i, i -> null, i -> null), false).parts();
    int row = 0;
    while (parts[row] == parts[399]) {
      row++;
    }
    return row;
  }

  @Test
  void aFewCopiesAreLeftOutAndManyRefused() {
    int original = ofAnotherPartThanTheLast();
    ObservationStore few = store(400, i -> i == 399 ? original : i, i -> null, i -> null);
    PartSplit split = PartSplit.of(few, false);
    assertEquals(1, split.copies());
    assertEquals(PartSplit.LEFT_OUT, split.parts()[399]);
    assertEquals(0, PartSplit.of(few, true).copies());
    ObservationStore fedTwice = store(400, i -> (i + i / 200 * 13) % 200, i -> null, i -> null);
    String message =
        assertThrows(IllegalArgumentException.class, () -> PartSplit.of(fedTwice, false))
            .getMessage();
    assertTrue(message.contains("of 400 are byte-identical to one of another part"), message);
    assertTrue(message.contains("repeatsAllowed()"), message);
    assertEquals(0, sizes(PartSplit.of(fedTwice, true).parts())[PartSplit.LEFT_OUT]);
    // copies of one source are one part's
    ObservationStore same = store(400, i -> i / 2, i -> "v" + i / 4, i -> null);
    assertEquals(0, PartSplit.of(same, false).copies());
  }

  @Test
  void copiesAreCountedInTheProvenance() {
    BaselineBuilder builder = Baseline.builder("x").window(16).clock(Baselines.CLOCK);
    int original = ofAnotherPartThanTheLast();
    for (int i = 0; i < 400; i++) {
      builder.add(Baselines.vector(1, i == 399 ? original : i, 0));
    }
    assertEquals(Map.of("COPY_IN_ANOTHER_PART", 1L), builder.build().provenance().flaws());
  }
}
