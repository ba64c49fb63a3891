package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.Playbook;
import io.virk.fleet.Summaries;
import io.virk.fleet.SummarySink;
import io.virk.internal.RecordingLogger;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnLogTest {
  private static List<String> warnings(String cause) {
    MonitorSettings settings = new MonitorSettings(Baselines.ofVectors());
    settings.playbook =
        Playbook.parse(
            """
            {"rules": [
              {"cause": "%s", "what": "{action}", "who": "on call", "lookAgain": "1 h"},
              {"what": "{action}", "who": "on call", "lookAgain": "1 d"}]}"""
                .formatted(cause));
    RecordingLogger log = new RecordingLogger();
    new OwnLog(settings.config(), log).started(0);
    return log.lines().stream().filter(line -> line.contains("playbook")).toList();
  }

  /** A slip of the pen would never be seen: the next rule fits. */
  @Test
  void aRuleForNoCauseIsTold() {
    String name = Baselines.ofVectors().name();
    assertEquals(
        List.of(
            "WARN "
                + name
                + ": the playbook has rules for dirtt, which the baseline does not know"),
        warnings("dirtt"));
    for (String known : List.of("dirt on the lens", "occlusion", "gaussian noise", "new-content")) {
      assertEquals(List.of(), warnings(known));
    }
  }

  /** A sink that takes nothing has been told of as one that is tried again. */
  @Test
  void summariesThatAreLostAtTheEndAreTold() {
    MonitorSettings settings = new MonitorSettings(Baselines.ofVectors());
    SummarySink full =
        some -> {
          throw new IOException("full");
        };
    settings.summaries = Summaries.to(full);
    RecordingLogger log = new RecordingLogger();
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .summaries(settings.summaries)
            .polled()
            .start();
    monitor.capture().embedding(new float[4]).commit();
    monitor.close();
    MonitorStatus end = monitor.status();
    assertEquals(1, end.events().summariesWaiting());
    assertEquals(1, end.failures().summaries());
    new OwnLog(settings.config(), log).closed(end, 0);
    String warned =
        log.lines().stream().filter(line -> line.startsWith("WARN")).findFirst().orElseThrow();
    assertTrue(warned.contains("summaries that were not handed over are lost (1), for "), warned);
  }

  /** No drift says nothing of what could not be compared. */
  @Test
  void thatNoDriftCouldOpenIsTold() {
    for (boolean accepted : new boolean[] {false, true}) {
      MonitorBuilder builder =
          Monitor.builder(Baselines.ofVectors()).sampler(Sampler.fraction(1)).polled();
      Monitor monitor = (accepted ? builder.fitAccepted() : builder).start();
      monitor.capture().embedding(new float[4]).commit();
      monitor.close();
      RecordingLogger log = new RecordingLogger();
      new OwnLog(builder.set.config(), log).closed(monitor.status(), 0);
      String end = " closed after 1 observation, 0 dropped, 0 drifts";
      String none = ": none could open, for no stream has been found to fit the baseline";
      String said = log.lines().get(log.lines().size() - 1);
      assertTrue(said.endsWith(accepted ? end : end + none), said);
    }
  }

  /** Each failure was told as one that is tried again. */
  @Test
  void whatIsLostAtTheEndIsTold() {
    MonitorSettings settings = new MonitorSettings(Baselines.ofVectors());
    RecordingLogger log = new RecordingLogger();
    try (Monitor monitor = Monitor.builder(Baselines.ofVectors()).polled().start()) {
      new OwnLog(settings.config(), log).closed(monitor.status(), 0);
      assertEquals(0, log.lines().stream().filter(line -> line.startsWith("WARN")).count());
      new OwnLog(settings.config(), log).closed(monitor.status(), 2);
    }
    assertEquals(
        List.of(
            "WARN "
                + Baselines.ofVectors().name()
                + ": 2 states of incidents could not be written, or not sent to a sink, and are"
                + " lost: see the failures before"),
        log.lines().stream().filter(line -> line.startsWith("WARN")).toList());
  }
}
