package io.virk.examples.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Shared;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People on a square: a wider lens makes them too small to be seen, and that is told. */
@Tag("slow")
@Tag("once")
class DetectorHostTest {
  private static final int REFERENCE = 160;
  private static final int CALM = 32;
  private static final int WIDE = 96;

  @TempDir private Path folder;

  @Test
  void objectsThatGetTooSmallAreTold() throws Exception {
    Path model = Shared.path("data/models/yolox-nano-emb.onnx");
    Path reference = Files.createDirectory(folder.resolve("reference"));
    Path live = Files.createDirectory(folder.resolve("live"));
    try (ZipFile zip = new ZipFile(Shared.path("data/images/video-square-frames.zip").toFile())) {
      List<ZipEntry> frames = new ArrayList<>(zip.stream().toList());
      Collections.shuffle(frames, new Random(3)); // of a video in its order 80 s are no reference
      for (int i = 0; i < REFERENCE + CALM + WIDE; i++) {
        try (InputStream in = zip.getInputStream(frames.get(i))) {
          boolean first = i < REFERENCE;
          Path file = (first ? reference : live).resolve(String.format(Locale.ROOT, "%04d.png", i));
          BufferedImage image = ImageIO.read(in);
          ImageIO.write(i < REFERENCE + CALM ? image : wider(image), "png", file.toFile());
        }
      }
    }
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    DetectorHost.run(model, reference, live, new PrintStream(told, true, StandardCharsets.UTF_8));
    List<String> lines = told.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("the whole stream has smaller objects than the baseline", lines.get(0));
    assertTrue(lines.get(1).contains("mean area of objects 0."), lines.get(1));
    assertEquals("4 windows judged", lines.get(lines.size() - 1));
  }

  /** The whole picture in the middle quarter of a larger one. */
  private static BufferedImage wider(BufferedImage image) throws IOException {
    int w = image.getWidth();
    int h = image.getHeight();
    BufferedImage wider = new BufferedImage(w, h, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = wider.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect(0, 0, w, h);
    graphics.drawImage(image, w / 4, h / 4, w / 2, h / 2, null);
    graphics.dispose();
    return wider;
  }
}
