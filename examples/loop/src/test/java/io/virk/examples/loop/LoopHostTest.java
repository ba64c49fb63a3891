package io.virk.examples.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Scenes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class LoopHostTest {
  private static final Path MODEL = Path.of("../python-job/src/main/python/tiny.onnx");

  @TempDir private Path folder;

  @Test
  void fourThreadsAreWatchedAsOne() throws Exception {
    Path reference = pictures("reference", 0, 160, 0);
    Path live = pictures("live", 1_000, 64, 96);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    LoopHost.run(MODEL, reference, live, 4, new PrintStream(told, true, StandardCharsets.UTF_8));
    List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("the whole stream"), lines.get(0));
    assertEquals(List.of("0 dropped", "5 windows judged"), lines.subList(1, 3));
  }

  private Path pictures(String name, int first, int clean, int dark) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < clean + dark; i++) {
      byte[] pixels = Scenes.rgb(first + i, i < clean ? 1 : 0.5);
      Frame scene = Frame.of(pixels, Scenes.WIDTH, Scenes.HEIGHT, PixelFormat.RGB);
      Path file = made.resolve(String.format(Locale.ROOT, "%04d.bmp", i));
      ImageIO.write(scene.toBufferedImage(), "bmp", file.toFile());
    }
    return made;
  }
}
