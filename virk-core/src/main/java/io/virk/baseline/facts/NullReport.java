package io.virk.baseline.facts;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.detect.Slice;
import io.virk.stats.Interval;
import io.virk.stats.twosample.BinomialInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a baseline's null distributions promise, and what held-back reference data gave.
 *
 * <p>Every detector of every slice is calibrated anew several times, each time with a part of the
 * reference data left out, and judges the windows of that part, one after the other without
 * overlap. So each window is judged by a null distribution that has not seen it. What was asked for
 * is one alarm in {@value #ONE_IN} windows of a single detector: few baselines have data enough to
 * count anything rarer. The interval is that of Clopper and Pearson, as if windows were
 * independent; where the autocorrelation time is longer than the window it is too narrow. An
 * achieved share above what was asked for, beyond its interval, means that the reference data are
 * not of one piece: something changed while they were taken, or they cover a season too few times.
 *
 * <p>That tests the body of the null distributions. Thresholds in force lie further out, in the
 * fitted tail; how well one is known that a single detector would exceed once in {@value
 * #THRESHOLD_ONE_IN} windows, its own interval says.
 *
 * @param baseline name of the baseline
 * @param hash of the baseline
 * @param window observations of a window
 * @param embeddings what the baseline holds of them, in words: the means that distances are taken
 *     from, random features; empty if they are not monitored
 * @param rows one for each slice, signal and detector. Of the detectors "mmd" and
 *     "random-feature-mmd" one alone judges a window: the latter those of slices that keep no
 *     embeddings
 */
public record NullReport(
    String baseline, String hash, int window, Optional<String> embeddings, List<Row> rows) {
  /** Held-back windows are judged at one alarm in so many. */
  public static final int ONE_IN = 20;

  /** Thresholds are reported at one alarm in so many windows of a single detector. */
  public static final int THRESHOLD_ONE_IN = 1000;

  public NullReport {
    rows = List.copyOf(rows);
  }

  /**
   * One detector on one signal of one slice.
   *
   * @param slice whose reference
   * @param signal name of the signal
   * @param detector name of the detector
   * @param values of the signal, reference and calibration part together
   * @param autocorrelationTime of the signal, observations
   * @param effectiveSize independent values that they are worth
   * @param block observations that were drawn together
   * @param refusal why the detector answers INSUFFICIENT_DATA, or empty
   * @param threshold exceeded once in {@link #THRESHOLD_ONE_IN} windows; NaN if refused
   * @param thresholdLow end of its 95 % interval
   * @param thresholdHigh end of its 95 % interval
   * @param windows held-back windows that were judged
   * @param alarms of them
   */
  public record Row(
      Slice slice,
      String signal,
      String detector,
      int values,
      double autocorrelationTime,
      double effectiveSize,
      int block,
      Optional<String> refusal,
      double threshold,
      double thresholdLow,
      double thresholdHigh,
      int windows,
      int alarms) {

    /**
     * The share of held-back windows that alarmed.
     *
     * @return 0 .. 1, NaN if none was judged
     */
    public double achieved() {
      return (double) alarms / windows;
    }

    /**
     * The 95 % interval of {@link #achieved()}.
     *
     * @return the interval, all of [0, 1] if no window was judged
     */
    public Interval interval() {
      return windows == 0
          ? new Interval(0, 1)
          : BinomialInterval.clopperPearson(alarms, windows, 0.95);
    }

    /**
     * Whether more windows alarmed than asked for, beyond chance.
     *
     * @return true if the whole interval lies above 1 / {@link #ONE_IN}
     */
    public boolean exceeds() {
      return interval().low() > 1.0 / ONE_IN;
    }
  }

  /**
   * The rows in which more held-back windows alarmed than asked for, beyond chance. With many rows
   * one in some forty is here by chance alone.
   *
   * @return some of {@link #rows()}
   */
  public List<Row> exceeding() {
    return rows.stream().filter(Row::exceeds).toList();
  }

  /**
   * The refusals, each once.
   *
   * @return one line a slice and signal
   */
  public List<String> refusals() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      row.refusal().map(r -> row.slice() + ", " + row.signal() + ": " + r).ifPresent(lines::add);
    }
    return lines.stream().distinct().toList();
  }

  /**
   * A table for people.
   *
   * @return lines of at most 120 characters but for refusals
   */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Null report of %s (%.12s), windows of %d. Asked of each detector alone: 1 alarm in %d"
                + " held-back windows (%.1f %%).%n",
            baseline,
            hash,
            window,
            ONE_IN,
            100.0 / ONE_IN));
    embeddings.ifPresent(words -> text.append("Embeddings: ").append(words).append(".\n"));
    text.append(
        String.format(
            Locale.ROOT,
            "%-16s %-16s %-20s %6s %6s %9s %5s %15s %18s %s%n",
            "slice",
            "signal",
            "detector",
            "values",
            "memory",
            "effective",
            "block",
            "alarms",
            "achieved % (95 %)",
            "threshold at 1 in " + THRESHOLD_ONE_IN));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %-16s %-20s %6d %6.1f %9.1f %5d ",
              row.slice(),
              row.signal(),
              row.detector(),
              row.values(),
              row.autocorrelationTime(),
              row.effectiveSize(),
              row.block()));
      if (row.refusal().isPresent()) {
        text.append("refused\n");
        continue;
      }
      Interval interval = row.interval();
      text.append(
          String.format(
              Locale.ROOT,
              "%5d in %6d %5.1f (%4.1f .. %4.1f) %.4g (%.4g .. %.4g)%s%n",
              row.alarms(),
              row.windows(),
              100 * row.achieved(),
              100 * interval.low(),
              100 * interval.high(),
              row.threshold(),
              row.thresholdLow(),
              row.thresholdHigh(),
              row.exceeds() ? " MORE THAN ASKED FOR" : ""));
    }
    refusals().forEach(line -> text.append("refused: ").append(line).append('\n'));
    return text.toString();
  }

  /**
   * The same as JSON.
   *
   * @return an object; numbers that are undefined are null
   */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("baseline", baseline);
    json.addProperty("hash", hash);
    json.addProperty("window", window);
    json.addProperty("asked", 1.0 / ONE_IN);
    json.addProperty("thresholdProbability", 1.0 / THRESHOLD_ONE_IN);
    json.addProperty("embeddings", embeddings.orElse(null));
    JsonArray list = new JsonArray();
    for (Row row : rows) {
      JsonObject one = new JsonObject();
      one.addProperty("slice", row.slice().toString());
      one.addProperty("signal", row.signal());
      one.addProperty("detector", row.detector());
      one.addProperty("values", row.values());
      one.addProperty("autocorrelationTime", row.autocorrelationTime());
      one.addProperty("effectiveSize", row.effectiveSize());
      one.addProperty("block", row.block());
      one.addProperty("refusal", row.refusal().orElse(null));
      one.addProperty("threshold", finite(row.threshold()));
      one.addProperty("thresholdLow", finite(row.thresholdLow()));
      one.addProperty("thresholdHigh", finite(row.thresholdHigh()));
      one.addProperty("windows", row.windows());
      one.addProperty("alarms", row.alarms());
      one.addProperty("achieved", finite(row.achieved()));
      one.addProperty("achievedLow", row.interval().low());
      one.addProperty("achievedHigh", row.interval().high());
      list.add(one);
    }
    json.add("rows", list);
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json) + "\n";
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
