package io.virk.image.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class FastZlibTest {
  private static byte[] inflated(byte[] compressed, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] bytes = new byte[length + 1];
      int read = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(bytes, read, bytes.length - read);
        assertFalse(count == 0 && !inflater.finished(), "it is cut off, or too long");
        read += count;
      }
      assertEquals(0, inflater.getRemaining());
      return Arrays.copyOf(bytes, read);
    } finally {
      inflater.end();
    }
  }

  private static int check(byte[] bytes) throws DataFormatException {
    byte[] before = bytes.clone();
    byte[] compressed = FastZlib.compress(bytes);
    assertArrayEquals(before, bytes);
    assertArrayEquals(before, inflated(compressed, bytes.length));
    return compressed.length;
  }

  /** Lengths about those of runs and blocks, bytes of one value to all values. */
  @Test
  void anInflaterGivesBackWhateverWasCompressed() throws DataFormatException {
    SplittableRandom random = new SplittableRandom(1);
    int[] lengths = {1, 2, 3, 4, 5, 11, 12, 14, 258, 259, 262, 32_767, 32_768, 32_769, 98_305};
    for (int length : lengths) {
      for (int values : new int[] {1, 2, 3, 256}) {
        byte[] bytes = new byte[length];
        byte[] runs = new byte[length];
        byte value = 0;
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) random.nextInt(values);
          value = random.nextInt(8) == 0 ? (byte) random.nextInt(values) : value;
          runs[i] = value;
        }
        check(bytes);
        check(runs);
      }
    }
  }

  /** Frequencies like Fibonacci's numbers make the deepest tree: codes of 21 bits and more. */
  @Test
  void noCodeIsTooLong() throws DataFormatException {
    byte[] bytes = new byte[28_656];
    int at = 0;
    for (int value = 0, count = 1, before = 0; at + count <= bytes.length; value++) {
      Arrays.fill(bytes, at, at + count, (byte) value);
      at += count;
      int next = count + before;
      before = count;
      count = next;
    }
    for (int i = bytes.length - 1, j; i > 0; i--) { // no runs
      j = (int) (i * 7919L % (i + 1));
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    check(bytes);
    int[] counts = new int[40];
    for (int i = 0, a = 1, b = 1; i < counts.length; i++) {
      counts[i] = a;
      b = a + b;
      a = b - a;
    }
    for (int most : new int[] {7, 15}) {
      double kraft = 0;
      int[] lengths = FastZlib.lengths(counts, most);
      for (int length : lengths) {
        assertTrue(length >= 1 && length <= most, "" + length);
        kraft += Math.pow(2, -length);
      }
      assertEquals(1, kraft, 0);
      assertTrue(lengths[39] <= lengths[0]);
    }
  }

  @Test
  void whatIsFlatIsShortAndNoiseHardlyLonger() throws DataFormatException {
    assertTrue(check(new byte[150_000]) < 1_000);
    byte[] noise = new byte[150_000];
    new SplittableRandom(2).nextBytes(noise);
    assertTrue(check(noise) < 151_500);
  }
}
