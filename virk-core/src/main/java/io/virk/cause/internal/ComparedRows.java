package io.virk.cause.internal;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.internal.Words;
import io.virk.signal.AsinhScale;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Finds in two tables what can be compared with signatures: the columns, and the whole rows. */
public final class ComparedRows {
  /** Rows of a window with all signals, at least. */
  static final int MINIMUM_ROWS = 4;

  /** Signals that are compared at most: the cost grows with their cube. */
  private static final int MOST_SIGNALS = 128;

  /** Rows of the baseline with all signals, at least. */
  private static final int MINIMUM_BASE = 8;

  /** A signal is compared if at least this share of the rows with any signal has it. */
  private static final double PRESENT = 0.5;

  /** More likely than not. */
  private static final double SURE = 0.5;

  private ComparedRows() {}

  /**
   * What windows are compared with.
   *
   * @param signatures of the baseline, all of the same columns and scale; causes that this library
   *     does not know are compared like the others
   * @param directions of the embedding that they have columns of, if they have
   * @param pool all rows of the baseline. Not modified.
   * @param rows those of them by which the directions were not chosen, for they scatter like a
   *     window. Not modified.
   * @param autocorrelationTime of a signal on the baseline, observations, &ge; 1
   */
  public record Known(
      List<CauseSignature> signatures,
      Optional<CauseDirections> directions,
      SignalTable pool,
      SignalTable rows,
      ToDoubleFunction<ScalarSignal> autocorrelationTime) {}

  /**
   * Ranks causes by how well their signatures explain the difference of two tables. Compared are
   * the signals that are columns of all signatures and of both tables, their tails drawn in; rows
   * that lack one of them are left out.
   *
   * <p>Where signatures know the embedding, and both tables have it, it decides between causes: of
   * a change that the signals show. By itself it never makes a cause of what the signals do not
   * show, or no cause explains: the content of pictures moves it, too.
   *
   * @param known of the baseline
   * @param window rows that drifted. Not modified.
   * @return the fingerprint; {@link Fingerprint#none} with the reason where there is too little to
   *     compare
   */
  public static Fingerprint match(Known known, SignalTable window) {
    if (known.signatures().isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-images"));
    }
    List<ScalarSignal> columns =
        SignatureBook.common(known.signatures()).stream()
            .flatMap(c -> known.pool().schema().scalar(c).stream())
            .limit(MOST_SIGNALS)
            .toList();
    List<ScalarSignal> ofBaseline = present(columns, known.pool());
    if (ofBaseline.isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-signals"));
    }
    List<ScalarSignal> signals = present(ofBaseline, window);
    if (signals.isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-drifted-signals"));
    }
    Fingerprint ofSignals = match(known, known.pool(), signals, window, Optional.empty());
    if (ofSignals.unchanged() > SURE || ofSignals.causes().isEmpty()) {
      return ofSignals;
    }
    return known
        .directions()
        .filter(d -> isEmbedded(known.rows(), d) && isEmbedded(window, d))
        .map(d -> match(known, known.rows(), signals, window, Optional.of(d)))
        .filter(both -> both.unchanged() <= SURE && both.unknown() <= SURE)
        .filter(both -> !both.causes().isEmpty())
        .orElse(ofSignals);
  }

  private static boolean isEmbedded(SignalTable table, CauseDirections directions) {
    VectorColumn embeddings = table.embeddings();
    return embeddings.dimension() == directions.length() && embeddings.count() > 0;
  }

  private static Fingerprint match(
      Known known,
      SignalTable baseline,
      List<ScalarSignal> signals,
      SignalTable window,
      Optional<CauseDirections> directions) {
    CauseSignature first = known.signatures().get(0);
    AsinhScale scale =
        first
            .scale()
            .at(SignatureBook.places(signals.stream().map(ScalarSignal::name).toList(), first));
    double[][] base = whole(signals, scale, baseline, directions);
    if (base.length < MINIMUM_BASE) {
      return Fingerprint.none(Words.of("reason.few-rows", base.length, MINIMUM_BASE));
    }
    double[][] rows = whole(signals, scale, window, directions);
    if (rows.length < MINIMUM_ROWS) {
      return Fingerprint.none(Words.of("reason.few-drifted-rows", rows.length, MINIMUM_ROWS));
    }
    List<String> ofEmbedding = directions.map(CauseDirections::columns).orElse(List.of());
    double[] resolutions =
        DoubleStream.concat(
                signals.stream().mapToDouble(ScalarSignal::resolution),
                ofEmbedding.stream().mapToDouble(c -> 0))
            .toArray();
    double longest =
        Math.max(1, signals.stream().mapToDouble(known.autocorrelationTime()).max().orElse(1));
    List<String> columns =
        Stream.concat(signals.stream().map(ScalarSignal::name), ofEmbedding.stream()).toList();
    ObservedChange change = new ObservedChange(columns, base, rows, longest, resolutions);
    Fingerprint found = new FingerprintMatcher(change).rank(known.signatures());
    return directions.isEmpty() ? found : told(found);
  }

  /** The embedding by its name, in the place of the directions along it. */
  private static Fingerprint told(Fingerprint found) {
    return new Fingerprint(
        told(found.causes()),
        found.unchanged(),
        found.unknown(),
        named(found.columns()),
        told(found.together()),
        found.reason());
  }

  private static List<CauseMatch> told(List<CauseMatch> matches) {
    return matches.stream()
        .map(
            m ->
                new CauseMatch(
                    m.cause(),
                    m.family(),
                    m.severity(),
                    m.similarity(),
                    named(m.signals()),
                    m.fits(),
                    m.probability()))
        .toList();
  }

  private static List<String> named(List<String> columns) {
    return columns.stream()
        .map(c -> CauseDirections.isOfEmbedding(c) ? VectorSignal.EMBEDDING.name() : c)
        .distinct()
        .toList();
  }

  /** Those that most rows have, of the rows that have any. */
  private static List<ScalarSignal> present(List<ScalarSignal> signals, SignalTable table) {
    List<ScalarSignal> columns =
        signals.stream().flatMap(s -> table.schema().scalar(s.name()).stream()).toList();
    int most = columns.stream().mapToInt(table::count).max().orElse(0);
    return most == 0
        ? List.of()
        : columns.stream().filter(s -> table.count(s) >= PRESENT * most).toList();
  }

  /** The rows that have every signal, scaled, and the embedding. */
  private static double[][] whole(
      List<ScalarSignal> signals,
      AsinhScale scale,
      SignalTable table,
      Optional<CauseDirections> directions) {
    int[] at = signals.stream().mapToInt(table.schema()::indexOf).toArray();
    List<double[]> rows = new ArrayList<>();
    for (int r = 0; r < table.rows(); r++) {
      int i = r;
      double[] row = new double[at.length + directions.map(d -> d.columns().size()).orElse(0)];
      boolean whole = directions.isEmpty() || table.embeddings().isPresent(i);
      for (int s = 0; s < at.length; s++) {
        row[s] = scale.scaled(s, table.scalar(at[s], i));
        whole &= Double.isFinite(row[s]);
      }
      if (whole) {
        directions.ifPresent(d -> along(d, table.embeddings(), i, row, at.length));
        rows.add(row);
      }
    }
    return rows.toArray(new double[0][]);
  }

  private static void along(
      CauseDirections directions, VectorColumn embeddings, int row, double[] values, int from) {
    float[] embedding = new float[directions.length()];
    embeddings.vector(row, embedding);
    double[] along = directions.along(embedding);
    System.arraycopy(along, 0, values, from, along.length);
  }
}
