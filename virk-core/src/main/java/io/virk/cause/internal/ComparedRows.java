package io.virk.cause.internal;

import io.virk.cause.Fingerprint;
import io.virk.internal.Words;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

  private ComparedRows() {}

  /**
   * Ranks causes by how well their signatures explain the difference of two tables. Compared are
   * the signals that are columns of all signatures and of both tables; rows that lack one of them
   * are left out.
   *
   * @param signatures of the baseline; causes that this library does not know are compared like the
   *     others
   * @param baseline rows of the baseline. Not modified.
   * @param window rows that drifted. Not modified.
   * @param autocorrelationTime of a signal on the baseline, observations, &ge; 1
   * @return the fingerprint; {@link Fingerprint#none} with the reason where there is too little to
   *     compare
   */
  public static Fingerprint match(
      List<CauseSignature> signatures,
      SignalTable baseline,
      SignalTable window,
      ToDoubleFunction<ScalarSignal> autocorrelationTime) {
    if (signatures.isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-images"));
    }
    List<ScalarSignal> known =
        SignatureBook.common(signatures).stream()
            .flatMap(c -> baseline.schema().scalar(c).stream())
            .limit(MOST_SIGNALS)
            .toList();
    List<ScalarSignal> ofBaseline = present(known, baseline);
    if (ofBaseline.isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-signals"));
    }
    List<ScalarSignal> signals = present(ofBaseline, window);
    if (signals.isEmpty()) {
      return Fingerprint.none(Words.of("reason.no-drifted-signals"));
    }
    double[][] base = whole(signals, baseline);
    if (base.length < MINIMUM_BASE) {
      return Fingerprint.none(
          Words.of("reason.few-rows", base.length, signals.size(), MINIMUM_BASE));
    }
    double[][] rows = whole(signals, window);
    if (rows.length < MINIMUM_ROWS) {
      return Fingerprint.none(
          Words.of("reason.few-drifted-rows", rows.length, signals.size(), MINIMUM_ROWS));
    }
    double[] resolutions = signals.stream().mapToDouble(ScalarSignal::resolution).toArray();
    double longest = Math.max(1, signals.stream().mapToDouble(autocorrelationTime).max().orElse(1));
    List<String> columns = signals.stream().map(ScalarSignal::name).toList();
    ObservedChange change = new ObservedChange(columns, base, rows, longest, resolutions);
    return new FingerprintMatcher(change).rank(signatures);
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

  /** The rows that have every signal. */
  private static double[][] whole(List<ScalarSignal> signals, SignalTable table) {
    int[] at = signals.stream().mapToInt(table.schema()::indexOf).toArray();
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < table.rows(); i++) {
      double[] row = new double[at.length];
      boolean whole = true;
      for (int s = 0; s < at.length; s++) {
        row[s] = table.scalar(at[s], i);
        whole &= Double.isFinite(row[s]);
      }
      if (whole) {
        rows.add(row);
      }
    }
    return rows.toArray(new double[0][]);
  }
}
