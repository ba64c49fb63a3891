package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.internal.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes bundles is killed, at any moment: what it leaves is whole. */
@Tag("slow")
@Tag("once")
@Timeout(120)
class KilledWriterTest {
  private static final int KILLS = Integer.getInteger("virk.kills", 6);

  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void noBundleIsBrokenAndTheNextStartRemovesWhatIsNotFinished() throws Exception {
    SplittableRandom random = new SplittableRandom(13);
    for (int run = 0; run < KILLS; run++) {
      Process writer = WriterThatIsKilled.start(folder, run);
      try (BufferedReader says = writer.inputReader()) {
        int whole = 1 + random.nextInt(4);
        for (int i = 0; i < whole; i++) {
          assertNotNull(says.readLine(), "it has ended by itself");
        }
        LockSupport.parkNanos(random.nextLong(20_000_000)); // somewhere in the next bundles
      } finally {
        writer.destroyForcibly().waitFor();
      }
      List<String> left = names();
      for (String name : left) {
        if (name.endsWith(".zip")) {
          Incident incident = IncidentReader.open(folder.resolve(name));
          int shown = incident.observations().size();
          assertTrue(shown == 20 || shown == 40, name + " shows " + shown);
        } else {
          assertTrue(name.matches("\\.virk-.*\\.tmp"), name);
        }
      }
      AtomicFile.checkFolder(folder); // as a monitor does when it starts
      List<String> bundles = left.stream().filter(n -> n.endsWith(".zip")).toList();
      assertEquals(bundles, names(), "what is not finished goes, what is whole stays");
      int most = WriterThatIsKilled.KEPT + 1;
      assertTrue(bundles.size() <= most, "one is written before another goes: " + bundles);
    }
  }
}
