package io.virk.tools;

import io.virk.golden.Scenes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Folders of generated scenes. */
final class Pictures {
  private Pictures() {}

  /** Writes so many, named by their number, each darkened by a factor from some number on. */
  static Path folder(Path folder, long seed, int count, double light, int from) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      String name = String.format(java.util.Locale.ROOT, "%04d.png", i);
      byte[] pixels = Scenes.rgb(seed * 10_007 + i, i < from ? 1 : light);
      Frame scene = Frame.of(pixels, Scenes.WIDTH, Scenes.HEIGHT, PixelFormat.RGB);
      ImageIO.write(scene.toBufferedImage(), "png", folder.resolve(name).toFile());
    }
    return folder;
  }
}
