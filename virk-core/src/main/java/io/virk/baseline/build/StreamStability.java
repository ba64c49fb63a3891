package io.virk.baseline.build;

import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Whether a stream stayed the same while it was recorded.
 *
 * <p>Each stratum (all observations or those of one context, and the largest slices) is cut into 32
 * blocks of time. For every signal the best split into before and after is sought ({@link
 * BlockShift}), in the order of time and in 1,999 random orders of the blocks, the same for all
 * signals; the signals are brought to one scale by their own random orders, and the largest one
 * counts (Westfall and Young 1993, maxT). So a stable stream is called unstable with the stated
 * probability over all signals and strata, whatever the distributions and however the signals
 * depend on each other, as long as blocks are long against the stream's memory. A stream that
 * remembers longer is called unstable: it was watched for too short a time to be a baseline.
 */
public final class StreamStability {
  /** Probability of calling a stable stream unstable. */
  static final double ALPHA = 0.01;

  /** Rows of a stratum that can be judged. */
  public static final int MINIMUM_ROWS = 128;

  private static final int BLOCKS = 32;
  private static final int ORDERS = 1999;
  private static final int STRATA = 16;
  private static final double FURTHEST = 6;

  private final ObservationStore store;
  private final long seed;

  private StreamStability(ObservationStore store, long seed) {
    this.store = store;
    this.seed = seed;
  }

  /** One signal of one stratum. */
  private record Candidate(
      String name, ScalarSignal scalar, BlockShift shift, double observed, double[] random) {}

  /**
   * Judges a stream.
   *
   * @param store its observations in time order. Not modified.
   * @param contexts whether contexts are declared, whose mix may change
   * @param seed of the random orders
   * @return what changed and when, in words; empty if it was stable
   */
  public static Optional<String> instability(ObservationStore store, boolean contexts, long seed) {
    return new StreamStability(store, seed).judge(contexts);
  }

  private Optional<String> judge(boolean contexts) {
    List<Map.Entry<String, int[]>> strata = strata(contexts);
    String worst = null;
    double smallest = ALPHA / Math.max(1, strata.size());
    for (Map.Entry<String, int[]> stratum : strata) {
      List<Candidate> candidates = candidates(stratum.getValue());
      if (candidates.isEmpty()) {
        continue;
      }
      double[] observed = new double[candidates.size()];
      double p = pValue(candidates, observed);
      if (p <= smallest) {
        smallest = p;
        int most = 0;
        for (int i = 1; i < observed.length; i++) {
          most = observed[i] > observed[most] ? i : most;
        }
        worst = words(stratum.getKey(), stratum.getValue(), candidates.get(most), p);
      }
    }
    return Optional.ofNullable(worst);
  }

  /** The rows of all or of each context first, then those of the largest slices. */
  private List<Map.Entry<String, int[]>> strata(boolean contexts) {
    Map<String, List<Integer>> whole = new TreeMap<>();
    Map<String, List<Integer>> slices = new TreeMap<>();
    for (int row = 0; row < store.rows(); row++) {
      String context = contexts ? store.context(row) : null;
      if (!contexts || context != null) {
        String in = contexts ? " in " + context : "";
        whole.computeIfAbsent("all observations" + in, s -> new ArrayList<>()).add(row);
        if (store.slice(row) != null) {
          slices.computeIfAbsent(store.slice(row) + in, s -> new ArrayList<>()).add(row);
        }
      }
    }
    List<Map.Entry<String, int[]>> strata = new ArrayList<>();
    add(whole, strata);
    add(slices, strata);
    return strata;
  }

  private static void add(Map<String, List<Integer>> rows, List<Map.Entry<String, int[]>> strata) {
    rows.entrySet().stream()
        .filter(e -> e.getValue().size() >= MINIMUM_ROWS)
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .limit(Math.max(0, STRATA - strata.size()))
        .forEach(
            e ->
                strata.add(
                    Map.entry(e.getKey(), e.getValue().stream().mapToInt(i -> i).toArray())));
  }

  private List<Candidate> candidates(int[] rows) {
    List<Candidate> candidates = new ArrayList<>();
    int[][] orders = orders();
    for (ScalarSignal signal : store.schema().scalars()) {
      if (!signal.isTested()) {
        continue;
      }
      double[] z = standardised(rows, signal);
      if (z != null) {
        add(candidates, "mean of " + signal.name(), signal, blockMeans(z, false), orders);
        add(candidates, "spread of " + signal.name(), signal, blockMeans(z, true), orders);
      }
    }
    for (CategoricalSignal signal : store.schema().categoricals()) {
      if (signal.isTested()) {
        boolean classes = signal.equals(CategoricalSignal.PREDICTED_CLASS);
        String name = classes ? "predicted classes" : signal.name();
        add(candidates, name, null, shares(rows, store.schema().indexOf(signal)), orders);
      }
    }
    for (VectorSignal signal : store.schema().vectors()) {
      if (signal.isTested() && !signal.isDerived()) {
        int column = store.schema().indexOf(signal);
        add(candidates, signal.name(), null, vectorMeans(rows, column, signal.length()), orders);
      }
    }
    return candidates;
  }

  private static void add(
      List<Candidate> candidates,
      String name,
      ScalarSignal signal,
      double[][] means,
      int[][] orders) {
    if (means == null) {
      return;
    }
    BlockShift shift = new BlockShift(means);
    if (shift.varies()) {
      double[] random = new double[orders.length - 1];
      for (int i = 0; i < random.length; i++) {
        random[i] = shift.statistic(orders[i + 1]);
      }
      candidates.add(new Candidate(name, signal, shift, shift.statistic(orders[0]), random));
    }
  }

  /** The order of time first, then random ones. */
  private int[][] orders() {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] orders = new int[ORDERS + 1][BLOCKS];
    for (int[] order : orders) {
      for (int i = 0; i < BLOCKS; i++) {
        order[i] = i;
      }
    }
    for (int o = 1; o <= ORDERS; o++) {
      for (int i = BLOCKS - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = orders[o][i];
        orders[o][i] = orders[o][j];
        orders[o][j] = swap;
      }
    }
    return orders;
  }

  /** The p-value of the largest; leaves every signal's statistic on the common scale. */
  private static double pValue(List<Candidate> candidates, double[] observed) {
    double[] largest = new double[ORDERS];
    double largestObserved = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < observed.length; c++) {
      Candidate candidate = candidates.get(c);
      double mean = candidate.observed() / (ORDERS + 1);
      for (double r : candidate.random()) {
        mean += r / (ORDERS + 1);
      }
      double variance = square(candidate.observed() - mean) / (ORDERS + 1);
      for (double r : candidate.random()) {
        variance += square(r - mean) / (ORDERS + 1);
      }
      double deviation = Math.max(1e-12, Math.sqrt(variance));
      observed[c] = (candidate.observed() - mean) / deviation;
      largestObserved = Math.max(largestObserved, observed[c]);
      for (int o = 0; o < ORDERS; o++) {
        double scaled = (candidate.random()[o] - mean) / deviation;
        largest[o] = c == 0 ? scaled : Math.max(largest[o], scaled);
      }
    }
    int atLeast = 1;
    for (double l : largest) {
      atLeast += l >= largestObserved ? 1 : 0;
    }
    return (double) atLeast / (ORDERS + 1);
  }

  private static double square(double x) {
    return x * x;
  }

  private double value(int row, ScalarSignal signal) {
    return store.chunk(row).scalar(store.schema().indexOf(signal), ObservationStore.within(row));
  }

  /** Values of a signal in units of its deviation, NaN where missing; null if it says nothing. */
  private double[] standardised(int[] rows, ScalarSignal signal) {
    double[] z = new double[rows.length];
    int n = 0;
    double mean = 0;
    for (int i = 0; i < rows.length; i++) {
      z[i] = value(rows[i], signal);
      if (!Double.isNaN(z[i])) {
        n++;
        mean += (z[i] - mean) / n;
      }
    }
    double variance = 0;
    for (double v : z) {
      variance += Double.isNaN(v) ? 0 : square(v - mean) / n;
    }
    if (n < rows.length / 2 || !(variance > 1e-18 * (1 + mean * mean))) {
      return null;
    }
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < z.length; i++) {
      // one glare must not hide a step
      z[i] = Math.max(-FURTHEST, Math.min(FURTHEST, (z[i] - mean) / deviation));
    }
    return z;
  }

  private static int block(int row, int rows) {
    return (int) ((long) row * BLOCKS / rows);
  }

  private static double[][] blockMeans(double[] z, boolean squared) {
    double[][] means = new double[BLOCKS][1];
    int[] counts = new int[BLOCKS];
    for (int i = 0; i < z.length; i++) {
      if (!Double.isNaN(z[i])) {
        int b = block(i, z.length);
        means[b][0] += squared ? z[i] * z[i] : z[i];
        counts[b]++;
      }
    }
    return divided(means, counts);
  }

  /** Null if a block is empty. */
  private static double[][] divided(double[][] sums, int[] counts) {
    for (int b = 0; b < BLOCKS; b++) {
      if (counts[b] == 0) {
        return null;
      }
      for (int j = 0; j < sums[b].length; j++) {
        sums[b][j] /= counts[b];
      }
    }
    return sums;
  }

  private double[][] shares(int[] rows, int column) {
    Map<Integer, Integer> columns = new HashMap<>();
    int[] classes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      SignalTable chunk = store.chunk(rows[i]);
      classes[i] = chunk.category(column, ObservationStore.within(rows[i]));
      if (classes[i] != Observation.NO_CLASS) {
        columns.putIfAbsent(classes[i], columns.size());
      }
    }
    double[][] shares = new double[BLOCKS][Math.max(1, columns.size())];
    int[] counts = new int[BLOCKS];
    for (int i = 0; i < rows.length; i++) {
      if (classes[i] != Observation.NO_CLASS) {
        shares[block(i, rows.length)][columns.get(classes[i])]++;
        counts[block(i, rows.length)]++;
      }
    }
    return divided(shares, counts);
  }

  /** Block means of vectors, each component in units of its own deviation. */
  private double[][] vectorMeans(int[] rows, int column, int d) {
    if (d == 0) {
      return null;
    }
    double[][] means = new double[BLOCKS][d];
    int[] counts = new int[BLOCKS];
    double[] sum = new double[d];
    double[] squares = new double[d];
    float[] embedding = new float[d];
    int n = 0;
    for (int i = 0; i < rows.length; i++) {
      VectorColumn vectors = store.chunk(rows[i]).vectors(column);
      if (vectors.isPresent(ObservationStore.within(rows[i]))) {
        vectors.vector(ObservationStore.within(rows[i]), embedding);
        double[] mean = means[block(i, rows.length)];
        for (int j = 0; j < d; j++) {
          mean[j] += embedding[j];
          sum[j] += embedding[j];
          squares[j] += (double) embedding[j] * embedding[j];
        }
        counts[block(i, rows.length)]++;
        n++;
      }
    }
    for (int j = 0; j < d; j++) {
      double variance = n == 0 ? 0 : squares[j] / n - square(sum[j] / n);
      double scale = variance > 1e-12 * (squares[j] / Math.max(1, n)) ? 1 / Math.sqrt(variance) : 0;
      for (double[] mean : means) {
        mean[j] *= scale;
      }
    }
    return divided(means, counts);
  }

  private String words(String stratum, int[] rows, Candidate candidate, double p) {
    int at = (int) ((long) candidate.shift().split() * rows.length / BLOCKS);
    StringBuilder words = new StringBuilder("the ").append(candidate.name());
    words.append(" of ").append(stratum).append(" changed at about ");
    words.append(Text.time(store.epochMillis(rows[at])));
    words.append(" (after ").append(at).append(" of ").append(rows.length).append(" kept)");
    if (candidate.scalar() != null) {
      words.append(
          String.format(
              Locale.ROOT,
              ": %s %.4g before, %.4g after",
              candidate.scalar().name(),
              median(rows, 0, at, candidate.scalar()),
              median(rows, at, rows.length, candidate.scalar())));
    }
    return words.append(String.format(Locale.ROOT, "; p <= %.2g", p)).toString();
  }

  /** In the signal's own unit. */
  private double median(int[] rows, int from, int to, ScalarSignal signal) {
    double[] sorted =
        IntStream.range(from, to)
            .mapToDouble(i -> value(rows[i], signal))
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    return sorted.length == 0 ? Double.NaN : signal.raw(sorted[sorted.length / 2]);
  }
}
