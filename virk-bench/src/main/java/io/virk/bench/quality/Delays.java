package io.virk.bench.quality;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Observations from changes to the drifts opened, and what they were worth. A drift that was open
 * at the onset says nothing; one that was never opened counts as later than all others in the
 * median.
 */
final class Delays {
  private final List<double[]> observed = new ArrayList<>();
  private int open;

  /** A drift was open at the onset. */
  static final Delays OPEN = new Delays(1, List.of());

  Delays() {
    this(0, List.of());
  }

  private Delays(int open, List<double[]> observed) {
    this.open = open;
    this.observed.addAll(observed);
  }

  /**
   * One run.
   *
   * @param observations to the drift opened; infinite if it was missed
   * @param spacing of how many one counted
   */
  static Delays of(double observations, double spacing) {
    return new Delays(0, List.of(new double[] {observations, observations / spacing}));
  }

  void add(Delays other) {
    open += other.open;
    observed.addAll(other.observed);
  }

  int runs() {
    return observed.size() + open;
  }

  int open() {
    return open;
  }

  double missed() {
    return (double) observed.stream().filter(d -> Double.isInfinite(d[0])).count()
        / observed.size();
  }

  private double median(int column) {
    double[] sorted = observed.stream().mapToDouble(d -> d[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** The median; infinite if half are missed. */
  double median() {
    return median(0);
  }

  /** The same in observations that count. */
  double effective() {
    return median(1);
  }

  /** Missed in percent, the median in observations and in those that count. */
  String words() {
    if (observed.isEmpty()) {
      return "all open";
    }
    String missed =
        missed() > 0 ? String.format(Locale.ROOT, ", %.0f %% missed", 100 * missed()) : "";
    return (Double.isInfinite(median())
            ? "-"
            : String.format(Locale.ROOT, "%.0f (%.0f)", median(), effective()))
        + missed;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("runs", runs());
    json.addProperty("open", open);
    if (!observed.isEmpty()) {
      json.addProperty("missed", missed());
      if (!Double.isInfinite(median())) {
        json.addProperty("delay", median());
        json.addProperty("effectiveDelay", effective());
      }
    }
    return json;
  }

  /** Those of several runs, together. */
  static Delays together(List<Delays> all) {
    Delays sum = new Delays();
    all.forEach(sum::add);
    return sum;
  }
}
