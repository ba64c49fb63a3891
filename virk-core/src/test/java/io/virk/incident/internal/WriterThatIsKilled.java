package io.virk.incident.internal;

import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.Recording.Retention;
import io.virk.process.Child;
import io.virk.scenes.Incidents;
import io.virk.scenes.Scenes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process of its own that writes bundles, and later states of them, until it is killed. */
final class WriterThatIsKilled {
  /** Bundles that stay. */
  static final int KEPT = 6;

  private WriterThatIsKilled() {}

  static Process start(Path folder, int run) throws IOException {
    return new ProcessBuilder(
            Child.program(
                Child.jvm("-Xshare:auto", "-XX:TieredStopAtLevel=1"),
                WriterThatIsKilled.class,
                folder,
                run))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** An incident with some pictures: of a name, opened at a time. */
  private static Incident incident(int number, int observations) {
    Incident small = HostileBundleTest.incident();
    List<IncidentObservation> shown = new ArrayList<>();
    for (int i = 0; i < observations; i++) {
      IncidentObservation o = small.observations().get(i % 2);
      shown.add(Incidents.with(o, i, Scenes.frame(1, i, 96, 64), Picture.ORIGINAL));
    }
    return Incidents.with(
        small, Integer.toString(number), 1_700_000_000_000L + 1000L * number, shown);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int first = 1000 * Integer.parseInt(arguments[1]);
    IncidentFiles files =
        new IncidentFiles(folder, "m", new Retention(KEPT, 1L << 30, Duration.ofDays(1000)));
    Set<Path> spared = new HashSet<>();
    for (int i = first; i < first + 1000; i++) {
      Path file = files.write(incident(i, 20), "camera=1", Optional.empty(), spared);
      files.write(incident(i, 40), "camera=1", Optional.of(file), spared);
      System.out.println(i);
    }
  }
}
