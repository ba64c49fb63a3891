package io.virk.baseline;

import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalExtractor;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Mahalanobis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Gathers the signals of all observations of a baseline and splits them. Runs of neighbouring
 * observations stay together: of every four runs one goes to the fit part (the embedding's model),
 * two to the reference part and one to the calibration part.
 */
final class ReferenceCollector {
  /** Rows that a reference keeps at most. */
  static final int MAXIMUM_ROWS = 2000;

  private static final int SAMPLES_OF_A_SLICE = 16;
  private static final int SLICES_WITH_SAMPLES = 64;
  private static final int RUNS = 16;
  private static final int LONGEST_RUN = 256;

  private final Map<String, List<Frame>> samples = new LinkedHashMap<>();
  private final Map<String, Integer> sampledFrom = new TreeMap<>();
  private final SplittableRandom random = new SplittableRandom(7);
  private SignalTable table = new SignalTable(256, 0);

  /** The outcome of a split. */
  record Split(Mahalanobis mahalanobis, List<Baseline.ReferenceParts> references) {}

  /** Takes the signals of one observation and, now and then, its image. */
  void add(SignalValues values, Frame frame) {
    int dimension = values.embedding() == null ? table.dimension() : values.embedding().length;
    if (table.rows() == table.capacity() || dimension != table.dimension()) {
      int capacity =
          table.rows() == table.capacity()
              ? Math.multiplyExact(2, table.capacity())
              : table.capacity();
      table = table.enlarged(capacity, dimension);
    }
    table.append(values);
    if (frame != null) {
      sample(values.slice() == null ? "" : values.slice(), frame);
    }
  }

  /** Keeps a uniform sample of each slice's images. */
  private void sample(String slice, Frame frame) {
    if (!samples.containsKey(slice) && samples.size() == SLICES_WITH_SAMPLES) {
      return;
    }
    List<Frame> kept = samples.computeIfAbsent(slice, s -> new ArrayList<>());
    int count = sampledFrom.merge(slice, 1, Integer::sum);
    if (kept.size() < SAMPLES_OF_A_SLICE) {
      kept.add(frame);
    } else {
      int at = random.nextInt(count);
      if (at < SAMPLES_OF_A_SLICE) {
        kept.set(at, frame);
      }
    }
  }

  /**
   * Splits, fits and calibrates.
   *
   * @throws IllegalArgumentException if there are too few observations for the window
   */
  Split split(int window, int dimension, String sliceKey, long seed) {
    if (table.dimension() != dimension) { // not one usable embedding
      table = table.enlarged(table.capacity(), dimension);
    }
    int rows = table.rows();
    int[] part = parts();
    int[] pool = IntStream.range(0, rows).filter(i -> part[i] != 1).toArray();
    if (pool.length < 2 * window) {
      throw new IllegalArgumentException(
          "observations: "
              + rows
              + " (expected: at least "
              + (8 * window + 2) / 3
              + " for windows of "
              + window
              + ", for a quarter of them goes into the model of the embeddings and two windows must fit"
              + " into the rest)");
    }
    Mahalanobis mahalanobis = null;
    if (dimension > 0) {
      int[] fit = IntStream.range(0, rows).filter(i -> part[i] == 1).toArray();
      SignalTable fitted = fit.length == 0 ? null : table.take(fit);
      if (fitted != null && fitted.embeddedRows() >= 2) {
        Mahalanobis model = fit(fitted);
        table.fill(ScalarSignal.MAHALANOBIS, e -> SignalExtractor.mahalanobisDistance(model, e));
        mahalanobis = model;
      }
    }
    Map<String, List<CauseSignature>> signatures = new TreeMap<>();
    samples.forEach((value, images) -> signatures.put(value, SignatureBook.measure(images, seed)));
    List<CauseSignature> mean = SignatureBook.mean(List.copyOf(signatures.values()));
    List<Baseline.ReferenceParts> references = new ArrayList<>();
    references.add(reference(Slice.ALL, pool, part, window, seed, mean));
    if (sliceKey != null) {
      Map<String, List<Integer>> bySlice = new TreeMap<>();
      for (int row : pool) {
        if (table.slice(row) != null) {
          bySlice.computeIfAbsent(table.slice(row), s -> new ArrayList<>()).add(row);
        }
      }
      bySlice.forEach(
          (value, own) -> {
            if (own.size() >= 2 * window) {
              int[] chosen = own.stream().mapToInt(i -> i).toArray();
              references.add(
                  reference(
                      new Slice(sliceKey, value),
                      chosen,
                      part,
                      window,
                      seed,
                      signatures.getOrDefault(value, mean)));
            }
          });
    }
    return new Split(mahalanobis, references);
  }

  /**
   * The part of each row: 1 fit, 3 calibration, else reference; by runs within its slice. Runs are
   * long, for at their ends neighbours play different parts; and of every four runs, which one
   * plays which part is drawn, so that no part sees the same phase of a season each time.
   */
  private int[] parts() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (int row = 0; row < table.rows(); row++) {
      sizes.merge(String.valueOf(table.slice(row)), 1, Integer::sum);
    }
    Map<String, Integer> counts = new TreeMap<>();
    int[] part = new int[table.rows()];
    for (int row = 0; row < part.length; row++) {
      String slice = String.valueOf(table.slice(row));
      int run = Math.max(1, Math.min(LONGEST_RUN, sizes.get(slice) / RUNS));
      int index = (counts.merge(slice, 1, Integer::sum) - 1) / run;
      // the number of the run, put off by a drawn number for each four runs
      int offset = new SplittableRandom(slice.hashCode() * 31L + index / 4).nextInt(4);
      part[row] = (index + offset) % 4;
    }
    return part;
  }

  private static Mahalanobis fit(SignalTable fitted) {
    int n = fitted.embeddedRows();
    return Mahalanobis.fit(
        fitted.embeddings(), n, fitted.dimension(), new int[n], 1, CovarianceOptions.oas());
  }

  private Baseline.ReferenceParts reference(
      Slice slice, int[] pool, int[] part, int window, long seed, List<CauseSignature> signatures) {
    int[] kept = thin(pool);
    SignalTable rows = table.take(kept);
    boolean[] calibration = new boolean[kept.length];
    int references = 0;
    for (int i = 0; i < kept.length; i++) {
      calibration[i] = part[kept[i]] == 3;
      references += calibration[i] ? 0 : 1;
    }
    return new Baseline.ReferenceParts(
        slice, rows, calibration, Calibrator.calibrate(rows, references, window, seed), signatures);
  }

  /** Keeps evenly spaced runs, so that neighbours stay neighbours. */
  private static int[] thin(int[] rows) {
    if (rows.length <= MAXIMUM_ROWS) {
      return rows;
    }
    int run = MAXIMUM_ROWS / 20;
    double stride = (double) (rows.length - run) / 19;
    return IntStream.range(0, 20)
        .flatMap(r -> IntStream.range(0, run).map(i -> rows[(int) (r * stride) + i]))
        .toArray();
  }
}
