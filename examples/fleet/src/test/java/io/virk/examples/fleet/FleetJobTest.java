package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.fleet.Fleet;
import io.virk.fleet.SliceSummary;
import io.virk.fleet.SummaryFolder;
import io.virk.fleet.SummaryId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job says what bare engines say, whatever happens to it. */
@Tag("slow")
@Tag("once")
class FleetJobTest {
  private static final int SECONDS = 400;

  /** Files are read in any order. */
  private static final FleetJob.Settings UNORDERED =
      new FleetJob.Settings(
          Fleets::settings,
          Fleets::judging,
          Fleets.CAMERAS,
          Fleets.JOB.tick(),
          Duration.ofHours(1),
          Fleets.JOB.idle(),
          Fleets.JOB.own());

  @TempDir private static Path folder;

  private static ClusterOfOne cluster;
  private static Path baseline;
  private static Engines.Fleet fleet;
  private static List<CameraObservation> observations;
  private static List<String> expected;
  private static final List<SliceSummary> summaries = new ArrayList<>();

  @BeforeAll
  static void begin() throws Exception {
    baseline = Fleets.saved(folder);
    fleet = Engines.Fleet.of(Baseline.load(baseline), Fleets.JOB);
    observations = Fleets.observations(fleet.engines(), SECONDS);
    expected = Fleets.expected(fleet, observations, summaries);
    cluster = new ClusterOfOne(folder);
  }

  @AfterAll
  static void end() throws Exception {
    cluster.close();
  }

  private static StreamExecutionEnvironment job(String name, int parallelism) {
    StreamExecutionEnvironment flink = cluster.flink(baseline, parallelism);
    SingleOutputStreamOperator<FleetEvent> cameras =
        FleetJob.cameras(GatedStream.of(flink, Fleets.JOB), Fleets.JOB);
    FleetJob.write(FleetJob.events(cameras, Fleets.JOB), cluster.files(name));
    return flink;
  }

  private static void same(List<String> said) {
    List<String> lost = new ArrayList<>(expected);
    said.forEach(lost::remove);
    List<String> more = new ArrayList<>(said);
    expected.forEach(more::remove);
    assertEquals(List.of(), lost, "lost");
    assertEquals(List.of(), more, "twice, or new");
  }

  @Timeout(60)
  @Test
  void thereIsSomethingToSay() {
    assertEquals(5, expected.stream().filter(l -> l.contains("\"kind\":\"OPENED\"")).count());
    List<String> ofFleet =
        expected.stream().filter(l -> l.contains("\"kind\":\"FLEET_OPENED\"")).toList();
    assertEquals(2, ofFleet.size(), ofFleet::toString);
    assertEquals(1, expected.stream().filter(l -> l.contains("\"kind\":\"STOPPED\"")).count());
  }

  @Timeout(60)
  @Test
  void aTaskThatIsKilledSaysTheSameNoneLostNoneTwice() throws Exception {
    GatedStream.begin(observations, observations.size() / 2);
    JobID job = cluster.start(job("killed", 2), null);
    GatedStream.awaitCheckpoint();
    GatedStream.kill(observations.size() * 3L / 4);
    GatedStream.hold(GatedStream.END);
    cluster.finish(job);
    assertTrue(GatedStream.hasKilled());
    same(cluster.lines("killed"));
  }

  @Timeout(60)
  @Test
  void rescaledBySavepointsItSaysTheSame() throws Exception {
    String savepoint = null;
    GatedStream.begin(observations, observations.size() / 3);
    for (int parallelism : List.of(1, 2)) {
      JobID job = cluster.start(job("rescaled", parallelism), savepoint);
      GatedStream.awaitCheckpoint();
      savepoint = cluster.stop(job);
      GatedStream.hold(observations.size() * 2L / 3);
    }
    GatedStream.hold(GatedStream.END);
    cluster.finish(cluster.start(job("rescaled", 4), savepoint));
    same(cluster.lines("rescaled"));
  }

  @Timeout(60)
  @Test
  void aSourceThatSendsNothingHoldsTheOthersUpNoLongerThanItMay() throws Exception {
    GatedStream.begin(observations, observations.size());
    StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
    FleetJob.write(
        FleetJob.cameras(
            GatedStream.of(flink, Fleets.JOB).union(GatedStream.silent(flink, Fleets.JOB)),
            Fleets.JOB),
        cluster.files("idle"));
    JobID job = cluster.start(flink, null);
    List<String> opened = expected.stream().filter(l -> l.contains("\"kind\":\"OPENED\"")).toList();
    List<String> said;
    do {
      GatedStream.awaitCheckpoint();
      said = cluster.lines("idle").stream().filter(l -> l.contains("\"kind\":\"OPENED\"")).toList();
    } while (said.size() < opened.size());
    cluster.cancel(job);
    assertEquals(opened, said);
  }

  @Timeout(60)
  @Test
  void outOfOrderWithinTheBoundItSaysTheSameAndDuplicatesLateAndFutureOnesAreLeftOut()
      throws Exception {
    List<CameraObservation> sent = new ArrayList<>();
    Random random = new Random(5);
    int block = 4 * Fleets.CAMERAS; // of four seconds, within the bound of five
    for (int from = 0; from < observations.size(); from += block) {
      List<CameraObservation> some =
          new ArrayList<>(observations.subList(from, Math.min(observations.size(), from + block)));
      CameraObservation twice = some.get(0);
      some.add(twice);
      Collections.shuffle(some, random);
      sent.addAll(some);
    }
    int middle = sent.size() / 2;
    CameraObservation old = observations.get(0);
    long now = sent.get(middle).epochMillis();
    sent.add(
        middle,
        new CameraObservation(
            old.camera(), old.site(), old.firmware(), now, "damaged", new byte[3]));
    sent.add(middle, old);
    for (int days : new int[] {1, 400}) { // by a clock that is wrong: all others would be late
      long ahead = Fleets.NOW.plus(Duration.ofDays(days)).toEpochMilli();
      CameraObservation wrong = observations.get(Fleets.CAMERAS + 1);
      sent.add(
          middle,
          new CameraObservation(
              wrong.camera(), wrong.site(), wrong.firmware(), ahead, "x", wrong.signals()));
    }
    GatedStream.begin(sent, GatedStream.END);
    StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
    SingleOutputStreamOperator<FleetEvent> cameras =
        FleetJob.cameras(GatedStream.of(flink, Fleets.JOB), Fleets.JOB);
    FleetJob.write(FleetJob.events(cameras, Fleets.JOB), cluster.files("shuffled"));
    cameras
        .getSideOutput(CameraOperator.LEFT_OUT)
        .map(CameraOperator.LeftOut::why)
        .returns(String.class)
        .sinkTo(
            FileSink.forRowFormat(cluster.files("left-out"), new SimpleStringEncoder<String>())
                .build());
    cluster.run(flink);
    List<String> said = new ArrayList<>(cluster.lines("shuffled"));
    List<String> ahead = said.stream().filter(l -> l.contains("its clock is ahead")).toList();
    assertEquals(1, ahead.size(), ahead::toString); // it is said once
    assertTrue(ahead.get(0).contains("\"camera\":\"cam-1\""), ahead::toString);
    said.removeAll(ahead);
    same(said);
    List<String> left = cluster.lines("left-out");
    assertEquals(1, Collections.frequency(left, "late"));
    assertEquals(1, Collections.frequency(left, "damaged"));
    int blocks = (observations.size() + block - 1) / block;
    assertEquals(blocks, Collections.frequency(left, "duplicate"));
    assertEquals(2, Collections.frequency(left, "ahead"));
    assertEquals(blocks + 4, left.size());
  }

  @Timeout(60)
  @Test
  void readFromLinesItSaysTheSameAndALineThatIsNoneIsLeftOut() throws Exception {
    Path lines = Files.createDirectory(folder.resolve("lines"));
    List<String> all = new ArrayList<>(observations.stream().map(ObservationLines::write).toList());
    all.add(all.size() / 2, "no observation");
    for (long never : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) { // each would end the job
      all.add(all.size() / 2, String.join("\t", "cam-1", "A", "1", Long.toString(never), "x", ""));
    }
    Files.write(lines.resolve("all.txt"), all);
    FleetHost.main(
        new String[] {
          "--baseline", baseline.toUri().toString(),
          "--in", lines.toUri().toString(),
          "--out", cluster.files("from-lines").toString(),
          "--once"
        });
    List<String> said = cluster.lines("from-lines");
    assertEquals(1, said.stream().filter(l -> l.contains("STOPPED")).count(), said::toString);
    Path page = folder.resolve("page.html");
    FleetHost.main(
        new String[] {"--out", folder.resolve("from-lines").toString(), "--page", page.toString()});
    assertTrue(Files.readString(page).contains("cam-5"), "the camera that stopped");
  }

  /** By another tag than the job's, and each camera in two contexts: none stands for another. */
  @Timeout(60)
  @Test
  void ofSummariesThatMonitorsHaveLeftTheFleetIsJudgedAlike() throws Exception {
    Path left = folder.resolve("summaries");
    List<SliceSummary> all = new ArrayList<>();
    summaries.forEach(of -> all.addAll(List.of(in("day", of), in("night", of))));
    Fleet judge = new Fleet(fleet.engines().scheme(), fleet.settings());
    all.forEach(judge::accept);
    long end = all.stream().mapToLong(of -> of.summary().lastMillis()).max().orElseThrow();
    List<String> said =
        judge.advance(fleet.end(end)).stream()
            .map(drift -> FleetOperator.event(drift).json())
            .sorted()
            .toList();
    assertTrue(said.size() > 1, said::toString);
    SliceSummary wrong = all.get(all.size() / 2);
    long ahead = Fleets.NOW.plus(Duration.ofDays(3)).toEpochMilli();
    all.add( // by a clock that is wrong: all others would be late
        0,
        new SliceSummary(
            new SummaryId(wrong.id().monitor(), wrong.slice(), ahead / 1000 * 1000, 0),
            wrong.groups(),
            wrong.summary()));
    for (int from = 0; from < all.size(); from += 500) {
      SummaryFolder.of(left).write(all.subList(from, Math.min(all.size(), from + 500)));
    }
    Files.writeString(left.resolve("readme.txt"), "not of this folder");
    Files.createFile(left.resolve("summaries-0000000000000-000000.virks"));
    StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
    FleetJob.write(
        FleetJob.fleet(
            FleetJob.summaries(flink, left.toUri().toString(), Duration.ZERO, UNORDERED),
            UNORDERED),
        cluster.files("of-summaries"));
    cluster.run(flink);
    List<String> lines = new ArrayList<>(cluster.lines("of-summaries"));
    List<String> notices = lines.stream().filter(l -> l.contains("NOTICE")).toList();
    assertEquals(1, notices.size(), notices::toString);
    assertTrue(notices.get(0).contains("its clock is ahead"), notices::toString);
    lines.removeAll(notices);
    assertEquals(said, lines);
  }

  private static SliceSummary in(String context, SliceSummary of) {
    SummaryId id = of.id();
    Slice slice = new Slice("line", id.slice().value(), context);
    return new SliceSummary(
        new SummaryId(id.monitor(), slice, id.periodMillis(), id.part()),
        of.groups(),
        of.summary());
  }
}
