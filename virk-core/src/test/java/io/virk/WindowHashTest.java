package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.event.WindowJudged;
import io.virk.internal.Sha256;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the window, a result names the file on disk. */
class WindowHashTest {
  @TempDir private Path folder;

  private static String hashOnDisk(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return Sha256.hex(zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes());
    }
  }

  @Test
  void aMonitorOfAnotherWindowNamesTheHashOfTheFile() throws IOException {
    Path file = folder.resolve("vectors.virk");
    Baselines.ofVectors().save(file);
    Baseline baseline = Baseline.load(file);
    assertEquals(16, baseline.window());
    EventLog log = new EventLog();
    try (Monitor monitor =
        Monitor.builder(baseline)
            .window(24)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .listener(log)
            .start()) {
      for (int i = 0; i < 48; i++) {
        Observation o = Baselines.vector(2, i, 0);
        monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
        monitor.poll(1);
      }
    }
    List<DetectionResult> results =
        log.windows.stream().map(WindowJudged::results).flatMap(List::stream).toList();
    assertFalse(results.isEmpty());
    for (DetectionResult result : results) {
      assertEquals(hashOnDisk(file), result.calibration().baselineHash());
    }
  }

  @Test
  void anotherWindowSavedIsAnotherFile() throws IOException {
    Baseline wider = Baselines.ofVectors().withWindow(24);
    assertEquals(Baselines.ofVectors().hash(), wider.hash());
    Path file = folder.resolve("wider.virk");
    wider.save(file);
    assertNotEquals(wider.hash(), Baseline.load(file).hash());
    assertEquals(hashOnDisk(file), Baseline.load(file).hash());
    assertEquals(24, Baseline.load(file).window());
  }
}
