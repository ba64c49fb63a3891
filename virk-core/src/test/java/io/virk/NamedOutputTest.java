package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.capture.Capture;
import io.virk.diagnose.Diagnosis;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the outputs of a detector, a segmentation and classifiers to a drift that is told in words.
 */
class NamedOutputTest {
  private static final int MOST = 12;

  @TempDir private Path folder;
  private final EventLog log = new EventLog();
  private SplittableRandom random = new SplittableRandom(11);
  private final float[] boxes = new float[4 * MOST];
  private final int[] classes = new int[MOST];
  private final float[] confidences = new float[MOST];

  /** A street: so many objects of such a size, cars mostly. */
  private int street(double objects, double size, double cars) {
    int n = 0;
    for (int i = 0; i < MOST; i++) {
      n += random.nextDouble() < objects / MOST ? 1 : 0;
    }
    for (int i = 0; i < n; i++) {
      double side = size * Math.exp(.2 * random.nextGaussian());
      double x = random.nextDouble() * (640 - 100);
      double y = 100 + random.nextDouble() * 200;
      boxes[4 * i] = (float) x;
      boxes[4 * i + 1] = (float) y;
      boxes[4 * i + 2] = (float) (x + 2 * side);
      boxes[4 * i + 3] = (float) (y + side);
      classes[i] = random.nextDouble() < cars ? 1 : 0;
      confidences[i] = (float) (.5 + .5 * random.nextDouble());
    }
    return n;
  }

  private Baseline street() {
    BaselineBuilder builder =
        builder("street").output(Output.detections(2).frame(640, 480).most(MOST));
    for (int i = 0; i < 500; i++) {
      int n = street(5, 40, .7);
      builder.add(
          Observation.builder().sequence(i).detections(boxes, classes, confidences, n).build());
    }
    return builder.build().withClassNames(List.of("person", "car"));
  }

  private static BaselineBuilder builder(String name) {
    return Baseline.builder(name).window(32).clock(Baselines.CLOCK);
  }

  /** Opens one drift within so many windows, and none before. */
  private Diagnosis drift(Baseline baseline, Fill calm, Fill changed) throws Exception {
    Path incidents = Files.createTempDirectory(folder, "i");
    try (Monitor monitor = watching(baseline, log).incidents(incidents).start()) {
      feed(monitor, calm, 256);
      assertEquals(List.of(), log.opened.stream().map(o -> o.diagnosis().headline()).toList());
      feed(monitor, changed, 256);
      assertEquals(List.of(), log.failures);
    }
    assertEquals(1, log.opened.size());
    try (Stream<Path> files = Files.list(incidents)) {
      IncidentReplay replay =
          IncidentReplay.of(IncidentReader.open(files.findFirst().orElseThrow()), baseline);
      assertTrue(replay.isIdentical(), replay.inWords());
    }
    return log.opened.get(0).diagnosis();
  }

  private interface Fill {
    Capture of(Capture capture);
  }

  private void feed(Monitor monitor, Fill fill, int observations) {
    for (int i = 0; i < observations; i++) {
      fill.of(monitor.capture()).commit();
      monitor.poll(10);
    }
  }

  private Fill detections(double objects, double size, double cars) {
    return capture -> {
      int n = street(objects, size, cars);
      return capture.detections(boxes, classes, confidences, n);
    };
  }

  private Baseline again(Baseline baseline) {
    Path file = folder.resolve("again.virk");
    baseline.save(file);
    Baseline read = Baseline.load(file);
    assertEquals(baseline.hash(), read.hash());
    assertEquals(baseline.outputs(), read.outputs());
    return read.withClassNames(baseline.classNames());
  }

  @Test
  void objectsThatVanishAreToldInWords() throws Exception {
    Diagnosis told = drift(again(street()), detections(5, 40, .7), detections(1, 40, .7));
    assertEquals(
        "the whole stream shows the model fewer objects than the baseline", told.headline());
    assertTrue(told.explanation().contains("objects per frame 5"), told.explanation());
  }

  @Test
  void objectsThatShrinkAreToldInWords() throws Exception {
    Diagnosis told = drift(street(), detections(5, 40, .7), detections(5, 32, .7));
    assertEquals("the whole stream has smaller objects than the baseline", told.headline());
    assertTrue(told.explanation().contains("mean area of objects 1."), told.explanation());
  }

  @Test
  void otherObjectsAreToldByTheirClasses() throws Exception {
    Diagnosis told = drift(street(), detections(5, 40, .7), detections(5, 40, .1));
    assertTrue(told.headline().contains("person"), told.headline());
    assertTrue(told.headline().contains("object class"), told.headline());
  }

  @Test
  void noObjectAtAllIsADriftToo() throws Exception {
    Diagnosis told = drift(street(), detections(5, 40, .7), detections(0, 40, .7));
    assertEquals(
        "the whole stream shows the model fewer objects than the baseline", told.headline());
  }

  @Test
  void anOutputThatIsNotHandedOverIsTold() {
    try (Monitor monitor = watching(street(), log).start()) {
      feed(monitor, capture -> capture.id(1), 256);
    }
    assertEquals(
        List.of(
            "none of 256 observations or more has brought objects, object-area, object-aspect,"
                + " object-x, object-y, object-confidence, object-class, so nothing is judged by"
                + " it: hand over .detections(..), with classes and confidences"),
        log.failures.stream().map(f -> f.what()).toList());
  }

  private byte[] field(double sky) {
    byte[] ids = new byte[400];
    int horizon = (int) (20 * Math.max(0, Math.min(1, sky + .05 * random.nextGaussian())));
    for (int i = 0; i < 400; i++) {
      ids[i] = (byte) (i / 20 < horizon ? 1 : random.nextInt(10) == 0 ? 2 : 0);
    }
    return ids;
  }

  @Test
  void areasOfAMaskAreToldByTheirClasses() throws Exception {
    BaselineBuilder builder = builder("field").output(Output.mask(List.of("road", "sky", "car")));
    for (int i = 0; i < 400; i++) {
      builder.add(Observation.builder().sequence(i).mask(field(.4), 20, 20).build());
    }
    Diagnosis told =
        drift(
            again(builder.build()), c -> c.mask(field(.4), 20, 20), c -> c.mask(field(.6), 20, 20));
    assertTrue(told.explanation().contains("area of sky 3"), told.explanation());
    assertTrue(
        List.of(
                "the whole stream has a higher area of sky than the baseline",
                "the whole stream has a lower area of road than the baseline")
            .contains(told.headline()),
        told.headline());
  }

  private float[] shares(double sure) {
    float top = (float) Math.max(.34, Math.min(1, sure + .1 * random.nextGaussian()));
    float[] shares = new float[3];
    int best = random.nextInt(3);
    for (int i = 0; i < 3; i++) {
      shares[i] = i == best ? top : (1 - top) / 2;
    }
    return shares;
  }

  @Test
  void probabilitiesThatGetUnsureAreTold() throws Exception {
    BaselineBuilder builder = builder("shares").output(Output.probabilities(3));
    for (int i = 0; i < 400; i++) {
      builder.add(Observation.builder().sequence(i).probabilities(shares(.8)).build());
    }
    Diagnosis told =
        drift(
            again(builder.build()),
            c -> c.probabilities(shares(.8)),
            c -> c.probabilities(shares(.6)));
    assertTrue(told.explanation().contains("entropy of the predicted"), told.explanation());
  }

  private float[] labels(double each) {
    float[] scores = new float[6];
    for (int i = 0; i < 6; i++) {
      scores[i] = (float) (random.nextDouble() < each ? .6 + .4 * random.nextDouble() : .1);
    }
    return scores;
  }

  @Test
  void labelsThatGetFewerAreTold() throws Exception {
    BaselineBuilder builder = builder("labels").output(Output.scores(6, .5));
    for (int i = 0; i < 400; i++) {
      builder.add(Observation.builder().sequence(i).scores(labels(.5)).build());
    }
    Diagnosis told =
        drift(again(builder.build()), c -> c.scores(labels(.5)), c -> c.scores(labels(.2)));
    assertEquals("the whole stream gets fewer labels than the baseline", told.headline());
  }

  @Test
  void anOutputThatTheBuilderWasNotToldOfIsRefused() {
    BaselineBuilder builder = builder("none");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> builder.add(Observation.builder().scores(new float[3]).build()));
    assertEquals(
        "observation 0: has an output of scores (expected: none but what the builder was told of"
            + " by output(..): [])",
        refused.getMessage());
    BaselineBuilder twice = builder("twice").output(Output.mask(2)).output(Output.mask(3));
    assertThrows(IllegalArgumentException.class, () -> twice.add(Observation.builder().build()));
  }

  @Test
  void aBaselineIsLearnedOfThemToo() {
    try (Monitor monitor =
        Monitor.learning(
                builder("learned")
                    .output(Output.detections(2).frame(640, 480).most(MOST))
                    .learner(300, Duration.ZERO))
            .sampler(Sampler.every(1))
            .fitAccepted()
            .polled()
            .listener(log)
            .start()) {
      feed(monitor, detections(5, 40, .7), 400);
      assertEquals(MonitorState.WATCHING, monitor.status().state());
      feed(monitor, detections(5, 25, .7), 200);
    }
    assertEquals(List.of(), log.failures);
    assertEquals(
        List.of("the whole stream has smaller objects than the baseline"),
        log.opened.stream().map(o -> o.diagnosis().headline()).toList());
  }

  @Test
  void aRestartGoesOnWhereTheWindowsWere() {
    Baseline baseline = street();
    Path file = folder.resolve("m.checkpoint");
    List<String> whole = windows(baseline, null);
    assertEquals(whole, windows(baseline, file));
  }

  /** Of 80 observations, with a restart after 50 of them if there is a file. */
  private List<String> windows(Baseline baseline, Path file) {
    EventLog events = new EventLog();
    random = new SplittableRandom(12);
    Monitor monitor = watching(baseline, events).start();
    feed(monitor, detections(5, 40, .7), 50);
    if (file != null) {
      monitor.checkpoint(file);
      monitor.close();
      monitor = watching(baseline, events).restore(file).start();
    }
    feed(monitor, detections(5, 40, .7), 30);
    monitor.close();
    return events.windows.stream()
        .flatMap(w -> w.results().stream())
        .map(r -> r.signal() + " " + r.detector() + " " + r.evidence().statistic())
        .toList();
  }

  private static MonitorBuilder watching(Baseline baseline, EventLog events) {
    return Monitor.builder(baseline)
        .sampler(Sampler.every(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .polled()
        .listener(events);
  }
}
