package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.fleet.FleetDrift.Phase;
import io.virk.fleet.FleetDrift.Scope;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sites of six cameras each; a day is learned of the slices, another of the groups. */
class FleetTest {
  private static final int SITES = 5;
  private static final int OF_SITE = 6;
  private static final int LEARNING = 48;

  private static FleetSettings settings() {
    return FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(30)))
        .groups("site", "firmware")
        .times(SimulatedFleet.PERIOD, 1, LEARNING);
  }

  private final SimulatedFleet cameras =
      new SimulatedFleet(Baselines.ofVectors(), SITES, OF_SITE, 11);
  private final Fleet fleet = new Fleet(cameras.scheme, settings());

  private List<FleetDrift> run(int windows, SimulatedFleet.Fault fault) {
    return cameras.run(fleet, windows, fault);
  }

  private void learn() {
    assertEquals(List.of(), run(2 * LEARNING + 10, SimulatedFleet.NONE));
  }

  private static List<FleetDrift> of(List<FleetDrift> drifts, Phase phase) {
    return drifts.stream().filter(d -> d.phase() == phase).toList();
  }

  @Test
  void whatAllHaveInCommonIsOneDrift() {
    learn();
    long begin = cameras.time();
    List<FleetDrift> drifts = run(8, (camera, signal) -> signal.equals("energy") ? -1.5 : 0);
    assertEquals(1, of(drifts, Phase.OPENED).size(), drifts::toString);
    FleetDrift opened = drifts.get(0);
    assertEquals(Scope.COMMON, opened.scope(), opened::toString);
    assertEquals(cameras.cameras, opened.among());
    assertTrue(opened.moved() >= 0.9 * cameras.cameras, opened::toString);
    assertEquals(begin, opened.sinceMillis());
    assertEquals("energy", opened.shifts().get(0).signal());
    assertEquals(-1.5, opened.shifts().get(0).effect(), 0.4);
    assertTrue(opened.inWords().contains("all moved alike"), opened.inWords());
    List<FleetDrift> after = run(8, SimulatedFleet.NONE);
    assertEquals(1, of(after, Phase.CLOSED).size(), after::toString);
    assertEquals(0, of(after, Phase.OPENED).size(), after::toString);
  }

  @Test
  void oneSiteIsNamed() {
    learn();
    List<FleetDrift> drifts =
        run(
            8,
            (camera, signal) ->
                cameras.site(camera).equals("site-B") && signal.equals("confidence") ? 1.5 : 0);
    assertEquals(1, of(drifts, Phase.OPENED).size(), drifts::toString);
    FleetDrift opened = drifts.get(0);
    assertEquals(Scope.GROUP, opened.scope());
    assertEquals("site", opened.key());
    assertEquals(List.of("site-B"), opened.values());
    assertEquals(OF_SITE, opened.moved());
    assertTrue(
        opened.inWords().startsWith("6 of 30 cameras, all of site site-B, since 2026-01-0"),
        opened.inWords());
  }

  @Test
  void threeCamerasAreNamed() {
    learn();
    List<FleetDrift> drifts =
        run(8, (camera, signal) -> camera < 3 && signal.equals("energy") ? 4 : 0);
    assertEquals(1, of(drifts, Phase.OPENED).size(), drifts::toString);
    FleetDrift last = drifts.get(drifts.size() - 1);
    assertEquals(Scope.SOME, last.scope(), last::toString);
    assertEquals(
        List.of("cam-0", "cam-1", "cam-2"), last.slices().stream().map(s -> s.value()).toList());
    assertTrue(
        last.inWords().startsWith("3 of 30 cameras, cam-0, cam-1 and cam-2"), last.inWords());
  }

  /** A firmware that all have, a site and a camera at once are three drifts. */
  @Test
  void threeCausesAreThreeDrifts() {
    learn();
    List<FleetDrift> drifts =
        run(
            8,
            (camera, signal) ->
                switch (signal) {
                  case "energy" -> 1.5;
                  case "confidence" -> cameras.site(camera).equals("site-C") ? -1.5 : 0;
                  default -> camera == 7 ? 6 : 0;
                });
    List<Scope> scopes = of(drifts, Phase.OPENED).stream().map(FleetDrift::scope).sorted().toList();
    assertEquals(List.of(Scope.COMMON, Scope.GROUP, Scope.SOME), scopes, drifts::toString);
  }

  @Test
  void silentCamerasAreTold() {
    learn();
    SimulatedFleet.Fault dead =
        new SimulatedFleet.Fault() {
          @Override
          public double shift(int camera, String signal) {
            return 0;
          }

          @Override
          public boolean lives(int camera) {
            return camera != 4 && camera != 9;
          }
        };
    List<FleetDrift> drifts = run(12, dead);
    assertEquals(1, of(drifts, Phase.OPENED).size(), drifts::toString);
    assertEquals(Scope.SILENT, drifts.get(0).scope());
    assertEquals(2, drifts.get(0).moved());
    assertEquals(2, fleet.status().silent());
    assertTrue(drifts.get(0).inWords().endsWith("nothing is heard of them"), drifts::toString);
    assertEquals(Phase.CLOSED, run(2, SimulatedFleet.NONE).get(0).phase());
  }

  /** A camera that was taken away kept a drift open for ever. */
  @Test
  @Tag("slow")
  @Tag("once")
  void whoIsSilentForAWeekIsForgotten() {
    learn();
    SimulatedFleet.Fault dead =
        new SimulatedFleet.Fault() {
          @Override
          public double shift(int camera, String signal) {
            return 0;
          }

          @Override
          public boolean lives(int camera) {
            return camera != 4;
          }
        };
    long begin = cameras.time();
    assertEquals(Scope.SILENT, run(12, dead).get(0).scope());
    int windows = (int) (Duration.ofDays(7).toMillis() / ((cameras.time() - begin) / 12));
    List<FleetDrift> drifts = run(windows, dead);
    assertEquals(
        List.of(Scope.SILENT),
        of(drifts, Phase.CLOSED).stream().map(FleetDrift::scope).toList(),
        drifts::toString);
    assertEquals(0, fleet.status().silent());
    assertEquals(cameras.cameras - 1, fleet.status().slices());
  }

  /** Neither the order within a window, nor what comes twice, nor a restart changes anything. */
  @Test
  void aRestartAndTheOrderChangeNothing() {
    Fleet other = new Fleet(cameras.scheme, settings());
    List<FleetDrift> expected = new ArrayList<>();
    List<FleetDrift> found = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 2 * LEARNING + 20; i++) {
      double moved = i > 2 * LEARNING + 5 ? 2 : 0;
      List<SliceSummary> summaries =
          new ArrayList<>(cameras.next((c, s) -> c % SITES == 1 ? moved : 0));
      summaries.forEach(fleet::accept);
      expected.addAll(fleet.advance(cameras.time()));
      Collections.shuffle(summaries, random);
      summaries.forEach(other::accept);
      if (i % 23 == 5 || i > 2 * LEARNING) {
        Fleet restored = new Fleet(cameras.scheme, settings());
        restored.restore(other.state());
        other = restored;
      }
      summaries.subList(0, 5).forEach(other::accept);
      found.addAll(other.advance(cameras.time()));
    }
    assertEquals(expected, found);
    assertEquals(1, of(found, Phase.OPENED).size(), found::toString);
    FleetStatus status = other.status();
    assertEquals(5 * (2 * LEARNING + 20), status.twice());
    assertEquals(fleet.status().windows(), status.windows());
    assertEquals(fleet.status().slices(), status.slices());
    assertEquals(0, status.leftOut() + status.ahead() + status.withoutRoom());
  }

  /** Distances of few observations are larger by chance, of all cameras alike. */
  @Test
  void fewerObservationsAreNoDrift() {
    SimulatedFleet one = new SimulatedFleet(Baselines.ofVectors(), 1, 1, 5);
    SliceJudge judge = new SliceJudge(one.scheme, settings(), SimulatedFleet.slice(0));
    double[] mean = new double[SliceTest.of(one.scheme).size()];
    for (int i = 0; i < LEARNING + 60; i++) {
      one.observations = i < LEARNING ? 150 : 50;
      judge.accept(one.next(SimulatedFleet.NONE).get(0));
      SliceReading reading = judge.advance(one.time()).get(0);
      for (int k = 0; k < mean.length && !reading.isLearning(); k++) {
        mean[k] += reading.deviations()[k] / reading.spreads()[k] / 60;
      }
    }
    for (double each : mean) {
      assertTrue(each < 0.7, Arrays.toString(mean));
    }
  }

  /** As when one source is read faster than another holds the time back. */
  @Test
  void manyWindowsThatWaitGoThroughACheckpoint() {
    Fleet other = new Fleet(cameras.scheme, settings());
    for (int i = 0; i < 20; i++) {
      for (SliceSummary of : cameras.next(SimulatedFleet.NONE)) {
        fleet.accept(of);
        other.accept(of);
      }
    }
    Fleet restored = new Fleet(cameras.scheme, settings());
    restored.restore(other.state());
    assertEquals(fleet.advance(cameras.time()), restored.advance(cameras.time()));
    assertEquals(fleet.status(), restored.status());
  }

  /** Far shorter than the table of virk-bench, which says how often it is wrong. */
  @Test
  void aCleanFleetIsQuiet() {
    assertEquals(List.of(), run(2 * LEARNING + 150, SimulatedFleet.NONE));
    assertEquals(1 + SITES + 1, fleet.status().groups());
  }
}
