package io.virk.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody checked. What a Python job gives is in {@code NumpyArraysTest}. */
class NpyReaderTest {
  @TempDir private Path folder;

  private Path file(String descr, String shape, byte[] data) throws IOException {
    String header =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text).put(data);
    return Files.write(folder.resolve("x.npy"), bytes.array());
  }

  private static byte[] points(int... points) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * points.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(points);
    return bytes.array();
  }

  private static String refused(Path file) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> {
              try (NpyReader reader = NpyReader.open(file)) {
                reader.nextText();
              }
            })
        .getMessage();
  }

  private static List<String> texts(Path file) {
    try (NpyReader reader = NpyReader.open(file)) {
      List<String> texts = new ArrayList<>();
      for (long i = 0; i < reader.rows(); i++) {
        texts.add(reader.nextText());
      }
      return texts;
    }
  }

  @Test
  void textIsReadWithoutItsPadding() throws IOException {
    assertEquals(
        List.of("a\uD83D\uDE00", "", "\0b"),
        texts(file("<U2", "(3,)", points('a', 0x1F600, 0, 0, 0, 'b'))));
    assertEquals(
        List.of("ab", "c"), texts(file("|S3", "(2,)", new byte[] {'a', 'b', 0, 'c', 0, 0})));
  }

  @Test
  void textThatIsNoneIsRefused() throws IOException {
    assertTrue(refused(file(">U1", "(1,)", points('a' << 24))).contains("little-endian"));
    assertTrue(refused(file("<U1", "(1,)", points(0xD800))).contains("no half of a pair"));
    assertTrue(refused(file("<U1", "(1,)", points(-1))).contains("a character -1"));
    assertTrue(refused(file("<U2000", "(1,)", new byte[8000])).contains("type U2000"));
  }

  @Test
  void whatAHeaderSaysIsNoMarkup() throws IOException {
    String message = refused(file("\u001B[2J\nforged", "(1,)", new byte[4]));
    assertFalse(message.contains("\u001B") || message.contains("\n"), message);
    assertTrue(message.length() < 1000);
  }

  @Test
  void nothingIsAllocatedThatTheFileHasNoBytesFor() throws IOException {
    for (String shape :
        List.of(
            "(1, 268435456)",
            "(999999999999999999,)",
            "(999999999999999999, 999999999999999999)",
            "(4294967296, 4294967296)",
            "(1, 2147483647, 2147483647)",
            "(1, 1, 1, 1, 1, 1, 1, 1, 1)")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> NpyReader.open(file("|i1", shape, new byte[4])).close(),
          shape);
    }
  }

  @Test
  void aFileThatShrinksWhileItIsReadHasEnded() throws IOException {
    Path file = file("<U1024", "(100,)", new byte[100 * 4096]);
    try (NpyReader reader = NpyReader.open(file)) {
      assertEquals("", reader.nextText());
      Files.write(file, new byte[3], StandardOpenOption.TRUNCATE_EXISTING);
      assertThrows(
          UncheckedIOException.class,
          () -> {
            for (int i = 1; i < 100; i++) {
              reader.nextText();
            }
          });
    }
  }

  @Tag("slow")
  @Test
  void damagedEntriesGiveAnArrayOrTheOneException() {
    byte[] good = Npy.write(new float[24], 4, 6);
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(good.length)] : good.clone();
      System.arraycopy(good, 0, bytes, 0, Math.min(good.length, bytes.length));
      for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
        bytes[random.nextInt(Math.min(130, bytes.length))] = (byte) random.nextInt(256);
      }
      try {
        assertEquals(24, Npy.readFloats("e\n", bytes, 4, 6).length);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().startsWith("entry e\uFFFD "), e.getMessage());
        assertTrue(Text.isClean(e.getMessage(), Text.SENTENCE));
      }
    }
    String huge = "(" + Integer.MAX_VALUE + ", " + Integer.MAX_VALUE + ", 2)";
    byte[] overflowing =
        new String(Npy.write(new double[0], 0, 1, 1), StandardCharsets.ISO_8859_1)
            .replaceFirst("\\(0, 1, 1\\), \\} {" + (huge.length() - 9) + "}", huge + ", }")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Npy.readDoubles("e", overflowing, Integer.MAX_VALUE, Integer.MAX_VALUE, 2));
  }
}
