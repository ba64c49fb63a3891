package io.virk;

import io.virk.baseline.Baseline;
import io.virk.image.ImageFolder;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process of its own that may write into one folder alone: reads images, writes an incident. */
final class HostWithoutTemporaryFolder {
  private HostWithoutTemporaryFolder() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ImageFolder images = ImageFolder.of(folder.resolve("images"));
    int read = 0;
    for (ImageFolder.Entry entry : images) {
      read += entry.frame().width() > 0 ? 1 : 0;
    }
    System.out.println("read " + read + ", unreadable " + images.unreadable());
    Path incidents = folder.resolve("incidents");
    try (Monitor monitor =
        FormatsTest.builder(Baseline.load(folder.resolve("line.virk")))
            .incidents(incidents)
            .recording(Recording.of(8))
            .start()) {
      FormatsTest.observe(monitor, 0, FormatsTest.LENGTH);
      monitor.checkpoint(folder.resolve("monitor.checkpoint"));
    }
    List<Path> bundles;
    try (Stream<Path> list = Files.list(incidents)) {
      bundles = list.toList();
    }
    for (Path bundle : bundles) {
      Incident incident = IncidentReader.open(bundle);
      System.out.println("incident " + incident.name() + ": " + incident.reason());
    }
  }
}
