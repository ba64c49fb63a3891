package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a fleet leaves out, for it is of the future or there is no room, it counts and says. */
class LeftOutTest {
  private static final int LEARNING = 16;
  private static final double[] NONE = {};

  private static FleetSettings settings() {
    return FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(30)))
        .groups("site", "firmware")
        .times(SimulatedFleet.PERIOD, 1, LEARNING);
  }

  private final SimulatedFleet cameras = new SimulatedFleet(Baselines.ofVectors(), 2, 3, 8);

  private static SliceSummary at(SliceSummary of, long periodMillis, long part) {
    SummaryId id = new SummaryId(of.id().monitor(), of.slice(), periodMillis, part);
    return new SliceSummary(id, of.groups(), of.summary());
  }

  /** Eight of a clock that was ahead closed all windows that were open. */
  @Test
  void whatLiesAheadOfTheClockChangesNothing() {
    Fleet expected = new Fleet(cameras.scheme, settings());
    Fleet fleet = new Fleet(cameras.scheme, settings(), () -> Instant.ofEpochMilli(cameras.time()));
    List<String> notices = new ArrayList<>();
    List<FleetDrift> drifts = new ArrayList<>();
    List<FleetDrift> same = new ArrayList<>();
    for (int i = 0; i < 4 * LEARNING; i++) {
      boolean moved = i > 3 * LEARNING;
      List<SliceSummary> some = cameras.next((c, signal) -> moved && c % 2 == 1 ? 4 : 0);
      for (SliceSummary of : some) {
        fleet.accept(of);
        expected.accept(of);
        long hour = Duration.ofHours(1).toMillis();
        fleet.accept(at(of, cameras.time() + hour + 1, 0));
        fleet.accept(at(of, cameras.time() + hour * (24 + i), 0));
      }
      drifts.addAll(fleet.advance(cameras.time()));
      same.addAll(expected.advance(cameras.time()));
      notices.addAll(fleet.notices());
      if (i == 40) {
        byte[] state = fleet.state();
        fleet.restore(state);
      }
    }
    assertEquals(same, drifts);
    assertTrue(drifts.size() > 0);
    assertEquals(2 * 6 * 4 * LEARNING, fleet.status().ahead());
    assertEquals(7, notices.size(), notices::toString); // 12, 24, 48 ... 768
    assertTrue(notices.get(0).contains("the clock of cam-"), notices::toString);
    assertEquals(List.of(), expected.notices());
  }

  /** Somebody who sends what is of another baseline, under ever new names, fills no memory. */
  @Test
  void ofASliceOfWhichNothingIsTakenNothingIsKept() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    Fleet fleet = new Fleet(SummaryScheme.of(Baselines.ofFourCameras()), settings());
    int before = fleet.state().length;
    for (int i = 0; i < 100; i++) {
      SummaryId id = new SummaryId("m", new Slice("camera", "cam-" + i), of.id().periodMillis(), 0);
      SliceSummary other = new SliceSummary(id, of.groups(), of.summary());
      assertThrows(IllegalArgumentException.class, () -> fleet.accept(other));
    }
    fleet.advance(of.id().periodMillis() + Duration.ofDays(1).toMillis());
    assertEquals(before, fleet.state().length);
  }

  /** What was counted before a restart, and not said, is said in words that are sentences. */
  @Test
  void whatWasNotSaidBeforeARestartIsSaidAfterIt() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    Fleet fleet = new Fleet(cameras.scheme, settings(), () -> Instant.ofEpochMilli(cameras.time()));
    fleet.accept(at(of, cameras.time() + Duration.ofHours(2).toMillis(), 0));
    long length = SimulatedFleet.PERIOD.toMillis();
    for (int i = 0; i <= SliceJudge.MOST_OPEN; i++) {
      fleet.accept(at(of, of.id().periodMillis() - i * length, 0));
    }
    Fleet restored = new Fleet(cameras.scheme, settings());
    restored.restore(fleet.state());
    List<String> notices = restored.notices();
    assertEquals(2, notices.size(), notices::toString);
    assertTrue(notices.get(0).contains("the clock of a camera is wrong"), notices::toString);
    assertTrue(notices.get(1).contains("for too many windows wait (1 in all)"), notices::toString);
  }

  /** The begin of its window would be the latest of all, and the slice never be forgotten. */
  @Test
  void aTimeWithWhichNobodyCanReckonIsRefused() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    for (long period : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 5, Long.MAX_VALUE}) {
      byte[] bytes = at(of, period, 0).toBytes();
      String message =
          assertThrows(IllegalArgumentException.class, () -> SliceSummary.fromBytes(bytes))
              .getMessage();
      assertTrue(message.startsWith("period: " + period + " (expected: "), message);
      Summary odd = new Summary(cameras.scheme.baseline(), period, period, new long[] {1}, NONE);
      assertThrows(IllegalArgumentException.class, () -> Summary.fromBytes(odd.toBytes()));
    }
  }

  @Test
  void aReadingThatComesAgainIsCounted() {
    FleetJudge judge = new FleetJudge(cameras.scheme, settings());
    SliceReading reading =
        SliceReading.learning(
            SimulatedFleet.slice(0), Map.of(), cameras.time(), 1, cameras.scheme.baseline());
    judge.accept(reading);
    judge.accept(reading);
    assertEquals(1, judge.status().twice());
  }

  /** Of a judge alone, which has no clock, the latest windows give way. */
  @Test
  void ofWindowsThatWaitTheLatestGiveWay() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    SliceJudge judge = new SliceJudge(cameras.scheme, settings(), of.slice());
    long length = SimulatedFleet.PERIOD.toMillis();
    long now = of.id().periodMillis();
    for (int i = 1; i <= SliceJudge.MOST_OPEN; i++) {
      judge.accept(at(of, now + (1000 + i) * length, 0));
    }
    assertEquals(0, judge.withoutRoom());
    judge.accept(of);
    judge.accept(at(of, now + length, 0));
    assertEquals(2, judge.withoutRoom());
    judge.accept(at(of, now + 9_999 * length, 0));
    assertEquals(3, judge.withoutRoom());
    assertEquals(1, judge.notices().size());
    assertEquals(List.of(), judge.notices());
    assertEquals(
        List.of(now, now + length),
        judge.advance(now + 2 * length).stream().map(SliceReading::windowMillis).toList());
    SliceJudge restored = new SliceJudge(cameras.scheme, settings(), of.slice());
    restored.restore(judge.state());
    assertEquals(3, restored.withoutRoom());
    assertEquals(List.of(), restored.notices());
    assertEquals(SliceJudge.MOST_OPEN - 2, restored.advance(Long.MAX_VALUE - length).size());
  }

  @Test
  void partsThatThereIsNoRoomForDidNotComeTwice() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    SliceSummary empty = new SliceSummary(of.id(), of.groups(), Summary.empty());
    SliceJudge judge = new SliceJudge(cameras.scheme, settings(), of.slice());
    for (int part = 0; part < (1 << 16) + 5; part++) {
      judge.accept(at(empty, of.id().periodMillis(), part));
    }
    judge.accept(at(empty, of.id().periodMillis(), 7));
    assertEquals(5, judge.withoutRoom());
    assertEquals(1, judge.cameTwice());
    String said = judge.notices().get(0);
    assertTrue(said.contains("65,536 parts (5 in all)"), said);
  }

  private static final FleetJudge.Room SMALL = new FleetJudge.Room(1, 1, 2, 6);

  /** Of two sites and two firmwares one is judged, of three findings at once one is followed. */
  @Test
  void groupsAndFindingsWithoutRoomAreSaid() {
    FleetJudge judge = new FleetJudge(cameras.scheme, settings(), SMALL);
    List<SliceJudge> slices = new ArrayList<>();
    for (int c = 0; c < cameras.cameras; c++) {
      slices.add(new SliceJudge(cameras.scheme, settings(), SimulatedFleet.slice(c)));
    }
    List<String> notices = new ArrayList<>();
    List<FleetDrift> drifts = new ArrayList<>();
    for (int i = 0; i < 4 * LEARNING; i++) {
      boolean moved = i > 3 * LEARNING;
      List<SliceSummary> some =
          cameras.next(
              (c, signal) -> moved && signal.equals("energy") ? c == 1 ? 9 : c == 4 ? -9 : 0 : 0);
      for (int c = 0; c < some.size(); c++) {
        slices.get(c).accept(some.get(c));
        slices.get(c).advance(cameras.time()).forEach(judge::accept);
      }
      drifts.addAll(judge.advance(cameras.time()));
      notices.addAll(judge.notices());
    }
    assertEquals(1, judge.status().groups());
    assertEquals(
        1,
        drifts.stream().filter(d -> d.phase() == FleetDrift.Phase.OPENED).count(),
        drifts::toString);
    assertTrue(judge.status().withoutRoom() > 0, judge.status()::toString);
    for (String each :
        List.of("groups are not judged, for there are 1", "findings are not followed")) {
      assertTrue(notices.stream().anyMatch(n -> n.contains(each)), notices::toString);
    }
    assertTrue(notices.size() < 20, notices::toString);
  }

  /**
   * Slices of ever new names are not watched beyond the room, neither here nor by a judge alone.
   */
  @Test
  void slicesWithoutRoomAreSaid() {
    FleetJudge.Room room = new FleetJudge.Room(9, 9, 9, 4);
    Fleet fleet =
        new Fleet(
            cameras.scheme,
            settings(),
            () -> Instant.ofEpochMilli(cameras.time() + SimulatedFleet.PERIOD.toMillis()),
            room);
    FleetJudge judge = new FleetJudge(cameras.scheme, settings(), room);
    List<SliceSummary> some = cameras.next(SimulatedFleet.NONE);
    for (SliceSummary of : some) {
      fleet.accept(of);
      judge.accept(
          SliceReading.learning(
              of.slice(), Map.of(), cameras.time(), 1, cameras.scheme.baseline()));
    }
    assertEquals(some.size() - 4, fleet.status().withoutRoom());
    assertEquals(some.size() - 4, judge.status().withoutRoom());
    long length = SimulatedFleet.PERIOD.toMillis();
    judge.accept(
        SliceReading.learning(
            SimulatedFleet.slice(99),
            Map.of(),
            cameras.time() + length,
            1,
            cameras.scheme.baseline()));
    judge.advance(cameras.time() + 2 * length);
    assertEquals(4, judge.status().slices());
    assertEquals(some.size() - 3, judge.status().withoutRoom());
    String said = fleet.notices().get(0);
    assertTrue(said.startsWith("slices are not watched, for there are 4 ("), said);
    fleet.advance(cameras.time() + length);
    assertEquals(4, fleet.status().slices());
  }

  @Test
  void readingsOfWindowsThatWaitAreBounded() {
    FleetJudge judge = new FleetJudge(cameras.scheme, settings(), SMALL);
    Slice slice = SimulatedFleet.slice(0);
    for (int window = 5; window > 0; window--) {
      judge.accept(
          SliceReading.learning(
              slice,
              Map.of(),
              window * SimulatedFleet.PERIOD.toMillis(),
              1,
              cameras.scheme.baseline()));
    }
    assertEquals(3, judge.status().withoutRoom());
    assertEquals(1, judge.notices().size());
    judge.advance(3 * SimulatedFleet.PERIOD.toMillis());
    assertEquals(1, judge.status().slices());
  }

  /** What is known of a camera that was taken away stayed for ever. */
  @Test
  void whoIsForgottenIsLearnedAnew() {
    SliceSummary of = cameras.next(SimulatedFleet.NONE).get(0);
    SliceJudge judge = new SliceJudge(cameras.scheme, settings(), of.slice());
    judge.accept(of);
    judge.advance(cameras.time());
    long week = Duration.ofDays(7).toMillis();
    assertFalse(judge.isForgotten(of.id().periodMillis() + week - 1));
    assertTrue(judge.isForgotten(of.id().periodMillis() + week));
    judge.accept(at(of, cameras.time(), 0));
    assertFalse(judge.isForgotten(of.id().periodMillis() + week), "one waits");
  }
}
