package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {
  @TempDir private Path folder;

  @Test
  void writesFramesLabelsAndCamerasThatNumpyReads() throws IOException {
    TrainingSet.write(folder, "some", 2, 17);
    int frame = ConveyorCamera.WIDTH * ConveyorCamera.HEIGHT * 3;
    byte[] frames = data("some-frames.npy", "(8, 120, 160, 3)");
    assertEquals(8 * frame, frames.length);
    assertArrayEquals(new byte[] {1, 1, 2, 2, 3, 3, 4, 4}, data("some-cameras.npy", "(8,)"));
    Shot last = new ConveyorCamera(4, 17).shot(1);
    assertArrayEquals(last.frame().pixels(), Arrays.copyOfRange(frames, 7 * frame, 8 * frame));
    assertEquals(last.label(), data("some-labels.npy", "(8,)")[7]);
  }

  private byte[] data(String name, String shape) throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve(name));
    int header = 10 + (file[8] & 0xff) + 256 * (file[9] & 0xff);
    assertEquals(0, header % 64);
    assertEquals((byte) 0x93, file[0]);
    String text = new String(file, 1, header - 1, StandardCharsets.ISO_8859_1);
    assertEquals("NUMPY\u0001\u0000", text.substring(0, 7));
    assertEquals(
        "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }",
        text.substring(9).strip());
    return Arrays.copyOfRange(file, header, file.length);
  }
}
