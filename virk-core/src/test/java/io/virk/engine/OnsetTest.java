package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnsetTest {
  private static final int COLUMNS = Schemas.STANDARD.scalars().size();

  private static SignalTable table(double[] brightness) {
    double[] scalars = new double[brightness.length * COLUMNS];
    Arrays.fill(scalars, Double.NaN);
    for (int i = 0; i < brightness.length; i++) {
      scalars[i * COLUMNS + Schemas.STANDARD.indexOf(ScalarSignal.BRIGHTNESS)] = brightness[i];
    }
    int[] classes = new int[brightness.length];
    return Schemas.table(scalars, classes, new float[0], brightness.length, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 32, 48})
  void aClearStepIsFoundToTheRow(int step) {
    SplittableRandom random = new SplittableRandom(step);
    double[] values = new double[64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i < step ? 100 : 60) + random.nextGaussian();
    }
    assertEquals(step, Onset.locate(table(values), ScalarSignal.BRIGHTNESS, 100));
  }

  @Test
  void aStepOfTwoDeviationsIsFoundNearby() {
    int off = 0;
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] values = new double[64];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i < 40 ? 0 : 2) + random.nextGaussian();
      }
      off += Math.abs(Onset.locate(table(values), ScalarSignal.BRIGHTNESS, 0) - 40) > 4 ? 1 : 0;
    }
    assertTrue(off < 20, off + " of 200 more than four rows off");
  }

  @Test
  void withoutTheSignalItIsTheFirstRow() {
    double[] missing = new double[16];
    Arrays.fill(missing, Double.NaN);
    assertEquals(0, Onset.locate(table(missing), ScalarSignal.BRIGHTNESS, 100));
  }
}
