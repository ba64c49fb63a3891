package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.label.Prediction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelIndexTest {
  private static long put(LabelIndex index, IdHash id, int number) {
    return index.put(
        id, 1000L * number, number % 7, 0.5f, 2, 3, 1, new Slice("camera", "c" + number % 5), "m");
  }

  private static IdHash id(int number) {
    return IdHash.of("frame-" + number);
  }

  @Test
  void whatWasPutIsFoundUntilItIsTheOldest() {
    LabelIndex index = new LabelIndex(100);
    for (int i = 0; i < 1000; i++) {
      put(index, id(i), i);
      assertEquals(i, index.find(id(i)));
      assertEquals(i < 100 ? -1 : i - 99, i < 100 ? -1 : index.find(id(i - 99)));
      assertEquals(-1, index.find(id(i - 100)));
      assertEquals(-1, index.find(id(i + 1)));
    }
    assertEquals(100, index.size());
    assertEquals(900, index.evicted());
    assertEquals(
        new Prediction(950, 950_000, 5, 0.5, 2, 3, 1, new Slice("camera", "c0"), "m"),
        index.prediction(950));
  }

  /** Few homes for many: whatever is taken out, the others are found. */
  @Test
  void idsOfOneHashAreToldApartAndTheGapsTheyLeaveAreClosed() {
    LabelIndex index = new LabelIndex(50);
    SplittableRandom random = new SplittableRandom(3);
    Map<IdHash, Long> last = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long hash = (long) random.nextInt(4) << 62 | random.nextInt(2); // at the ends, too
      IdHash id = new IdHash(hash, random.nextInt(40));
      last.put(id, put(index, id, i));
      long oldest = index.oldest();
      if (i % 97 == 0) {
        last.forEach((known, at) -> assertEquals(at < oldest ? -1 : at, index.find(known)));
      }
    }
    assertTrue(index.again() > 0);
  }

  /** A forged checkpoint cannot pile its rows up, so that each is looked for among all. */
  @Test
  void idsThatWereMadeToMeetDoNot() {
    LabelIndex index = new LabelIndex(4_000);
    Set<Integer> homes = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      homes.add(index.home(7L << 40, i));
      homes.add(index.home(7L << 40 | i, 3));
    }
    assertTrue(homes.size() > 2_000, homes.size() + " homes of 4,000 ids");
  }

  @Test
  void slicesBeyondTheRoomAreOfNone() {
    LabelIndex index = new LabelIndex(LabelIndex.MOST_GROUPS + 10);
    for (int i = 0; i < LabelIndex.MOST_GROUPS + 10; i++) {
      index.put(id(i), i, 0, 0.5f, 2, 3, 1, new Slice("camera", "c" + i), "m");
    }
    assertEquals("c0", index.prediction(0).slice().value());
    assertEquals(Slice.ALL, index.prediction(LabelIndex.MOST_GROUPS + 9).slice());
    assertEquals(LabelIndex.MOST_GROUPS, index.groups().size());
  }

  @Test
  void aMillionTakeLessThan64Megabytes() {
    assertTrue(LabelIndex.bytes(1_000_000) <= 54_000_010L, LabelIndex.bytes(1_000_000) + " bytes");
  }

  @Test
  void aCopyOfTheRowsMakesTheSameIndex() {
    LabelIndex index = new LabelIndex(64);
    for (int i = 0; i < 150; i++) {
      put(index, id(i % 140), i);
    }
    LabelIndex copy = new LabelIndex(64);
    copy.restore(index.groups(), index.oldest(), index.evicted(), index.again());
    long[] rows = index.copyRows();
    for (int i = 0; i < index.size(); i++) {
      copy.restore(
          java.util.Arrays.copyOfRange(rows, i * LabelIndex.STRIDE, (i + 1) * LabelIndex.STRIDE));
    }
    for (int i = 0; i < 150; i++) {
      assertEquals(index.find(id(i)), copy.find(id(i)));
    }
    assertEquals(index.prediction(149), copy.prediction(149));
    assertEquals(List.of(64, 86L, 0L), List.of(copy.size(), copy.evicted(), copy.again()));
    for (int i = 150; i < 400; i++) {
      assertEquals(put(index, id(i), i), put(copy, id(i), i));
      assertEquals(-1, copy.find(id(i - 64)));
    }
  }

  @Test
  void rowsThatNoIndexHasAreRefused() {
    LabelIndex index = new LabelIndex(8);
    put(index, id(1), 1);
    long[] row = index.copyRows();
    row[5] = 7;
    LabelIndex copy = new LabelIndex(8);
    copy.restore(index.groups(), 0, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> copy.restore(row));
    row[5] = 0;
    row[3] = (long) Float.floatToRawIntBits(1.5f) << 32;
    assertThrows(IllegalArgumentException.class, () -> copy.restore(row));
  }

  @Test
  void labelsBeyondTheRoomMakeRoomAndAreNumberedOn() {
    KeptLabels kept = new KeptLabels(3);
    kept.restore(10);
    for (int i = 0; i < 5; i++) {
      assertEquals(10 + i, kept.add(null, i == 0 ? 0 : 9 + i));
      if (kept.isOver()) {
        assertEquals(4, kept.ofOldest().size(), "all of them are of one observation");
        kept.dropOldest();
      }
    }
    assertEquals(12, kept.oldest());
    assertEquals(11, kept.get(12).before());
    assertEquals(null, kept.get(11));
    assertEquals(0, kept.number(11));
    assertEquals(14, kept.number(14));
    assertEquals(11, kept.givenUp());
  }
}
