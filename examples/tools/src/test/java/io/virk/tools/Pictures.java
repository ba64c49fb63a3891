package io.virk.tools;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small generated scenes: shapes before a background, with the noise of a sensor. */
final class Pictures {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 36;

  private Pictures() {}

  /** Writes so many, named by their number, each darkened by a factor from some number on. */
  static Path folder(Path folder, long seed, int count, double light, int from) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      String name = String.format(java.util.Locale.ROOT, "%04d.png", i);
      BufferedImage image = scene(seed * 10_007 + i, i < from ? 1 : light);
      ImageIO.write(image, "png", folder.resolve(name).toFile());
    }
    return folder;
  }

  private static BufferedImage scene(long seed, double light) {
    Random random = new Random(seed);
    int[] back = colour(random);
    int[] shape = colour(random);
    int x0 = random.nextInt(WIDTH);
    int y0 = random.nextInt(HEIGHT);
    int radius = 6 + random.nextInt(12);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] of = Math.hypot(x - x0, y - y0) < radius ? shape : back;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double value = light * of[c] + 3 * random.nextGaussian();
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, value));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static int[] colour(Random random) {
    int gray = 90 + random.nextInt(80);
    return new int[] {
      gray + random.nextInt(40), gray + random.nextInt(40), gray + random.nextInt(40)
    };
  }
}
