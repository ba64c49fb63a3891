package io.virk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.process.Child;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No temporary folder and no display is needed: ImageIO's cache on the disk read 0 of 11 images.
 */
@Tag("slow")
@Timeout(60)
class NoTemporaryFolderTest {
  @TempDir private Path folder;

  @Test
  void imagesAreReadAndAnIncidentIsWritten() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    List<String> formats = List.of("jpg", "png", "bmp", "gif");
    for (int i = 0; i < 11; i++) {
      BufferedImage image = Scenes.frame(1, i, 32, 24).toBufferedImage();
      String format = formats.get(i % formats.size());
      assertTrue(ImageIO.write(image, format, images.resolve(i + "." + format).toFile()));
    }
    Files.write(folder.resolve("line.virk"), FuzzTargets.format("baseline.virk"));
    ProcessBuilder host =
        new ProcessBuilder(
            Child.program(
                Child.jvm(
                    "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder.resolve("not/there")),
                HostWithoutTemporaryFolder.class,
                folder));
    host.environment().remove("DISPLAY");
    Process child = host.redirectErrorStream(true).start();
    try (var says = child.inputReader()) {
      List<String> said = says.lines().toList();
      assertTrue(said.contains("read 11, unreadable {}"), said.toString());
      assertTrue(said.stream().anyMatch(line -> line.startsWith("incident 1: ")), said.toString());
    } finally {
      child.destroyForcibly();
    }
    assertTrue(Files.notExists(folder.resolve("not")), "it made one");
  }
}
