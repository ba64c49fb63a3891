package io.virk.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two runs side by side. A row is outside the noise if the 99.9 % intervals of both means do not
 * meet, and the medians differ by more than either side's own spread, within a JVM or between JVMs.
 * Wall time and processor time are looked at apart: on a busy machine only the second says what the
 * code does.
 *
 * @param warnings what speaks against comparing them
 * @param lines of the rows that both have
 * @param missing keys that only one has
 */
public record Comparison(List<String> warnings, List<Line> lines, List<String> missing) {
  private static final int FEWEST = 3;

  /** What can be said. */
  public enum Verdict {
    /** Too few iterations to say. */
    UNKNOWN,
    /** Nothing that is more than noise. */
    SAME,
    /** The second takes less. */
    FASTER,
    /** The second takes more. */
    SLOWER
  }

  /**
   * A row of both.
   *
   * @param key benchmark, parameters, mode
   * @param before median wall time, ns
   * @param after median wall time, ns
   * @param wall of wall times
   * @param cpuBefore median processor time, ns
   * @param cpuAfter median processor time, ns
   * @param cpu of processor times
   */
  public record Line(
      String key,
      double before,
      double after,
      Verdict wall,
      double cpuBefore,
      double cpuAfter,
      Verdict cpu) {}

  public Comparison {
    warnings = List.copyOf(warnings);
    lines = List.copyOf(lines);
    missing = List.copyOf(missing);
  }

  /** Compares. */
  public static Comparison of(Results before, Results after) {
    Map<String, Row> old = new TreeMap<>();
    before.rows().forEach(r -> old.put(r.key(), r));
    List<Line> lines = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Row row : after.rows()) {
      Row other = old.remove(row.key());
      if (other == null) {
        missing.add("only after: " + row.key());
      } else {
        Sample a = Sample.of(other.times(), other.forks());
        Sample b = Sample.of(row.times(), row.forks());
        Sample c = Sample.of(other.cpuTimes(), other.forks());
        Sample d = Sample.of(row.cpuTimes(), row.forks());
        lines.add(
            new Line(
                row.key(),
                a.median(),
                b.median(),
                verdict(a, b),
                c.median(),
                d.median(),
                verdict(c, d)));
      }
    }
    old.keySet().forEach(key -> missing.add("only before: " + key));
    return new Comparison(warnings(before.environment(), after.environment()), lines, missing);
  }

  /** Whether the second is outside the noise of both. */
  static Verdict verdict(Sample a, Sample b) {
    if (a.count() < FEWEST || b.count() < FEWEST) {
      return Verdict.UNKNOWN;
    }
    boolean apart = a.high() < b.low() || b.high() < a.low();
    double change = b.median() / a.median() - 1;
    if (!apart || !(Math.abs(change) > Math.max(a.spread(), b.spread()))) {
      return Verdict.SAME;
    }
    return change > 0 ? Verdict.SLOWER : Verdict.FASTER;
  }

  private static List<String> warnings(Environment a, Environment b) {
    List<String> warnings = new ArrayList<>();
    differs(warnings, "processor", a.cpu(), b.cpu());
    differs(warnings, "cores", a.cores(), b.cores());
    differs(warnings, "JDK", a.jdk(), b.jdk());
    differs(warnings, "collector", a.collector(), b.collector());
    differs(warnings, "effort", a.effort(), b.effort());
    for (Environment one : List.of(a, b)) {
      if (Math.max(one.loadBefore(), one.loadAfter()) > one.cores()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "load %.1f to %.1f on %d cores: go by processor time, and run again when quiet",
                one.loadBefore(),
                one.loadAfter(),
                one.cores()));
      }
    }
    return warnings;
  }

  private static void differs(List<String> warnings, String what, Object a, Object b) {
    if (!a.equals(b)) {
      warnings.add(what + " differs: " + a + ", " + b);
    }
  }

  /** As lines of text: warnings, what changed, what did not, what is missing. */
  public String text() {
    StringBuilder out = new StringBuilder();
    warnings.forEach(w -> out.append("warning: ").append(w).append('\n'));
    long outside = 0;
    for (Line line : lines) {
      boolean changed = isOutside(line.wall) || isOutside(line.cpu);
      outside += changed ? 1 : 0;
      out.append(
          String.format(
              Locale.ROOT,
              "%s %-76s %9s -> %9s %6.3f %-8s cpu %9s -> %9s %6.3f %s%n",
              changed ? "*" : " ",
              line.key,
              Times.text(line.before),
              Times.text(line.after),
              line.after / line.before,
              word(line.wall),
              Times.text(line.cpuBefore),
              Times.text(line.cpuAfter),
              line.cpuAfter / line.cpuBefore,
              word(line.cpu)));
    }
    missing.forEach(m -> out.append(m).append('\n'));
    out.append(
        String.format(Locale.ROOT, "%d of %d rows are outside the noise%n", outside, lines.size()));
    return out.toString();
  }

  private static boolean isOutside(Verdict verdict) {
    return verdict == Verdict.FASTER || verdict == Verdict.SLOWER;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case UNKNOWN -> "too few";
      case SAME -> "noise";
      case FASTER -> "faster";
      case SLOWER -> "slower";
    };
  }
}
