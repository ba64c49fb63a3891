package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.MonitorEvent;
import io.virk.event.WatchedStream;
import io.virk.event.WatchingBegan;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Incidents;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import io.virk.signal.ScalarSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backtest says what a monitor of the same settings says of the same stream. */
class BacktestTest {
  private static final long BEGIN = 1_700_000_000_000L;

  @TempDir private Path folder;

  /** Four cameras by turns, ten images a second; of cam-2 the second half is black. */
  private static List<Observation> stream(int length) {
    List<Observation> stream = new ArrayList<>();
    Frame black =
        Frame.of(
            new byte[3 * Baselines.WIDTH * Baselines.HEIGHT],
            Baselines.WIDTH,
            Baselines.HEIGHT,
            PixelFormat.RGB);
    for (int i = 0; i < length; i++) {
      boolean faulty = i % 4 == 2 && i > length / 2;
      stream.add(
          Observation.builder()
              .sequence(i)
              .epochMillis(BEGIN + 100L * i)
              .id("image " + i)
              .image(
                  faulty ? black : Scenes.frame(i % 4, 1000 + i, Baselines.WIDTH, Baselines.HEIGHT))
              .tag("camera", "cam-" + i % 4)
              .build());
    }
    return stream;
  }

  private static MonitorBuilder settings(MonitorListener listener) {
    return Monitor.builder(Baselines.ofFourCameras())
        .name("m")
        .embedder(new QuadrantEmbedder())
        .fitAccepted()
        .listener(listener);
  }

  /** Every event but what its driver alone tells. */
  private record Lines(List<String> lines) implements MonitorListener {
    @Override
    public void onEvent(MonitorEvent event) {
      if (!(event instanceof WatchingBegan)) {
        lines.add(event.toString());
      }
    }
  }

  @Test
  void itSaysWhatTheMonitorSaysBitForBit() {
    List<Observation> stream = stream(400);
    Lines live = new Lines(new ArrayList<>());
    long[] millis = {BEGIN};
    try (Monitor monitor =
        settings(live)
            .sampler(Sampler.every(1))
            .clock(() -> Instant.ofEpochMilli(millis[0]))
            .nanoClock(() -> (millis[0] - BEGIN) * 1_000_000)
            .polled()
            .start()) {
      for (Observation o : stream) {
        millis[0] = o.epochMillis();
        monitor.observe(
            c -> {
              c.image(o.frame()).id(o.id());
              o.tags(c::tag);
            });
        monitor.poll(1);
      }
    }
    Lines past = new Lines(new ArrayList<>());
    // of what a monitor does to spare its host, nothing is asked for
    BacktestResult result =
        Backtest.of(settings(past).sampler(Sampler.fraction(0.001)).cpuBudget(0.001)).over(stream);
    assertEquals(live.lines, past.lines);
    assertEquals(400, result.observations());
    assertTrue(result.windows(Verdict.DRIFT) > 0, result.inWords());
    assertEquals(result.opened().size(), result.episodes().size(), result.inWords());
    assertEquals(
        past.lines.stream().filter(line -> line.startsWith("WindowJudged")).count(),
        result.judged() + result.windows(Verdict.INSUFFICIENT_DATA));
  }

  private static Observation withOutputs(int i, double moved) {
    SplittableRandom random = new SplittableRandom(i);
    float[] scores = {(float) random.nextDouble(), (float) random.nextDouble()};
    int n = random.nextInt(4);
    float[] boxes = new float[4 * n];
    int[] classes = new int[n];
    float[] confidences = new float[n];
    for (int b = 0; b < n; b++) {
      float x = (float) (100 * random.nextDouble());
      System.arraycopy(new float[] {x, x, x + 20, x + 30}, 0, boxes, 4 * b, 4);
      classes[b] = random.nextInt(2);
      confidences[b] = (float) (1 - moved * random.nextDouble());
    }
    int[] mask = new int[64];
    Arrays.setAll(mask, p -> random.nextDouble() < 0.3 + moved ? 1 : 0);
    return Observation.builder()
        .sequence(i)
        .epochMillis(BEGIN + 100L * i)
        .scores(scores)
        .detections(boxes, classes, confidences, n)
        .mask(mask, 8, 8)
        .signal("temperature", 20 + random.nextGaussian())
        .category("product", random.nextInt(3))
        .build();
  }

  /** A builder of a baseline takes observations as they are, and so must a backtest. */
  @Test
  void whatTheModelGaveComesThroughAsTheBaselineSawIt() {
    BaselineBuilder builder =
        Baseline.builder("outputs")
            .window(16)
            .clock(Baselines.CLOCK)
            .output(Output.scores(2, 0.5))
            .output(Output.detections(2).frame(200, 200))
            .output(Output.mask(2))
            .signal(ScalarSignal.ofHost("temperature", "C"))
            .signal(CategoricalSignal.ofHost("product"));
    for (int i = 0; i < 240; i++) {
      builder.add(withOutputs(i, 0));
    }
    Baseline baseline = builder.build();
    List<Observation> stream = new ArrayList<>();
    for (int i = 1000; i < 1128; i++) {
      stream.add(withOutputs(i, i < 1064 ? 0 : 0.5));
    }
    BacktestResult result = Backtest.of(Monitor.builder(baseline).fitAccepted()).over(stream);
    assertEquals(Map.of(), result.flaws());
    assertEquals(1, result.episodes().size(), result.inWords());
    assertTrue(result.episodes().get(0).drift().evidence().size() >= 2, result.toString());
  }

  /** That no drift opened says nothing where none could have. */
  @Test
  void ofAStreamThatIsNotComparedYetNothingIsSaid() {
    Backtest backtest = Backtest.of(Monitor.builder(Baselines.ofVectors()));
    List<Observation> fits = new ArrayList<>();
    List<Observation> moved = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      fits.add(Baselines.vector(5, i, 0));
      moved.add(Baselines.vector(5, i, 3));
    }
    BacktestResult early = backtest.over(fits.subList(0, 20));
    assertFalse(early.isConclusive());
    assertEquals(
        "20 observations, 1 window judged: nothing can be said\n"
            + "too few windows were judged to see a drift in the whole stream (1 window, 3 more at"
            + " least): give it more observations, or accept that it fits (fitAccepted)",
        early.summary());
    assertEquals(
        List.of(new WatchedStream(Slice.ALL, WatchedStream.State.UNCOMPARED, 1, 0, 3, 1)),
        early.streams());
    BacktestResult differs = backtest.over(moved.subList(0, 32));
    assertTrue(
        differs
            .summary()
            .endsWith(
                "the whole stream (2 windows, 2 of which drifted, 4 more at least): give it more"
                    + " observations, and look whether it fits the baseline at all"),
        differs.summary());
    assertFalse(backtest.over(fits.subList(0, 48)).isConclusive(), "two that fit, and one");
    WatchedStream thinned =
        new WatchedStream(Slice.ALL, WatchedStream.State.UNCOMPARED, 1, 0, 3, 16);
    assertEquals(
        List.of(
            "too few windows were judged to see a drift in the whole stream (1 window, 3 more at"
                + " least, of 16 observations one counts): give it more observations, or build the"
                + " baseline of such a stream, in its order"),
        WatchedStream.unable(List.of(thinned)));
    BacktestResult late = backtest.over(fits);
    assertTrue(late.isConclusive());
    assertEquals("160 observations, 10 windows judged: no drift", late.summary());
    BacktestResult never = backtest.over(moved);
    assertFalse(never.isConclusive());
    assertEquals(WatchedStream.State.MOVED, never.streams().get(0).state());
    assertTrue(
        never.inWords().contains("nothing can be said\nno drift opens in the whole stream"),
        never.inWords());
  }

  /** Two windows must drift: one alone opens nothing, however far it is. */
  @Test
  void ofOneWindowOfAnAcceptedStreamNothingIsSaid() {
    Backtest accepted = Backtest.of(Monitor.builder(Baselines.ofVectors()).fitAccepted());
    List<Observation> stream = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      stream.add(Baselines.vector(5, i, i < 48 ? 0 : 3));
    }
    List<Observation> moved = stream.subList(48, 64);
    assertFalse(accepted.over(moved).isConclusive());
    assertTrue(
        accepted.over(moved).summary().contains("(1 window, 1 of which drifted, 1 more at least)"),
        accepted.over(moved).summary());
    BacktestResult atTheEnd = accepted.over(stream);
    assertTrue(atTheEnd.isConclusive());
    assertEquals(
        "64 observations, 4 windows judged: no drift (1 window drifted, and opened none)",
        atTheEnd.summary());
  }

  @Test
  void aStreamOfTheBaselineIsCalmAndOneThatMovedIsNot() {
    List<Observation> calm = new ArrayList<>();
    List<Observation> moved = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      calm.add(Baselines.vector(5, i, 0));
      moved.add(Baselines.vector(5, i, i < 80 ? 0 : 3));
    }
    Backtest backtest = Backtest.of(Monitor.builder(Baselines.ofVectors()).fitAccepted());
    assertEquals("160 observations, 10 windows judged: no drift", backtest.over(calm).inWords());
    assertEquals(
        "8 observations, 0 windows judged: nothing can be said, for no window was full\ntoo few windows were judged to see a drift in the whole stream (0 windows, 2 more at least):"
            + " give it more observations",
        backtest.over(calm.subList(0, 8)).inWords());
    List<Observation> none = Collections.singletonList(null);
    assertEquals(
        "observation",
        assertThrows(NullPointerException.class, () -> backtest.over(none)).getMessage());
    BacktestResult result = backtest.over(moved);
    assertEquals(1, result.episodes().size(), result.inWords());
    long onset = result.episodes().get(0).drift().onset().best().sequence();
    assertTrue(onset > 60 && onset < 100, result.inWords());
    assertTrue(result.events().stream().noneMatch(WindowJudged.class::isInstance));
  }

  @Test
  void theBundleOfADriftThatGoesOnSaysWhatWasToldLast() throws IOException {
    List<Observation> stream = new ArrayList<>();
    for (int i = 0; i < 64 + 7 * 16; i++) {
      stream.add(Baselines.vector(5, i, i < 64 ? 0 : 2 + i / 200.0));
    }
    BacktestResult.Episode told =
        Backtest.of(Monitor.builder(Baselines.ofVectors()).fitAccepted().incidents(folder))
            .over(stream)
            .episodes()
            .get(0);
    assertTrue(told.drift().isOpen() && told.drift().windows() > 4, "" + told.drift());
    try (Stream<Path> files = Files.list(folder)) {
      Incident written = IncidentReader.open(files.findFirst().orElseThrow());
      assertEquals(Optional.of(told.drift()), written.drift());
      assertEquals(told.diagnosis().explanation(), written.diagnosis().orElseThrow().explanation());
    }
  }

  @Test
  void anIncidentIsDrivenWithItsOwnSettingsAndWithOthers() throws IOException {
    Backtest recording =
        Backtest.of(settings(new EventLog()).recording(Recording.of(16)).incidents(folder));
    BacktestResult said = recording.over(stream(400));
    Incident first = incident();
    assertEquals(said.opened().get(0).drift().number() + "", first.name());
    BacktestResult again = Backtest.of(settings(new EventLog())).over(first);
    assertEquals(said.opened().get(0).drift().opened(), again.opened().get(0).drift().opened());
    BacktestResult stricter =
        Backtest.of(settings(new EventLog()).emission(new EmissionPolicy(60, 64, 2))).over(first);
    assertEquals(List.of(), stricter.opened());
    assertEquals(again.observations(), stricter.observations());
    MonitorListener throwing =
        new MonitorListener() {
          @Override
          public void onEvent(MonitorEvent event) {
            throw new IllegalStateException("of the host's");
          }
        };
    assertEquals(again.opened(), Backtest.of(settings(throwing)).over(first).opened());
    Incident without = Incidents.withoutTape(first);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Backtest.of(settings(new EventLog())).over(without))
            .getMessage()
            .contains("without a tape"));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Backtest.of(Monitor.builder(Baselines.ofVectors())).over(first))
            .getMessage()
            .contains("the incident's"));
  }

  private Incident incident() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .sorted()
          .map(IncidentReader::open)
          .filter(i -> i.tape().isPresent())
          .findFirst()
          .orElseThrow();
    }
  }
}
