package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.FalseAlarms;
import io.virk.embed.Embedder;
import io.virk.image.Frame;
import io.virk.image.ImageFolder;
import io.virk.sampling.Sampler;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's code as the documentation shows it. */
class QuickLookTest {
  @TempDir private Path folder;

  @Test
  void theFrontDoor() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    for (int i = 0; i < 100; i++) {
      Path file = images.resolve(String.format("%03d.png", i));
      ImageIO.write(Scenes.frame(0, i, 32, 24).toBufferedImage(), "png", file.toFile());
    }
    Embedder embedder = new QuadrantEmbedder();
    MonitorListener listener = new EventLog();

    // once, on the data the model was trained on
    Baseline baseline =
        Baseline.builder("line-3").embedder(embedder).images(ImageFolder.of(images)).build();
    baseline.save(folder.resolve("line-3.virk"));

    // in the service
    Monitor monitor =
        Monitor.builder(Baseline.load(folder.resolve("line-3.virk")))
            .embedder(embedder)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .falseAlarms(FalseAlarms.oncePerWindows(10_000))
            .incidents(folder.resolve("incidents"))
            .listener(listener)
            .start();

    // in the inference loop, any thread
    Frame frame = Scenes.frame(0, 1000, 32, 24);
    float[] logits = {0.1f, 2.3f, -1};
    monitor.capture().image(frame).logits(logits).tag("camera", "cam-7").commit();

    monitor.close();
    assertEquals(1, monitor.status().judged().observations());
    assertEquals("line-3", baseline.name());
    assertTrue(Files.notExists(folder.resolve("incidents")), "nothing on the disk without a drift");
  }
}
