package io.virk.bench.quality;

import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Comparison;
import io.virk.detect.Detector;
import io.virk.signal.KnownChange;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.List;

/**
 * What one would write oneself, of the same numbers as the cause scan, with a null distribution of
 * the same kind: the largest z of all of them, and the largest cosine-like projection of the change
 * on unit {@link CauseSignature signatures}, both in standard deviations of the baseline.
 */
final class Rivals {
  static final Detector Z = new Rival("z-test", false);
  static final Detector MATCHER = new Rival("unit-matcher", true);

  private static final double LEAST = 1e-6;
  private static final int FEWEST = 8;

  private Rivals() {}

  private record Rival(String name, boolean matches) implements Detector {
    @Override
    public boolean appliesTo(Signal signal) {
      return signal instanceof VectorSignal vector && vector.isDerived();
    }

    @Override
    public double minimumEffect() {
      return 0;
    }

    @Override
    public Comparer against(Signal signal, SignalTable reference) {
      VectorSignal vector = (VectorSignal) signal;
      VectorColumn column = reference.vectors(vector);
      Moved before = Moved.of(column);
      List<float[]> units =
          column.changes().all().stream().map(KnownChange::shift).map(before::unit).toList();
      return window -> {
        VectorColumn now = window.vectors(vector);
        if (now.count() < FEWEST) {
          return Comparison.insufficient(now.count());
        }
        double[] z = before.moved(Moved.of(now));
        double most = 0;
        if (matches) {
          for (float[] unit : units) {
            double along = 0;
            for (int k = 0; k < z.length; k++) {
              along += unit[k] * z[k];
            }
            most = Math.max(most, along);
          }
        } else {
          for (double value : z) {
            most = Math.max(most, Math.abs(value));
          }
        }
        return new Comparison(most, most, Double.NaN, now.count());
      };
    }
  }

  /** Means and deviations of the numbers that are there. */
  private record Moved(double[] mean, double[] deviation) {
    static Moved of(VectorColumn column) {
      int d = column.dimension();
      float[] x = column.values();
      double[] mean = new double[d];
      double[] deviation = new double[d];
      for (int k = 0; k < d; k++) {
        int n = 0;
        double squares = 0;
        for (int i = k; i < x.length; i += d) {
          if (!Float.isNaN(x[i])) {
            n++;
            double difference = x[i] - mean[k];
            mean[k] += difference / n;
            squares += difference * (x[i] - mean[k]);
          }
        }
        mean[k] = n == 0 ? Double.NaN : mean[k];
        deviation[k] = Math.max(LEAST, Math.sqrt(squares / Math.max(1, n - 1)));
      }
      return new Moved(mean, deviation);
    }

    double[] moved(Moved now) {
      double[] z = new double[mean.length];
      for (int k = 0; k < z.length; k++) {
        double moved = (now.mean[k] - mean[k]) / deviation[k];
        z[k] = Double.isNaN(moved) ? 0 : moved;
      }
      return z;
    }

    float[] unit(float[] shift) {
      float[] unit = new float[shift.length];
      double length = 0;
      for (int k = 0; k < unit.length; k++) {
        unit[k] = (float) (shift[k] / deviation[k]);
        length = Math.hypot(length, unit[k]);
      }
      for (int k = 0; k < unit.length && length > 0; k++) {
        unit[k] /= (float) length;
      }
      return unit;
    }
  }
}
