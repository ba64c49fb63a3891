package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.stats.Moments;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class NormalTest {
  private static final String CRC = "d3a1b073";

  @Test
  void valuesAreStandardNormal() {
    Normal normal = new Normal(new SplittableRandom(4));
    Moments moments = new Moments();
    int beyond = 0;
    int n = 1_000_000;
    for (int i = 0; i < n; i++) {
      double value = normal.next();
      moments.accept(value);
      beyond += Math.abs(value) > 1.959964 ? 1 : 0;
    }
    assertEquals(0, moments.mean(), 0.004);
    assertEquals(1, moments.standardDeviation(), 0.004);
    assertEquals(0, moments.skewness(), 0.01);
    assertEquals(0.05, (double) beyond / n, 0.001);
  }

  /** On JDK 17 and 25, where {@code nextGaussian} of this seed parts after 812,281 values. */
  @Test
  void theyAreTheSameOnEveryJdk() {
    Normal normal = new Normal(new SplittableRandom(4));
    CRC32 crc = new CRC32();
    for (int i = 0; i < 1_000_000; i++) {
      long bits = Double.doubleToLongBits(normal.next());
      crc.update((int) (bits ^ bits >>> 32));
    }
    assertEquals(CRC, Long.toHexString(crc.getValue()));
  }
}
