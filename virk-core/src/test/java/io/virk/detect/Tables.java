package io.virk.detect;

import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small tables of one signal, and a resampler for them. */
final class Tables {
  static final List<Signal> SIGNALS =
      List.of(ScalarSignal.BRIGHTNESS, CategoricalSignal.PREDICTED_CLASS, VectorSignal.EMBEDDING);

  private static final int COLUMNS = Schemas.STANDARD.scalars().size();
  private static final int BRIGHTNESS = Schemas.STANDARD.indexOf(ScalarSignal.BRIGHTNESS);

  private Tables() {}

  /** The signal that a detector compares. */
  static Signal signal(Detector detector) {
    return SIGNALS.stream().filter(detector::appliesTo).findFirst().orElseThrow();
  }

  /** Brightness alone; NaN where missing. */
  static SignalTable scalars(double... values) {
    return table(values, new int[0], new float[0], values.length, 0);
  }

  /** Classes alone. */
  static SignalTable classes(int... classes) {
    return table(new double[0], classes, new float[0], classes.length, 0);
  }

  /** Embeddings alone, [n x d]; a row that begins with NaN is missing. */
  static SignalTable embeddings(float[] x, int n, int d) {
    return table(new double[0], new int[0], x, n, d);
  }

  /** All three; empty arrays for what is missing. */
  static SignalTable table(double[] brightness, int[] classes, float[] x, int n, int d) {
    double[] all = new double[n * COLUMNS];
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < brightness.length; i++) {
      all[i * COLUMNS + BRIGHTNESS] = brightness[i];
    }
    int[] none = new int[n];
    Arrays.fill(none, Observation.NO_CLASS);
    return Schemas.table(all, classes.length == 0 ? none : classes, x, n, d);
  }

  /** Normal scalars and embeddings moved by a distance, and ten classes turned by a share. */
  static SignalTable random(int n, int d, double moved, double turned, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scalars = random.doubles(n).toArray();
    int[] classes = new int[n];
    float[] x = new float[n * d];
    for (int i = 0; i < n; i++) {
      scalars[i] = moved + random.nextGaussian();
      classes[i] = random.nextDouble() < turned ? 77 : random.nextInt(10);
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (moved + random.nextGaussian());
    }
    return table(scalars, classes, x, n, d);
  }

  /** Windows of 32 and references of two thirds of a pool. */
  static Detector.Resampler resampler(int rows) {
    return new Detector.Resampler() {
      @Override
      public int[] window(int draw) {
        return new SplittableRandom(31L * draw + 7).ints(32, 0, rows).toArray();
      }

      @Override
      public int[] reference(int draw) {
        return new SplittableRandom(57L * draw + 1_000_003).ints(2 * rows / 3, 0, rows).toArray();
      }
    };
  }

  /** Hides that a detector has a fast null distribution. */
  record Plain(Detector detector) implements Detector {
    @Override
    public String name() {
      return detector.name();
    }

    @Override
    public boolean appliesTo(Signal signal) {
      return detector.appliesTo(signal);
    }

    @Override
    public Comparer against(Signal signal, SignalTable reference) {
      return detector.against(signal, reference);
    }

    @Override
    public double minimumEffect() {
      return detector.minimumEffect();
    }
  }
}
