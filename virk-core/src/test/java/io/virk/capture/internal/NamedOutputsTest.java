package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.Failed;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Flaw;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Named outputs on the host's thread: in single and in batch form the same, for nothing. */
class NamedOutputsTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CLASSES = 4;
  private static final int N = 16;

  private static Baseline baseline;

  private final float[][] probabilities = new float[N][CLASSES];
  private final float[][] scores = new float[N][CLASSES];
  private final float[][] boxes = new float[N][12];
  private final int[][] classes = new int[N][3];
  private final float[][] confidences = new float[N][3];
  private final byte[][] masks = new byte[N][64];
  private final SplittableRandom random = new SplittableRandom(4);

  NamedOutputsTest() {
    for (int i = 0; i < N; i++) {
      draw(i);
    }
  }

  private void draw(int i) {
    float rest = 1;
    for (int c = 0; c < CLASSES; c++) {
      probabilities[i][c] = c == CLASSES - 1 ? rest : rest * (float) random.nextDouble();
      rest -= probabilities[i][c];
      scores[i][c] = (float) random.nextDouble();
    }
    for (int b = 0; b < 3; b++) {
      float x = (float) random.nextDouble() / 2;
      float y = (float) random.nextDouble() / 2;
      boxes[i][4 * b] = x;
      boxes[i][4 * b + 1] = y;
      boxes[i][4 * b + 2] = x + .1f;
      boxes[i][4 * b + 3] = y + .2f;
      classes[i][b] = random.nextInt(CLASSES);
      confidences[i][b] = (float) random.nextDouble();
    }
    for (int p = 0; p < 64; p++) {
      masks[i][p] = (byte) random.nextInt(CLASSES);
    }
  }

  private synchronized Baseline baseline() {
    if (baseline == null) {
      BaselineBuilder builder =
          Baseline.builder("outputs")
              .window(N)
              .clock(Baselines.CLOCK)
              .output(Output.probabilities(CLASSES))
              .output(Output.scores(CLASSES, .5))
              .output(Output.detections(CLASSES).most(8))
              .output(Output.mask(CLASSES))
              .signal(CategoricalSignal.ofHost("product"));
      for (int i = 0; i < 200; i++) {
        draw(0);
        builder.add(
            Observation.builder()
                .probabilities(probabilities[0])
                .scores(scores[0])
                .detections(boxes[0], classes[0], confidences[0], 1 + i % 3)
                .mask(masks[0], 8, 8)
                .category("product", i % 2)
                .build());
      }
      baseline = builder.build();
    }
    return baseline;
  }

  private MonitorBuilder monitor(EventLog log) {
    return Monitor.builder(baseline())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .listener(log)
        .polled();
  }

  private Map<String, Double> statistics(Consumer<Monitor> feed) {
    EventLog log = new EventLog();
    try (Monitor monitor = monitor(log).start()) {
      feed.accept(monitor);
      assertEquals(N, monitor.poll(100));
      assertEquals(Map.of(), monitor.status().judged().flaws());
    }
    Map<String, Double> all = new TreeMap<>();
    log.windows
        .get(0)
        .results()
        .forEach(r -> all.put(r.signal() + " " + r.detector(), r.evidence().statistic()));
    return all;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  @Test
  void aBatchIsTheSameAsItsRowsOneByOne() {
    draw(0);
    Map<String, Double> single =
        statistics(
            monitor -> {
              for (int i = 0; i < N; i++) {
                monitor
                    .capture()
                    .probabilities(probabilities[i])
                    .scores(FloatBuffer.wrap(scores[i]))
                    .detections(boxes[i], classes[i], confidences[i], 3)
                    .mask(masks[i], 8, 8)
                    .category("product", i % 3)
                    .commit();
              }
            });
    for (String signal :
        List.of(
            "confidence mean-shift",
            "class-entropy mean-shift",
            "predicted-class population-stability",
            "labels mean-shift",
            "objects mean-shift",
            "object-area mean-shift",
            "object-class population-stability",
            "mask-classes mean-shift",
            "mask-areas mmd",
            "product population-stability")) {
      assertTrue(single.getOrDefault(signal, Double.NaN) >= 0, signal + " of " + single);
    }
    int[] numbers = new int[64];
    for (int form = 0; form < 3; form++) {
      int of = form;
      assertEquals(
          single,
          statistics(
              monitor -> {
                var batch = monitor.captureBatch(N);
                switch (of) {
                  case 0 -> batch.probabilities(probabilities).scores(scores);
                  case 1 -> batch.probabilities(flat(probabilities)).scores(flat(scores));
                  default ->
                      batch
                          .probabilities(FloatBuffer.wrap(flat(probabilities)))
                          .scores(FloatBuffer.wrap(flat(scores)));
                }
                for (int i = 0; i < N; i++) {
                  for (int p = 0; p < 64; p++) {
                    numbers[p] = masks[i][p];
                  }
                  batch.detections(i, boxes[i], classes[i], confidences[i], 3);
                  batch.mask(i, numbers, 8, 8).category(i, "product", i % 3);
                }
                batch.commit();
              }));
    }
  }

  @Test
  void whatCannotBeUsedIsCountedAndNeverThrown() {
    EventLog log = new EventLog();
    try (Monitor monitor = monitor(log).start()) {
      monitor
          .capture()
          .probabilities((float[]) null)
          .probabilities((FloatBuffer) null)
          .scores((float[]) null)
          .detections(null, null, null, 5)
          .mask((byte[]) null, 3, 3)
          .mask((int[]) null, 3, 3)
          .category(null, 1)
          .category("product", -1)
          .commit();
      assertEquals(1, monitor.poll(10));
      assertEquals(Map.of(), monitor.status().judged().flaws());
      monitor.capture().probabilities(new float[3]).scores(new float[9]).commit();
      monitor.capture().detections(new float[2], null, null, Integer.MAX_VALUE).commit();
      monitor.capture().detections(new float[8], null, null, Integer.MIN_VALUE).commit();
      monitor.capture().mask(new byte[4], Integer.MAX_VALUE, Integer.MAX_VALUE).commit();
      monitor.capture().mask(new int[4], -2, -2).commit();
      monitor.capture().signal("product", 1.5).category("unknown", 2).commit();
      monitor.captureBatch(2).probabilities(new float[3]).scores(new float[3][]).commit();
      monitor
          .captureBatch(2)
          .detections(7, boxes[0], null, null, 1)
          .mask(-1, masks[0], 8, 8)
          .commit();
      assertEquals(10, monitor.poll(20));
      assertEquals(
          Map.of(
              Flaw.PROBABILITIES_LENGTH, 1L,
              Flaw.SCORES_LENGTH, 1L,
              Flaw.DETECTIONS_LENGTH, 2L,
              Flaw.MASK_LENGTH, 2L,
              Flaw.SIGNAL_CATEGORY, 1L,
              Flaw.SIGNAL_UNKNOWN, 1L,
              Flaw.PROBABILITIES_ROWS, 2L,
              Flaw.SCORES_ROWS, 2L),
          monitor.status().judged().flaws());
    }
  }

  @Test
  void whatTheBaselineWasNotToldOfIsTold() {
    EventLog log = new EventLog();
    try (Monitor monitor = CaptureFormsTest.vectors(log, Sampler.fraction(1))) {
      monitor.capture().embedding(new float[4]).detections(boxes[0], null, null, 1).commit();
      monitor.capture().embedding(new float[4]).probabilities(probabilities[0]).commit();
      monitor.poll(10);
      assertEquals(Map.of(Flaw.OUTPUT_UNKNOWN, 2L), monitor.status().judged().flaws());
    }
    assertEquals(
        "output: detections (expected: none but what the baseline was told of), observation 0",
        log.failures.stream().map(Failed::what).toList().get(0));
  }

  /** A host of predictions that hands embeddings over, too, thinks that they are watched. */
  @Test
  void vectorsThatTheBaselineDoesNotHaveAreTold() {
    EventLog log = new EventLog();
    try (Monitor monitor = monitor(log).start()) {
      for (int i = 0; i < 3; i++) {
        monitor.capture().embedding(new float[4]).probabilities(probabilities[0]).commit();
      }
      monitor.captureBatch(2).logits(new float[6]).commit();
      monitor.capture().embedding(new float[0]).probabilities(probabilities[0]).commit();
      monitor.poll(20);
      Map<Flaw, Long> flaws = monitor.status().judged().flaws();
      assertEquals(3, flaws.get(Flaw.EMBEDDING_UNKNOWN), flaws::toString);
      assertEquals(2, flaws.get(Flaw.LOGITS_UNKNOWN), flaws::toString);
    }
    assertEquals(
        "embedding: an embedding (expected: none), observation 0",
        log.failures.stream().map(Failed::what).toList().get(0));
  }

  @Test
  void everyFormAllocatesNothing() {
    float[] flat = flat(probabilities);
    int[] numbers = new int[1920 * 1080];
    try (Monitor monitor = monitor(new EventLog()).slots(32).start()) {
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 60; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2; i++) {
          monitor.capture().probabilities(probabilities[i]).scores(scores[i]).commit();
          monitor.capture().detections(boxes[i], classes[i], confidences[i], 3).commit();
          monitor.capture().detections(boxes[i], classes[i], confidences[i], -3).commit();
          monitor.capture().mask(numbers, 1920, 1080).category("product", 1).commit();
          monitor.capture().mask(masks[i], 8, 8).scores(flat).commit();
          monitor
              .captureBatch(N / 4)
              .probabilities(flat)
              .detections(1, boxes[1], null, null, 2)
              .commit();
        }
        bytes =
            round < 30 ? bytes : Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - before);
        monitor.poll(100);
      }
      assertEquals(0, bytes, "bytes in 18 captures");
      assertEquals(60 * 18, monitor.status().judged().observations());
    }
  }
}
