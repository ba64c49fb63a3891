package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.DetectionResult;
import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Position;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Verdict;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sequential detector of the host's own: all that it must write, from the builder to a drift. */
class OwnSequentialDetectorTest {
  private static final int WINDOW = 32;
  private static final Baseline BASELINE = baseline();

  @TempDir private Path folder;

  /** So many values in a row above the baseline's median: each time by chance in one of two. */
  private static final class Streak implements SequentialDetector {
    @Override
    public String name() {
      return "streak";
    }

    @Override
    public boolean appliesTo(Signal signal) {
      return signal.equals(ScalarSignal.MAHALANOBIS);
    }

    @Override
    public Optional<Watch> against(
        Signal signal, SignalTable rows, double time, double falseAlarms, long seed) {
      double[] values = rows.scalar((ScalarSignal) signal);
      Arrays.sort(values);
      int column = rows.schema().indexOf((ScalarSignal) signal);
      Run run = new Run(column, values[values.length / 2]);
      run.allow(falseAlarms);
      return Optional.of(run);
    }
  }

  private static final class Run implements SequentialDetector.Watch {
    private final int column;
    private final double median;
    private double threshold;
    private double warning;
    private int n;
    private Position onset = new Position(-1, 0);

    Run(int column, double median) {
      this.column = column;
      this.median = median;
    }

    @Override
    public Verdict accept(SignalValues values) {
      double x = values.analysed(column);
      if (!Double.isNaN(x)) {
        if (n == 0) {
          onset = new Position(values.sequence(), values.epochMillis());
        }
        n = x > median ? n + 1 : 0;
      }
      return n >= threshold ? Verdict.DRIFT : n > warning ? Verdict.WARNING : Verdict.NORMAL;
    }

    @Override
    public void allow(double falseAlarms) {
      threshold = Math.log(1 / falseAlarms) / Math.log(2);
      warning = threshold - Math.log(FalseAlarms.WARNINGS) / Math.log(2);
    }

    @Override
    public SequentialDetector.Standing standing() {
      return new SequentialDetector.Standing(
          new Evidence(n, threshold, warning, Math.pow(0.5, n)),
          new Effect(n, 0, Double.NaN),
          onset,
          n);
    }

    @Override
    public void reset() {
      n = 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(n);
      out.writeLong(onset.sequence());
      out.writeLong(onset.epochMillis());
    }

    @Override
    public void read(DataInput in) throws IOException {
      n = in.readInt();
      onset = new Position(in.readLong(), in.readLong());
    }
  }

  private static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("own").window(WINDOW).clock(Baselines.CLOCK);
    for (int i = 0; i < 640; i++) {
      Observation o = Baselines.vector(5, i, 0);
      builder.add(
          Observation.builder().sequence(i).embedding(o.embedding()).logits(o.logits()).build());
    }
    return builder.build();
  }

  private static MonitorBuilder builder(EventLog log) {
    return Monitor.builder(BASELINE)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sequential(new Streak())
        .emission(new EmissionPolicy(30, 30, 2))
        .clock(Baselines.CLOCK)
        .listener(log)
        .polled();
  }

  private static void observe(Monitor monitor, int from, int to, double moved) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(6, i, moved);
      monitor.capture().embedding(o.embedding()).logits(o.logits()).commit();
      monitor.poll(1);
    }
  }

  @Test
  void itOpensADriftAndGoesOnFromACheckpoint() {
    EventLog log = new EventLog();
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = builder(log).start()) {
      observe(monitor, 0, 100, 0);
      observe(monitor, 100, 110, 3);
      monitor.checkpoint(file);
    }
    assertEquals(0, log.opened.size());
    try (Monitor monitor = builder(log).restore(file).start()) {
      observe(monitor, 110, 140, 3);
    }
    assertEquals(1, log.opened.size());
    DetectionResult evidence = log.opened.get(0).drift().evidence().get(0);
    assertEquals("streak", evidence.detector());
    assertEquals(100, evidence.sample().bounds().first().sequence(), 3);
    assertEquals(evidence.evidence().threshold(), evidence.sample().n(), 1);
    assertTrue(evidence.text().contains("mahalanobis by streak: DRIFT"), evidence.text());
  }
}
