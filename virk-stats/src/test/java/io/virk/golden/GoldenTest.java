package io.virk.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
  @TempDir Path temporary;

  @Test
  void everyFamilyHasTheCasesTheIndexPromises() {
    Map<String, Integer> index = Golden.index();
    assertTrue(index.size() >= 21, () -> "families: " + index.keySet());
    index.forEach((name, size) -> assertEquals(size, Golden.family(name).size(), name));
  }

  @Test
  void everyArrayOfAFamilyIsRead() {
    for (GoldenCase c : Golden.family("mmd")) {
      if (c.hasInput("x")) {
        NpyArray x = c.input("x");
        assertEquals(x.size(), x.rows() * x.columns(), c.id());
      }
    }
    GoldenCase f32 =
        Golden.family("mmd").stream()
            .filter(c -> c.id().equals("mmd/float32_128"))
            .findFirst()
            .orElseThrow();
    assertTrue(f32.input("x").isSinglePrecision());
    assertTrue(f32.hasSinglePrecisionTolerance());
    assertTrue(f32.tolerance().relative() < f32.singlePrecisionTolerance().relative());
  }

  @Test
  void nonFiniteNumbersAreRead() {
    GoldenCase nan =
        Golden.family("kl").stream()
            .filter(c -> c.id().equals("kl/err_p_nan"))
            .findFirst()
            .orElseThrow();
    assertTrue(nan.mustReject());
    assertTrue(Double.isNaN(nan.input("p").values()[1]));
  }

  @Test
  void toleranceFollowsThePassRule() {
    Tolerance tolerance = new Tolerance(1e-3, 1e-6);
    assertTrue(tolerance.accepts(1000, 1000.9));
    assertFalse(tolerance.accepts(1000, 1001.1));
    assertTrue(tolerance.accepts(Double.NaN, Double.NaN));
    assertFalse(tolerance.accepts(1, Double.NaN));
    assertFalse(tolerance.accepts(Double.NaN, 1));
    assertTrue(tolerance.accepts(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertFalse(tolerance.accepts(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    assertFalse(tolerance.accepts(Double.POSITIVE_INFINITY, 1));
    assertThrows(AssertionError.class, () -> tolerance.check("x", 1, 2));
    assertThrows(
        AssertionError.class, () -> tolerance.check("x", new double[] {1}, new double[] {1, 2}));
  }

  @Test
  void npyOfFloatsIsRead() throws IOException {
    Path file = temporary.resolve("a.npy");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }\n";
    bytes.write("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(new byte[] {(byte) header.length(), 0});
    bytes.write(header.getBytes(StandardCharsets.ISO_8859_1));
    for (float value : List.of(1.5f, -0.1f)) {
      int bits = Float.floatToIntBits(value);
      bytes.write(
          new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)});
    }
    Files.write(file, bytes.toByteArray());

    NpyArray array = NpyArray.read(file);

    assertEquals("<f4", array.dtype());
    assertArrayEquals(new int[] {2, 1}, array.shape());
    assertArrayEquals(new float[] {1.5f, -0.1f}, array.floats());

    bytes.write(0);
    Files.write(file, bytes.toByteArray());
    assertThrows(IllegalArgumentException.class, () -> NpyArray.read(file));
    Files.write(file, "no NumPy file".getBytes(StandardCharsets.ISO_8859_1));
    assertThrows(IllegalArgumentException.class, () -> NpyArray.read(file));
  }

  @Test
  void idxOfBytesIsRead() throws IOException {
    Path file = temporary.resolve("a-idx2-ubyte.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, (byte) 255});
    }

    IdxUbyte read = IdxUbyte.read(file);

    assertArrayEquals(new int[] {1, 3}, read.shape());
    assertArrayEquals(new byte[] {1, 2, (byte) 255}, read.values());
  }
}
