package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  @TempDir private Path folder;

  @Test
  void hasDefaults() {
    Options options = Options.parse();
    assertEquals(12_000, options.frames());
    assertEquals(0.2, options.sample());
    assertEquals("unit", options.transform());
  }

  @Test
  void tellsAllProblemsAtOnce() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Options.parse(
                    "--imgaes",
                    "--frames",
                    "3",
                    "--sample",
                    "2",
                    "--model",
                    "no-such.onnx",
                    "--transform",
                    "magic",
                    "--seed",
                    "x"));
    for (String part :
        new String[] {
          "--imgaes", "--frames: 3", "--sample: 2", "no-such.onnx", "magic", "--seed"
        }) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void anEmptyFolderIsToldByName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PhotoLine.read(folder, false, 1));
    assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("at least one image"), e.getMessage());
  }

  @Test
  void aFileThatIsNoImageSetIsToldByName() throws IOException {
    Path file = Files.write(folder.resolve("readme.txt"), new byte[64]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PhotoLine.read(file, false, 1));
    assertTrue(e.getMessage().contains("readme.txt"), e.getMessage());
  }

  @Test
  void tooFewReadableImagesAreCounted() throws IOException {
    Files.write(folder.resolve("broken.jpg"), new byte[] {1, 2, 3});
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> PhotoLine.read(folder, false, 1));
    assertTrue(e.getMessage().contains("0 readable images"), e.getMessage());
  }
}
