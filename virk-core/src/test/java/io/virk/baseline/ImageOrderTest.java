package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.image.PixelFormat;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos whose names are sorted by what they show. */
class ImageOrderTest {
  @TempDir private Path folder;

  /** Four classes of some gray of their own, 40 photos each. */
  private void write() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 160; i++) {
      byte[] pixels = new byte[12 * 12];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (byte) (40 + 45 * (i / 40) + random.nextInt(40));
      }
      Path file = folder.resolve(String.format("class-%d-%02d.png", i / 40, i % 40));
      ImageIO.write(
          Frame.of(pixels, 12, 12, PixelFormat.GRAY).toBufferedImage(), "png", file.toFile());
    }
  }

  private static Baseline of(ImageFolder images) {
    return Baseline.builder("photos")
        .window(16)
        .clock(Baselines.CLOCK)
        .capturePolicy(new CapturePolicy(12, 12).byStepping())
        .images(images)
        .build();
  }

  private static List<String> refusals(Baseline baseline) {
    return baseline.content().references().stream()
        .flatMap(reference -> reference.detectors().stream())
        .flatMap(detector -> detector.refusal().stream())
        .collect(Collectors.toList());
  }

  @Tag("slow")
  @Test
  void aRefusalThatComesFromTheOrderOfNamesSaysSo() throws IOException {
    write();
    ImageFolder images = ImageFolder.of(folder);
    Baseline byName = of(images);
    assertEquals(
        "folder " + folder.getFileName() + ", 160 images by name", byName.provenance().source());
    List<String> refused = refusals(byName);
    assertFalse(refused.isEmpty());
    for (String refusal : refused) {
      assertTrue(
          refusal.contains(": take reference data over a longer time, about ")
              && refusal.endsWith(
                  " times as many; or, since the images were read by name and if that is no order"
                      + " of time, read them byTime(), or photos shuffled(seed), never video (virk"
                      + " build --order time, or shuffled)"),
          refusal);
    }
    Path file = folder.resolve("photos.virk");
    byName.save(file);
    assertEquals(refused, refusals(Baseline.load(file)));
    assertTrue(Baseline.load(file).provenance().capturePolicy().stepping());

    Baseline shuffled = of(images.shuffled(1));
    assertTrue(refusals(shuffled).size() < refused.size(), refusals(shuffled).toString());
    assertTrue(refusals(shuffled).stream().noneMatch(r -> r.contains("by name")));
  }
}
