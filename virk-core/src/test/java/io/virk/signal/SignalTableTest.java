package io.virk.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.signal.internal.ObservedValues;
import io.virk.signal.internal.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTableTest {
  private static final int BRIGHTNESS = Schemas.STANDARD.indexOf(ScalarSignal.BRIGHTNESS);

  private static SignalValues row(int i, boolean embedded) {
    ObservedValues values = Values.slice(Values.at(Schemas.of(2), i, 100 + i), "s" + i % 2);
    if (i != 3) {
      values.set(ScalarSignal.BRIGHTNESS, i);
      values.set(CategoricalSignal.PREDICTED_CLASS, i);
    }
    if (embedded) {
      values.set(VectorSignal.EMBEDDING, new float[] {i, -i});
    }
    return values;
  }

  private static SignalTable table() {
    SignalTable table = new SignalTable(Schemas.of(2), 5);
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
    assertArrayEquals(new int[] {0, 1, 2, 4}, table.categories(CategoricalSignal.PREDICTED_CLASS));
    assertEquals(4, table.embeddings().count());
    assertArrayEquals(new float[] {0, 0, 1, -1, 3, -3, 4, -4}, table.embeddings().values());
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
    assertEquals(0, table.embeddings().values().length);
    table.append(row(9, false));
    assertEquals(0, table.embeddings().count());
    assertThrows(IndexOutOfBoundsException.class, () -> table.slice(1));
    assertThrows(IndexOutOfBoundsException.class, () -> table.take(new int[] {1}));
  }

  @Test
  void takenRowsKeepEverything() {
    SignalTable taken = table().take(new int[] {4, 2, 4});
    assertArrayEquals(new double[] {4, 2, 4}, taken.scalar(ScalarSignal.BRIGHTNESS));
    assertArrayEquals(new float[] {4, -4, 4, -4}, taken.embeddings().values());
    assertEquals(2, taken.sequence(1));
    assertEquals("s0", taken.slice(2));
    assertEquals(102, taken.epochMillis(1));
    assertEquals(4, taken.category(0, 2));
  }

  @Test
  void movedRowsAreCopies() {
    SignalTable table = table();
    double[] by = new double[Schemas.STANDARD.scalars().size()];
    by[BRIGHTNESS] = 10;
    SignalTable moved = table.moved(by);
    assertArrayEquals(new double[] {10, 11, 12, 14}, moved.scalar(ScalarSignal.BRIGHTNESS));
    assertArrayEquals(new double[] {0, 1, 2, 4}, table.scalar(ScalarSignal.BRIGHTNESS));
    assertArrayEquals(table.embeddings().values(), moved.embeddings().values());
    assertEquals("s1", moved.slice(1));
  }

  @Test
  void arraysThereAndBack() {
    SignalTable table = table();
    double[] scalars = new double[5 * Schemas.STANDARD.scalars().size()];
    int[] classes = new int[5];
    for (int i = 0; i < 5; i++) {
      for (int s = 0; s < Schemas.STANDARD.scalars().size(); s++) {
        scalars[i * Schemas.STANDARD.scalars().size() + s] = table.scalar(s, i);
      }
      classes[i] = table.category(0, i);
    }
    float[] embeddings = table.embeddings().valuesOrNaN();
    assertTrue(Float.isNaN(embeddings[4]) && Float.isNaN(embeddings[5]));
    SignalTable back = Schemas.table(scalars, classes, embeddings, 5, 2);
    assertArrayEquals(table.embeddings().values(), back.embeddings().values());
    assertArrayEquals(
        table.categories(CategoricalSignal.PREDICTED_CLASS),
        back.categories(CategoricalSignal.PREDICTED_CLASS));
    assertArrayEquals(table.scalar(ScalarSignal.BRIGHTNESS), back.scalar(ScalarSignal.BRIGHTNESS));
  }

  @Test
  void enlargingGivesRoomAndADimension() {
    SignalTable none = new SignalTable(Schemas.of(0), 1);
    none.append(row(1, true));
    assertEquals(0, none.embeddings().count());
    SignalTable larger = none.copy(Schemas.of(2), 2);
    larger.append(row(2, true));
    assertEquals(1, larger.embeddings().count());
    assertArrayEquals(new float[] {2, -2}, larger.embeddings().values());
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
    assertThrows(IllegalArgumentException.class, () -> new SignalTable(Schemas.of(1), 0));
    assertThrows(IllegalArgumentException.class, () -> new SignalTable(Schemas.of(-1), 1));
    assertThrows(ArithmeticException.class, () -> new SignalTable(Schemas.of(1 << 20), 1 << 20));
    assertFalse(new SignalTable(Schemas.of(0), 1).capacity() != 1);
  }

  @Test
  void whatIsNotTestedTakesHalfTheRoom() {
    SignalSchema tested = SignalSchema.of(List.of(ScalarSignal.BRIGHTNESS));
    SignalSchema more = SignalSchema.of(List.of(ImageSignals.WARMTH, ScalarSignal.BRIGHTNESS));
    assertEquals(
        100 * 4 + 4, new SignalTable(more, 100).memory() - new SignalTable(tested, 100).memory());
    SignalTable table = new SignalTable(more, 2);
    table.append(
        Values.set(
            Values.set(Values.at(more, 1, 1), ImageSignals.WARMTH, 0.1),
            ScalarSignal.BRIGHTNESS,
            0.1));
    table.append(Values.at(more, 2, 2));
    assertEquals((float) 0.1, table.scalar(0, 0));
    assertEquals(0.1, table.scalar(1, 0));
    assertTrue(Double.isNaN(table.scalar(0, 1)));
    assertEquals(1, table.count(ImageSignals.WARMTH));
  }

  @Test
  void theAppearanceIsMadeOfTheSignalsOfTheImage() {
    SignalSchema schema = Schemas.of(0);
    VectorSignal appearance = VectorSignal.APPEARANCE;
    int scalars = schema.scalarsOf(SignalSources.IMAGE).size();
    assertEquals(scalars + VectorSignal.TILES.length(), appearance.length());
    assertEquals(appearance.length(), schema.appearanceNames().size());
    SignalTable table = new SignalTable(schema, 3);
    float[] tiles = new float[VectorSignal.TILES.length()];
    tiles[2] = 7;
    for (int i = 0; i < 3; i++) {
      ObservedValues values = Values.at(schema, i, 0);
      List<ScalarSignal> measured = schema.scalarsOf(SignalSources.IMAGE);
      for (ScalarSignal signal : measured.subList(i == 2 ? scalars - 2 : i, scalars)) {
        values.set(signal, 10);
      }
      values.set(VectorSignal.TILES, i == 1 ? null : tiles);
      table.append(values);
      float[] ofValues = new float[appearance.length()];
      assertEquals(i < 2, schema.appearance(values, ofValues));
      if (i < 2) {
        float[] ofTable = new float[appearance.length()];
        table.vectors(appearance).vector(i, ofTable);
        assertArrayEquals(ofTable, ofValues);
      }
    }
    VectorColumn column = table.vectors(appearance);
    assertEquals(2, column.count(), "of a row with two signals there is no appearance");
    float[] values = column.values();
    assertEquals(10, values[0]);
    assertEquals(7, values[scalars + 2]);
    assertTrue(Float.isNaN(values[appearance.length()]), "the second row lacks the first signal");
    assertTrue(Float.isNaN(values[appearance.length() + scalars]), "and the tiles");
    assertArrayEquals(
        values, table.take(new int[] {0, 1, 2}).vectors(appearance).values(), "as the copy has it");
    assertEquals(0, table.withoutVectors().vectors(appearance).count());
  }
}
