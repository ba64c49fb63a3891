package io.virk.bench;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.Fitness;
import io.virk.signal.Observation;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether one frame is fit to be judged, on the host's own thread: an embedding of 512 and 1,000
 * logits. Methods come in pairs that differ by the flag of the Vector API alone; {@code -prof gc}
 * shows what they allocate.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 10, time = 1)
public class FitnessBenchmark {
  private static final int D = 512;
  private static final int CLASSES = 1000;
  private static final int FRAMES = 64;

  /** Classes whose means the model of embeddings has. */
  @Param({"1", "10"})
  public int means;

  private final float[][] embeddings = new float[FRAMES][];
  private final float[][] logits = new float[FRAMES][];
  private Fitness.Check check;
  private int next;

  /** Builds a baseline of frames whose embeddings depend on their class. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(5);
    BaselineBuilder builder = Baseline.builder("fitness").window(32);
    for (int i = 0; i < 1600; i++) {
      frame(random, i % FRAMES);
      Observation.Builder frame =
          Observation.builder().embedding(embeddings[i % FRAMES]).logits(logits[i % FRAMES]);
      builder.add(frame.label(random.nextInt(means)).build());
    }
    Baseline kept = KeptBaselines.of("fitness-" + means, builder::build);
    check = kept.fitness(0.99).check();
    if (check.judge(embeddings[0], logits[0]).finding() == Fitness.Finding.NOTHING) {
      throw new IllegalStateException("nothing was judged");
    }
  }

  private void frame(SplittableRandom random, int at) {
    float[] embedding = new float[D];
    for (int k = 0; k < D; k++) {
      embedding[k] = (float) (random.nextGaussian() * (1 + 100.0 / (1 + k)));
    }
    float[] values = new float[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      values[k] = (float) random.nextGaussian();
    }
    embeddings[at] = embedding;
    logits[at] = values;
  }

  /** Embedding and logits. */
  @Benchmark
  @Fork(value = 1, jvmArgsPrepend = Forks.PLAIN)
  public boolean bothScalar() {
    int at = next++ & FRAMES - 1;
    return check.judge(embeddings[at], logits[at]).isFit();
  }

  /** Embedding and logits, with the Vector API. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsPrepend = {Forks.VECTOR_MODULE, Forks.FORCED})
  public boolean bothVector() {
    int at = next++ & FRAMES - 1;
    return check.judge(embeddings[at], logits[at]).isFit();
  }
}
