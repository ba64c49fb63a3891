package io.virk.examples.djl;

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

class DjlHostTest {
  private static final Path MODEL =
      Path.of("../quickstart/src/main/resources/io/virk/examples/quickstart/parts-classifier.onnx");

  @TempDir private Path folder;

  @Tag("slow")
  @Tag("once")
  @Test
  void darkerPicturesAreTold() throws Exception {
    Path training = pictures("training", 0, 160, 0);
    Path live = pictures("live", 1_000, 64, 96);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    DjlHost.run(MODEL, training, live, new PrintStream(told, true, StandardCharsets.UTF_8));
    List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).startsWith("the whole stream is darker"), lines.toString());
    assertEquals("5 windows judged", lines.get(lines.size() - 1));
    assertEquals(3, lines.size(), lines.toString());
  }

  private Path pictures(String name, int first, int clean, int dark) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < clean + dark; i++) {
      byte[] pixels = Scenes.rgb(first + i, i < clean ? 1 : 0.5);
      Frame scene = Frame.of(pixels, Scenes.WIDTH, Scenes.HEIGHT, PixelFormat.RGB);
      Path file = made.resolve(String.format(Locale.ROOT, "%04d.png", i));
      ImageIO.write(scene.toBufferedImage(), "png", file.toFile());
    }
    return made;
  }
}
