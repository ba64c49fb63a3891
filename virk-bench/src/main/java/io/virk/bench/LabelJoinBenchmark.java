package io.virk.bench;

import io.virk.detect.Slice;
import io.virk.label.Feedback;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Performance;
import io.virk.label.internal.LiveFeedback;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to join a label with one of many observations, to remember one more, and to look at
 * what labels say. Ids are UUIDs as text; labels are of ids by chance, so that nothing is in a
 * cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LabelJoinBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
  private static final SignalSchema SCHEMA =
      SignalSchema.of(
          List.of(ScalarSignal.CONFIDENCE, ScalarSignal.MAHALANOBIS, ScalarSignal.ENERGY));

  private final SplittableRandom random = new SplittableRandom(4);

  /** That are remembered. */
  @Param({"1000000", "16384"})
  private int observations;

  private String[] known;
  private String[] unknown;
  private final Observation[] more = new Observation[1 << 12];
  private LiveFeedback feedback;
  private int next;

  private static final DrawnValues VALUES = values();

  private static DrawnValues values() {
    DrawnValues values = new DrawnValues(SCHEMA);
    Arrays.fill(values.scalars, 0.5);
    values.category = 1;
    return values;
  }

  private String uuid() {
    return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** Fills the index, and says what it takes. */
  @Setup(Level.Trial)
  public void fill() {
    int labels = Integer.highestOneBit(observations / 7);
    known = new String[labels];
    unknown = new String[labels];
    long before = used();
    feedback =
        new LiveFeedback(
            "bench", FeedbackPolicy.of(observations).labels(labels / 2), InstantSource.fixed(NOW));
    for (int i = 0; i < observations; i++) {
      String id = uuid();
      if (i % (observations / labels) == 0 && i / (observations / labels) < labels) {
        known[i / (observations / labels)] = id;
      }
      observe(observation(id), i);
    }
    long after = used();
    for (int i = 0; i < labels; i++) {
      unknown[i] = uuid();
      int other = i + random.nextInt(labels - i);
      String swapped = known[i];
      known[i] = known[other];
      known[other] = swapped;
    }
    for (int i = 0; i < more.length; i++) {
      more[i] = observation(uuid());
    }
    System.out.printf(
        Locale.ROOT,
        "%n%.1f bytes an observation by the heap, ids of %d labels left out; %,d by arithmetic%n",
        (after - before - 88.0 * labels) / observations,
        labels,
        feedback.status().memory());
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Observation observation(String id) {
    return Observation.builder().id(id).predictedClass(1).build();
  }

  private void observe(Observation observation, int number) {
    feedback.observed(observation, VALUES, CAMERAS[number & 7]);
  }

  private static final Slice[] CAMERAS = new Slice[8];

  static {
    for (int i = 0; i < CAMERAS.length; i++) {
      CAMERAS[i] = new Slice("camera", "cam-" + i);
    }
  }

  /** Of an observation that is remembered. */
  @Benchmark
  public Feedback.Outcome joined() {
    return feedback.label(known[next++ & known.length - 1], 1, "ann", NOW);
  }

  /** Of one that is not. */
  @Benchmark
  public Feedback.Outcome unknown() {
    return feedback.label(Label.of(unknown[next++ & known.length - 1], 1, "ann", NOW));
  }

  /** One more observation, on VIRK's thread. */
  @Benchmark
  public void observed() {
    observe(more[next & more.length - 1], next++);
  }

  /** Performance as of now, after one more label. */
  @Benchmark
  public Performance looked() {
    feedback.label(known[next++ & known.length - 1], 1, "bob", NOW);
    return feedback.performance();
  }
}
