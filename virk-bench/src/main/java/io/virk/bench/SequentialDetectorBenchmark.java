package io.virk.bench;

import io.virk.detect.DetectionResult;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One observation of a sequential detector: an embedding of 512 values for NEWMA, one scalar for
 * the others, independent and without change, against a baseline of 1,500. {@code -prof gc} shows
 * what they allocate: nothing. No kernels are used, so there are no pairs. And what another rate of
 * false alarms costs, which comes when the pace changes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SequentialDetectorBenchmark {
  private static final int DIMENSION = 512;
  private static final int CLASSES = 10;
  private static final int ROWS = 1500;
  private static final int DISTINCT = 256;
  private static final double RATE = 1e-6;

  private final SplittableRandom random = new SplittableRandom(1);
  private final SignalValues[] stream = new SignalValues[DISTINCT];
  private SliceWatch cusum;
  private SliceWatch eDetector;
  private SliceWatch newma;
  private double rate = RATE;

  private static final List<SignalSource> SOURCES =
      List.of(SignalSources.logits(CLASSES), SignalSources.embedding(DIMENSION, null));

  private static final SignalSchema SCHEMA = SignalSchema.ofSources(SOURCES);

  /** Makes a baseline, the stream, and the watches. */
  @Setup(Level.Trial)
  public void make() {
    SignalTable rows = new SignalTable(SCHEMA, ROWS);
    for (int i = 0; i < ROWS; i++) {
      rows.append(next(i));
    }
    for (int i = 0; i < DISTINCT; i++) {
      stream[i] = next(i);
    }
    cusum = watch(SequentialDetector.named("cusum"), ScalarSignal.ENERGY, rows);
    eDetector = watch(SequentialDetector.named("e-detector"), ScalarSignal.ENERGY, rows);
    newma = watch(SequentialDetector.named("newma"), VectorSignal.EMBEDDING, rows);
  }

  /** An extractor of its own for each, for it hands out the same object again and again. */
  private SignalValues next(int number) {
    Observation observation =
        Observation.builder()
            .sequence(number)
            .embedding(values(DIMENSION))
            .logits(values(CLASSES))
            .build();
    return new SignalExtractor(SCHEMA, SOURCES, null, null, null).extract(observation);
  }

  private float[] values(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static SliceWatch watch(SequentialDetector detector, Signal signal, SignalTable rows) {
    SequentialDetector.Watch made = detector.against(signal, rows, 1, RATE, 1).orElseThrow();
    return new SliceWatch(
        Slice.ALL, signal, detector, made, 1, 1, new DetectionResult.Calibration("", 1));
  }

  private int observe(SliceWatch watch) {
    int alarms = 0;
    for (SignalValues values : stream) {
      alarms += watch.accept(values) == null ? 0 : 1;
    }
    return alarms;
  }

  @Benchmark
  @OperationsPerInvocation(DISTINCT)
  public int cusum() {
    return observe(cusum);
  }

  @Benchmark
  @OperationsPerInvocation(DISTINCT)
  public int eDetector() {
    return observe(eDetector);
  }

  @Benchmark
  @OperationsPerInvocation(DISTINCT)
  public int newma512() {
    return observe(newma);
  }

  @Benchmark
  public void cusumAnotherRate() {
    cusum.allow(rate = 2 * RATE - 0.999 * rate);
  }

  @Benchmark
  public void eDetectorAnotherRate() {
    eDetector.allow(rate = 2 * RATE - 0.999 * rate);
  }

  @Benchmark
  public void newmaAnotherRate() {
    newma.allow(rate = 2 * RATE - 0.999 * rate);
  }
}
