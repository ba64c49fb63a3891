package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32;

/** What every byte form with a checksum has to stand. */
public final class ByteForms {
  private ByteForms() {}

  /**
   * Cut off at any place, longer, any bit flipped, of another kind or version: an argument error.
   */
  public static void assertDamageIsRejected(String name, byte[] bytes, Function<byte[], ?> reader) {
    for (int length = 0; length < bytes.length; length++) {
      assertRejected(reader, Arrays.copyOf(bytes, length), name + " cut to " + length);
      if (length >= 8) {
        assertRejected(
            reader, sealed(Arrays.copyOf(bytes, length)), name + " cut and sealed " + length);
      }
    }
    assertRejected(reader, Arrays.copyOf(bytes, bytes.length + 1), name + ", one more");
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertRejected(reader, sealed(longer), name + ", one more and sealed");
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertRejected(reader, flipped, name + ", bit " + bit);
    }
    for (int version : new int[] {0, 2, 255}) {
      byte[] newer = bytes.clone();
      newer[3] = (byte) version;
      String message = assertRejected(reader, sealed(newer), name + ", version " + version);
      assertTrue(message.startsWith("version: " + version), message);
    }
    assertThrows(NullPointerException.class, () -> reader.apply(null), name);
  }

  /** Any change under a right checksum: an argument error, or an object that can be used. */
  public static <T> void assertForgeriesAreReadOrRejected(
      String name, byte[] bytes, Function<byte[], T> reader, Consumer<T> use) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    int rejected = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] changed = bytes.clone();
      int changes = random.nextInt(1, 4);
      for (int i = 0; i < changes; i++) {
        changed[random.nextInt(4, changed.length - 4)] = (byte) random.nextInt();
      }
      if (round % 5 == 0) {
        // what NaN and the infinities look like
        int at = random.nextInt(4, changed.length - 5);
        changed[at] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
        changed[at + 1] = (byte) 0xf8;
      }
      T read;
      try {
        read = reader.apply(sealed(changed));
      } catch (IllegalArgumentException e) {
        rejected++;
        assertTrue(e.getMessage().contains("(expected: "), e.getMessage());
        continue;
      }
      use.accept(read);
    }
    assertTrue(rejected > 0, name + ": nothing was ever rejected");
  }

  /** The same with a right checksum. */
  static byte[] sealed(byte[] bytes) {
    byte[] sealed = bytes.clone();
    CRC32 crc = new CRC32();
    crc.update(sealed, 0, sealed.length - 4);
    ByteBuffer.wrap(sealed).putInt(sealed.length - 4, (int) crc.getValue());
    return sealed;
  }

  private static String assertRejected(Function<byte[], ?> reader, byte[] bytes, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> reader.apply(bytes), why);
    assertTrue(e.getMessage().contains("(expected: "), e.getMessage());
    return e.getMessage();
  }
}
