package io.virk.baseline.content;

import io.virk.image.CapturePolicy;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.Moments;
import io.virk.stats.ood.ReducedMahalanobis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * By what one frame is called fit or not: scores of its parts (embedding, logits, image, in this
 * order), and for every set of parts that may be given together the thresholds. They are taken from
 * the rows that no model was fitted on. Of a row, each part has the share of rows that are at least
 * as far out by it, and the row the least of them; the chosen share of rows has more than the
 * bound, which gives each part its threshold. So frames that are judged by two parts are not called
 * unfit twice as often. Immutable.
 */
public final class FitnessModel {
  private static final int EMBEDDING = 0;
  private static final int LOGITS = 1;
  private static final int IMAGE = 2;
  private static final int PARTS = 3;

  /** Multiplications that the components of an embedding may cost. */
  private static final int MOST_PRODUCTS = 32_768;

  private static final int LEAST_COMPONENTS = 16;

  private final double share;
  private final ReducedMahalanobis distances;
  private final int logitsLength;
  private final CapturePolicy policy;
  private final SignalSchema imageSchema;
  private final List<ScalarSignal> looked = new ArrayList<>();
  private final List<Moments> usual = new ArrayList<>();

  /** [sets of parts x parts]; NaN where a part is not in the set, or there is none. */
  private final double[][] thresholds = new double[1 << PARTS][PARTS];

  private final double[] scales = new double[PARTS];

  private FitnessModel(ContentParts parts, double share) {
    this.share = share;
    SignalTable rows = parts.references().get(0).pool();
    distances =
        parts.model() == null
            ? null
            : ReducedMahalanobis.of(
                parts.model().mahalanobis(),
                Math.max(LEAST_COMPONENTS, MOST_PRODUCTS / parts.embeddingLength()));
    logitsLength = parts.logitsLength();
    policy = parts.provenance().capturePolicy();
    imageSchema = SignalSchema.ofSources(List.of(SignalSources.image()));
    for (ScalarSignal signal : rows.schema().scalarsOf(SignalSources.IMAGE)) {
      double[] values = signal.isTested() ? rows.scalar(signal) : new double[0];
      if (values.length > 1) {
        looked.add(signal);
        usual.add(Moments.of(values));
      }
    }
    double[][] scores = scores(rows);
    for (int p = 0; p < PARTS; p++) {
      double[] there = Arrays.stream(scores[p]).filter(v -> !Double.isNaN(v)).toArray();
      scales[p] = there.length < 2 ? 1 : Math.max(1e-12, Moments.of(there).standardDeviation());
    }
    boolean any = false;
    for (int set = 0; set < thresholds.length; set++) {
      any |= calibrate(scores, set);
    }
    if (!any) {
      throw new IllegalArgumentException(
          "share: "
              + share
              + " (expected: of a baseline with 1 / (1 - share) = "
              + Math.round(1 / (1 - share))
              + " observations with an embedding, logits or an image; it keeps "
              + rows.rows()
              + " in all)");
    }
  }

  /**
   * Of a baseline.
   *
   * @throws IllegalArgumentException if there is nothing to judge by, or too little
   */
  public static FitnessModel of(ContentParts parts, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: in (0, 1))");
    }
    return new FitnessModel(parts, share);
  }

  /** Of each part the scores of all rows, NaN where a row lacks it. */
  private double[][] scores(SignalTable rows) {
    int n = rows.rows();
    double[][] scores = new double[PARTS][n];
    for (double[] part : scores) {
      Arrays.fill(part, Double.NaN);
    }
    int energy = rows.schema().indexOf(ScalarSignal.ENERGY);
    boolean embedded = distances != null && rows.schema().indexOf(VectorSignal.EMBEDDING) >= 0;
    VectorColumn embeddings = embedded ? rows.embeddings() : null;
    float[] embedding = new float[embeddingLength()];
    float[] centred = new float[embeddingLength()];
    float[] whitened = new float[components()];
    for (int row = 0; row < n; row++) {
      if (embedded && embeddings.dimension() > 0 && embeddings.isPresent(row)) {
        embeddings.vector(row, embedding);
        scores[EMBEDDING][row] = distances.score(embedding, centred, whitened);
      }
      scores[LOGITS][row] = energy < 0 ? Double.NaN : rows.scalar(energy, row);
      for (int i = 0; i < looked.size(); i++) {
        double value = rows.scalar(rows.schema().indexOf(looked.get(i)), row);
        scores[IMAGE][row] = larger(scores[IMAGE][row], deviations(i, value));
      }
    }
    return scores;
  }

  private static double larger(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }

  private double deviations(int i, double value) {
    Moments moments = usual.get(i);
    double deviation = Math.max(moments.standardDeviation(), looked.get(i).resolution());
    return Math.abs(value - moments.mean()) / Math.max(1e-9, deviation);
  }

  /** Returns whether there is enough to judge a set of parts by. */
  private boolean calibrate(double[][] scores, int set) {
    Arrays.fill(thresholds[set], Double.NaN);
    int[] rows = whole(scores, set);
    int n = rows.length;
    int allowed = Math.min(n, (int) Math.floor((n + 1) * (1 - share) + 1e-9)); // and one more
    if (set == 0 || allowed < 1) {
      return false;
    }
    double[] least = new double[n];
    Arrays.fill(least, n);
    double[][] sorted = new double[PARTS][];
    for (int p = 0; p < PARTS; p++) {
      if (isIn(set, p)) {
        double[] part = scores[p];
        sorted[p] = Arrays.stream(rows).mapToDouble(r -> part[r]).sorted().toArray();
        for (int i = 0; i < n; i++) {
          least[i] = Math.min(least[i], atLeast(sorted[p], part[rows[i]]));
        }
      }
    }
    Arrays.sort(least);
    int bound = (int) least[allowed - 1] - 1; // fewer rows than allowed are as far out as that
    for (int p = 0; p < PARTS; p++) {
      if (isIn(set, p)) {
        thresholds[set][p] = sorted[p][n - 1 - Math.min(bound, n - 1)];
      }
    }
    return true;
  }

  private static boolean isIn(int set, int part) {
    return (set & 1 << part) != 0;
  }

  /** The rows that have all parts of a set. */
  private static int[] whole(double[][] scores, int set) {
    return IntStream.range(0, scores[0].length)
        .filter(
            row ->
                IntStream.range(0, PARTS)
                    .noneMatch(p -> isIn(set, p) && Double.isNaN(scores[p][row])))
        .toArray();
  }

  /** How many values are at least as large. */
  private static int atLeast(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return sorted.length - low;
  }

  /** The share of clean data that is fit. */
  public double share() {
    return share;
  }

  /** The largest score of a part that is fit, where a set of parts is given. */
  public double threshold(int set, int part) {
    return thresholds[set][part];
  }

  /** The standard deviation of a part's scores. */
  public double scale(int part) {
    return scales[part];
  }

  /** Of embeddings; null without. */
  public ReducedMahalanobis distances() {
    return distances;
  }

  /** 0 without embeddings. */
  public int embeddingLength() {
    return distances == null ? 0 : distances.dimension();
  }

  /** Whether there is enough to judge by a part. */
  public boolean knows(int part) {
    return !Double.isNaN(thresholds[1 << part][part]);
  }

  /** 0 without embeddings. */
  public int components() {
    return distances == null ? 0 : distances.components();
  }

  /** 0 without logits. */
  public int logitsLength() {
    return logitsLength;
  }

  /** Whether it knows images. */
  public boolean hasImages() {
    return knows(IMAGE);
  }

  /** By which images are reduced. */
  public CapturePolicy capturePolicy() {
    return policy;
  }

  /** Measures images, for one thread. */
  public SignalExtractor images() {
    List<SignalSource> sources = List.of(SignalSources.image());
    return new SignalExtractor(imageSchema, sources, null, null, null);
  }

  /** How far out an image is; NaN if nothing of it could be measured. */
  public double deviation(SignalValues measured) {
    double most = Double.NaN;
    for (int i = 0; i < looked.size(); i++) {
      most = larger(most, deviations(i, analysed(measured, i)));
    }
    return most;
  }

  private double analysed(SignalValues measured, int i) {
    return measured.analysed(imageSchema.indexOf(looked.get(i)));
  }

  /** The signal that is furthest out. */
  public String furthest(SignalValues measured) {
    int furthest = 0;
    for (int i = 1; i < looked.size(); i++) {
      if (deviations(i, analysed(measured, i))
          > deviations(furthest, analysed(measured, furthest))) {
        furthest = i;
      }
    }
    return looked.get(furthest).name();
  }
}
