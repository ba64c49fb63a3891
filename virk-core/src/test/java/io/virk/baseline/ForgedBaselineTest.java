package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorListener;
import io.virk.baseline.content.Reference;
import io.virk.baseline.facts.NullReport;
import io.virk.detect.DetectionResult;
import io.virk.detect.Detector;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.event.Failed;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A baseline that loads must judge. Whoever forges one, with every checksum right, gets the one
 * exception that names the entry, or a baseline with which everything works that a baseline is for.
 */
@Tag("once")
class ForgedBaselineTest {
  /** Forgeries of each kind of baseline; more on demand. */
  private static final int TRIES = Integer.getInteger("virk.test.forgeries", 96);

  private static final int WINDOW = 8;

  @TempDir private Path folder;

  private static Observation ofCamera(int i, double moved) {
    SplittableRandom random = new SplittableRandom(i * 7_919L);
    float[] logits = new float[3];
    for (int k = 0; k < 3; k++) {
      logits[k] = (float) (moved + 2 * random.nextGaussian());
    }
    return Observation.builder()
        .sequence(i)
        .epochMillis(1000L * i)
        .embedding(Arrays.copyOf(Baselines.vector(3, i, moved).embedding(), 2))
        .logits(logits)
        .tag("camera", "cam-" + i % 2)
        .tag("daylight", i / 64 % 2 == 0 ? "day" : "night")
        .build();
  }

  private static BaselineBuilder vectors(long seed) {
    BaselineBuilder builder =
        Baseline.builder("forged")
            .window(WINDOW)
            .seed(seed)
            .clock(Baselines.CLOCK)
            .sliceBy("camera")
            .context("daylight")
            .detectors(
                Detector.all().stream()
                    .filter(d -> !d.name().equals("classifier")) // slow
                    .toArray(Detector[]::new));
    for (int i = 0; i < 128; i++) {
      builder.add(ofCamera(i, 0));
    }
    return builder;
  }

  @Tag("slow")
  @Test
  void ofVectorsTheyAreRefusedOrJudge() throws IOException {
    Baseline genuine = vectors(1).build();
    Baseline other = vectors(2).build();
    int loaded = 0;
    for (int i = 0; i < TRIES; i++) {
      loaded += refusedOrJudges(genuine, other, i, i % 24 == 0) ? 1 : 0;
    }
    assertTrue(loaded > TRIES / 20 && loaded < TRIES, loaded + " of " + TRIES + " loaded");
  }

  @Tag("slow")
  @Test
  void ofImagesTheyAreRefusedOrJudge() throws IOException {
    Baseline genuine = images(5);
    Baseline other = images(6);
    int loaded = 0;
    for (int i = 0; i < TRIES / 3; i++) {
      loaded += refusedOrJudges(genuine, other, 1_000_000 + i, i % 24 == 0) ? 1 : 0;
    }
    assertTrue(loaded > TRIES / 60, loaded + " of " + TRIES / 3 + " loaded");
  }

  /** Each loaded once, and then failed at every window, or took a multiple of its file. */
  @Tag("slow")
  @Test
  void whatCannotJudgeIsRefusedByTheNameOfItsEntry() throws IOException {
    Path file = folder.resolve("genuine.virk");
    vectors(1).build().save(file);
    refused("manifest.json has a context day without a contextKey", f -> f.set("contextKey", null));
    refused("manifest.json has contextKey: \"camera\"", f -> f.set("contextKey", "camera"));
    refused("manifest.json has a slice cam-0 without a sliceKey", f -> f.set("sliceKey", " "));
    refused("manifest.json has window: 60 (expected: 8 .. ", f -> f.set("window", 60));
    refused(
        "manifest.json calibrates mean-shift on confidence twice, of all",
        f -> f.repeatCalibration(0));
    refused(
        "embedding-covariance.npy and the means are of no embeddings",
        f -> f.array("embedding-mean.npy", 1, 1e300));
    refused(
        "embedding-covariance.npy and the means are of no embeddings",
        f ->
            f.array("embedding-covariance.npy", 1, 0)
                .array("embedding-covariance.npy", 2, 0)
                .array("embedding-covariance.npy", 3, 1e-320));
    refused(
        "reference-0/scalars.npy holds 1.7976931348623157E308",
        f -> f.array("reference-0/scalars.npy", 9, Double.MAX_VALUE));
  }

  private void refused(String expected, Consumer<Forgery> change) throws IOException {
    Forgery forgery = new Forgery(Forgery.entries(folder.resolve("genuine.virk")));
    change.accept(forgery);
    Path forged = folder.resolve("forged.virk");
    forgery.write(forged);
    String message =
        assertThrows(BaselineFormatException.class, () -> Baseline.load(forged)).getMessage();
    assertTrue(message.startsWith("file: " + forged + ": entry " + expected), message);
  }

  private static Baseline images(long seed) {
    BaselineBuilder builder =
        Baseline.builder("forged").window(WINDOW).seed(seed).clock(Baselines.CLOCK);
    for (int i = 0; i < 64; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(1, i, Baselines.WIDTH, Baselines.HEIGHT))
              .build());
    }
    return builder.build();
  }

  private boolean refusedOrJudges(Baseline genuine, Baseline other, long seed, boolean thorough)
      throws IOException {
    Path file = folder.resolve("genuine.virk");
    if (!Files.exists(file)) {
      genuine.save(file);
    }
    Map<String, byte[]> entries = Forgery.entries(file);
    Forgery forgery = new Forgery(entries, seed);
    Path forged = folder.resolve("forged.virk");
    forgery.write(forged);
    String how = "seed " + seed + ": " + forgery.how();
    Baseline baseline;
    try {
      baseline = Baseline.load(forged);
    } catch (BaselineFormatException e) {
      assertTrue(e.getMessage().startsWith("file: " + forged + ": entry "), e.getMessage());
      assertTrue(e.getMessage().length() < 1500, "a long message");
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError("load, " + how, e);
    }
    String what = "judge";
    try {
      judge(baseline);
      what = "monitor";
      watch(baseline, thorough);
      what = "compare";
      allowed(() -> baseline.compareWith(other).text(), "other: ");
      allowed(() -> other.compareWith(baseline).text(), "other: ");
      if (!thorough) {
        return true;
      }
      what = "report";
      NullReport report = baseline.nullReport();
      assertTrue(!report.toText().isEmpty() && !report.toJson().isEmpty());
      what = "merge";
      allowed(() -> judge(baseline.merge(other)), "baselines ");
      what = "window";
      allowed(() -> judge(baseline.withWindow(12)), "window: ");
      what = "save";
      baseline.save(folder.resolve("again.virk"));
      judge(Baseline.load(folder.resolve("again.virk")));
      return true;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what + ", " + how, e);
    }
  }

  private static void allowed(Runnable task, String refusal) {
    try {
      task.run();
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().startsWith(refusal)) {
        throw e;
      }
    }
  }

  private static void judge(Baseline baseline) {
    for (Reference reference : baseline.content().references()) {
      SignalTable pool = reference.pool();
      for (int at : new int[] {0, pool.rows() - baseline.window()}) {
        SignalTable window = pool.take(IntStream.range(at, at + baseline.window()).toArray());
        judge(reference, window);
      }
      judge(reference, pool.take(new int[baseline.window()])); // constant
    }
  }

  private static void judge(Reference reference, SignalTable window) {
    for (boolean embedded : new boolean[] {true, false}) {
      double tests = reference.detectors(embedded).tests();
      assertTrue(tests >= 1 && tests < 1000, "tests " + tests);
      for (CalibratedDetector detector : reference.detectors(embedded).list()) {
        DetectionResult result = detector.judge(Slice.ALL, window, 1e-4, 1e-2);
        if (result.verdict() == Verdict.INSUFFICIENT_DATA) {
          assertTrue(!result.reason().isEmpty());
        } else {
          DetectionResult.Evidence evidence = result.evidence();
          assertTrue(Double.isFinite(evidence.threshold()), "threshold " + result);
          assertTrue(Double.isFinite(evidence.warningThreshold()), "threshold " + result);
          assertTrue(!Double.isNaN(evidence.statistic()), "statistic " + result);
          assertTrue(evidence.pValue() > 0 && evidence.pValue() <= 1, "p " + result);
        }
      }
    }
  }

  /** A monitor that sees what the baseline is of, then what it is not, then nothing but zeros. */
  private static void watch(Baseline baseline, boolean sequential) {
    List<Failed> failures = new ArrayList<>();
    Monitor monitor;
    try {
      MonitorBuilder builder = Monitor.builder(baseline);
      if (sequential) {
        builder.sequential(SequentialDetector.all().toArray(SequentialDetector[]::new));
      }
      monitor =
          builder
              .sampler(Sampler.fraction(1))
              .fitAccepted()
              .mismatchAccepted()
              .polled()
              .listener(
                  new MonitorListener() {
                    @Override
                    public void onFailed(Failed event) {
                      if (!String.valueOf(event.part()).equals("INPUT")) { // the host's
                        failures.add(event);
                      }
                    }
                  })
              .start();
    } catch (IllegalArgumentException | IllegalStateException e) {
      assertTrue(e.getMessage().contains("expected"), e.getMessage());
      return; // another embedder, another tensor
    }
    int d = Math.min(baseline.embeddingLength(), 2);
    int c = Math.min(baseline.logitsLength(), 3);
    boolean images = baseline.embeddingLength() == 0;
    int part = 3 * WINDOW;
    try (monitor) {
      for (int i = 0; i < 3 * part; i++) {
        Observation o = ofCamera(i, i < part ? 0 : 50);
        float[] embedding = i < 2 * part ? Arrays.copyOf(o.embedding(), d) : new float[d];
        float[] logits = i < 2 * part ? Arrays.copyOf(o.logits(), c) : new float[c];
        var capture = monitor.capture();
        if (d == baseline.embeddingLength() && d > 0) {
          capture.embedding(embedding);
        }
        if (c == baseline.logitsLength() && c > 0) {
          capture.logits(logits);
        }
        if (images) {
          capture.image(Scenes.frame(i < part ? 1 : 3, i, Baselines.WIDTH, Baselines.HEIGHT));
        }
        capture.tag("camera", "cam-" + i % 2).tag("daylight", "day").commit();
        monitor.poll(1);
      }
    }
    assertEquals(List.of(), failures);
  }
}
