package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.examples.fleet.FleetEvent.Kind;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentSink;
import io.virk.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sink of incidents does not take. */
class AlertsThatWaitTest {
  private final List<String> taken = new ArrayList<>();
  private int tries;
  private Predicate<String> refused = camera -> false;

  private IncidentAlerts.Writer writer(List<FleetEvent> waiting) {
    IncidentSink sink =
        incident -> {
          tries++;
          if (refused.test(incident.name())) {
            throw new IOException(incident.name() + " is refused");
          }
          taken.add(incident.name() + " " + last(incident));
        };
    return new IncidentAlerts.Writer("test", sink, waiting, new UnregisteredMetricsGroup());
  }

  private static String last(Incident incident) {
    return incident.history().get(incident.history().size() - 1).kind().name();
  }

  private static FleetEvent event(Kind kind, String camera) {
    return new FleetEvent(kind, camera, "B", 5000, 1, 4000, 5000, true, "", "words");
  }

  /** A receiver that answers 400 to one for ever kept all others from being told. */
  @Test
  void whatIsRefusedAloneHoldsUpNothingElse() throws Exception {
    IncidentAlerts.Writer writer = writer(List.of());
    refused = name -> name.startsWith("bad");
    writer.write(event(Kind.OPENED, "bad"), null);
    writer.write(event(Kind.OPENED, "worse"), null);
    writer.write(event(Kind.OPENED, "a"), null);
    writer.write(event(Kind.NOTICE, "a"), null);
    writer.write(event(Kind.CLOSED, "bad"), null);
    writer.write(event(Kind.CLOSED, "a"), null);
    assertEquals(List.of("worse-1 OPENED", "a-1 OPENED", "a-1 CLOSED"), taken);
    assertEquals(4, tries, "once until the next checkpoint");
    writer.flush(false);
    assertEquals(5, tries);
    assertEquals(2, writer.snapshotState(1).size());
    assertThrows(IOException.class, () -> writer.flush(true));
    IncidentAlerts.Writer restored = writer(writer.snapshotState(2));
    refused = name -> false;
    restored.flush(true);
    assertEquals(List.of("bad-1 OPENED", "bad-1 CLOSED"), taken.subList(3, 5));
  }

  /** Each try may take as long as a request may. */
  @Test
  void oneThatIsDownIsTriedThriceACheckpoint() throws Exception {
    IncidentAlerts.Writer writer = writer(List.of());
    refused = name -> true;
    for (int i = 0; i < 50; i++) {
      writer.write(event(Kind.OPENED, "cam-" + i), null);
    }
    assertEquals(3, tries);
    writer.flush(false);
    assertEquals(6, tries);
    refused = name -> false;
    writer.flush(false);
    assertEquals(50, taken.size());
    assertEquals(List.of(), writer.snapshotState(1));
  }

  /** That of S3 holds connections; a task that is restarted makes another. */
  @Test
  void aSinkThatCanBeClosedIsClosedWithItsTask() throws Exception {
    int[] closed = {0};
    class Held implements IncidentSink, AutoCloseable {
      @Override
      public void write(Incident incident) {}

      @Override
      public void close() {
        closed[0]++;
      }
    }
    new IncidentAlerts.Writer("test", new Held(), List.of(), new UnregisteredMetricsGroup())
        .close();
    assertEquals(1, closed[0]);
    writer(List.of()).close();
  }

  /** A store had two objects of each drift, the one of which stayed open for ever. */
  @Test
  void aBundleOfADriftIsOneObjectAndIsReadBack(@TempDir Path folder) throws IOException {
    FleetEvent opened =
        new FleetEvent(Kind.OPENED, "a", "B", 5000, 1, 4000, 5000, false, "dirt", "it is darker");
    FleetEvent closed =
        new FleetEvent(Kind.CLOSED, "a", "B", 9000, 1, 4000, 5000, true, "", "it is over");
    Incident first = opened.incident("test");
    Incident last = closed.incident("test");
    assertEquals(first.key(), last.key());
    assertFalse(first.hasRecovered());
    assertTrue(last.hasRecovered());
    for (Incident each : List.of(first, last)) {
      Path bundle = folder.resolve("bundle.zip");
      try (OutputStream out = Files.newOutputStream(bundle)) {
        each.writeTo(out);
      }
      assertEquals(each, IncidentReader.open(bundle));
      assertTrue(Report.of(each).html().contains("it is"));
    }
  }
}
