package io.virk.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SignalTableTest {
  private static final int BRIGHTNESS = ScalarSignal.ALL.indexOf(ScalarSignal.BRIGHTNESS);

  private static SignalValues row(int i, boolean embedded) {
    SignalValues values = new SignalValues();
    values.reset(Observation.builder().sequence(i).epochMillis(100 + i).build());
    values.slice("s" + i % 2);
    if (i != 3) {
      values.set(ScalarSignal.BRIGHTNESS, i);
      values.predictedClass(i);
    }
    if (embedded) {
      values.embedding(new float[] {i, -i});
    }
    return values;
  }

  private static SignalTable table() {
    SignalTable table = new SignalTable(5, 2);
    for (int i = 0; i < 5; i++) {
      table.append(row(i, i != 2));
    }
    return table;
  }

  @Test
  void columnsLeaveOutWhatIsMissing() {
    SignalTable table = table();
    assertEquals(5, table.rows());
    assertArrayEquals(new double[] {0, 1, 2, 4}, table.scalar(ScalarSignal.BRIGHTNESS));
    assertArrayEquals(new int[] {0, 1, 2, 4}, table.classes());
    assertEquals(4, table.embeddedRows());
    assertArrayEquals(new float[] {0, 0, 1, -1, 3, -3, 4, -4}, table.embeddings());
    assertEquals(0, table.scalar(ScalarSignal.NOISE).length);
    assertTrue(Double.isNaN(table.scalar(BRIGHTNESS, 3)));
    assertEquals("s1", table.slice(1));
    assertEquals(4, table.sequence(4));
    assertEquals(104, table.epochMillis(4));
  }

  @Test
  void aFullTableRefusesAndAClearedOneStartsAnew() {
    SignalTable table = table();
    assertThrows(IllegalStateException.class, () -> table.append(row(9, true)));
    table.clear();
    assertEquals(0, table.rows());
    assertEquals(0, table.embeddings().length);
    table.append(row(9, false));
    assertEquals(0, table.embeddedRows());
    assertThrows(IndexOutOfBoundsException.class, () -> table.slice(1));
    assertThrows(IndexOutOfBoundsException.class, () -> table.take(new int[] {1}));
  }

  @Test
  void takenRowsKeepEverything() {
    SignalTable taken = table().take(new int[] {4, 2, 4});
    assertArrayEquals(new double[] {4, 2, 4}, taken.scalar(ScalarSignal.BRIGHTNESS));
    assertArrayEquals(new float[] {4, -4, 4, -4}, taken.embeddings());
    assertEquals(2, taken.sequence(1));
    assertEquals("s0", taken.slice(2));
    assertEquals(102, taken.epochMillis(1));
    assertEquals(4, taken.predictedClass(2));
  }

  @Test
  void arraysThereAndBack() {
    SignalTable table = table();
    double[] scalars = new double[5 * ScalarSignal.ALL.size()];
    int[] classes = new int[5];
    for (int i = 0; i < 5; i++) {
      for (int s = 0; s < ScalarSignal.ALL.size(); s++) {
        scalars[i * ScalarSignal.ALL.size() + s] = table.scalar(s, i);
      }
      classes[i] = table.predictedClass(i);
    }
    float[] embeddings = table.embeddingsOrNaN();
    assertTrue(Float.isNaN(embeddings[4]) && Float.isNaN(embeddings[5]));
    SignalTable back = SignalTable.of(scalars, classes, embeddings, 5, 2);
    assertArrayEquals(table.embeddings(), back.embeddings());
    assertArrayEquals(table.classes(), back.classes());
    assertArrayEquals(table.scalar(ScalarSignal.BRIGHTNESS), back.scalar(ScalarSignal.BRIGHTNESS));
  }

  @Test
  void enlargingGivesRoomAndADimension() {
    SignalTable none = new SignalTable(1, 0);
    none.append(row(1, true));
    assertEquals(0, none.embeddedRows());
    SignalTable larger = none.enlarged(2, 2);
    larger.append(row(2, true));
    assertEquals(1, larger.embeddedRows());
    assertArrayEquals(new float[] {2, -2}, larger.embeddings());
    assertArrayEquals(new double[] {1, 2}, larger.scalar(ScalarSignal.BRIGHTNESS));
  }

  @Test
  void fillingSkipsRowsWithoutAnEmbedding() {
    SignalTable table = table();
    table.fill(ScalarSignal.MAHALANOBIS, e -> e[0] - e[1]);
    assertArrayEquals(new double[] {0, 2, 6, 8}, table.scalar(ScalarSignal.MAHALANOBIS));
  }

  @Test
  void sizesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new SignalTable(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new SignalTable(1, -1));
    assertThrows(ArithmeticException.class, () -> new SignalTable(1 << 20, 1 << 20));
    assertFalse(new SignalTable(1, 0).capacity() != 1);
  }
}
