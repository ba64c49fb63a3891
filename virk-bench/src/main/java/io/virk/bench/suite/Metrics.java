package io.virk.bench.suite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a document can name of a row: least, median, mean, low, high, cpu, cpuMedian, processCpu,
 * bytes, share (of the ceiling), p50 to p99.99 (of calls). Of a pair with Python: peer, ours (least
 * wall times), peerCpu, ourCpu, ratio (of the least processor times). Of an environment: jdk, cpu,
 * commit, date, load.
 */
final class Metrics {
  /** What an environment has. */
  static final String WORDS = "jdk, cpu, commit, date or load";

  private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
  private static final MathContext THREE = new MathContext(3);
  private static final double TINY = 0.01;
  private static final int COMMIT = 8;
  private static final int DATE = 10;

  private Metrics() {}

  /** Of a row; empty if it has none of the name. */
  static Optional<Double> of(Row row, String metric) {
    Double value =
        switch (metric) {
          case "least" -> row.least();
          case "median" -> row.median();
          case "mean" -> row.mean();
          case "low" -> row.low();
          case "high" -> row.high();
          case "cpu" -> row.cpu();
          case "cpuMedian" -> row.cpuMedian();
          case "processCpu" -> row.processCpu();
          case "bytes" -> row.allocated();
          case "share" -> row.work() == null ? null : row.work().share();
          default -> metric.startsWith("p") ? row.percentiles().get(metric.substring(1)) : null;
        };
    return Optional.ofNullable(value).filter(Double::isFinite);
  }

  /** Of a pair; empty if it has none of the name. */
  static Optional<Double> of(PythonPair pair, String metric) {
    return switch (metric) {
      case "peer" -> Optional.of(pair.peerLeast());
      case "ours" -> Optional.of(pair.ourLeast());
      case "peerCpu" -> Optional.of(pair.peerCpu());
      case "ourCpu" -> Optional.of(pair.ourCpu());
      case "ratio" -> Optional.of(pair.ratio());
      default -> Optional.empty();
    };
  }

  /** Of an environment; empty if it has none of the name. */
  static Optional<String> of(Environment e, String metric) {
    String value =
        Map.of(
                "jdk",
                e.jdk().replaceFirst("[+ ].*", ""),
                "cpu",
                e.cpu() + ", " + e.cores() + " cores",
                "commit",
                e.commit().substring(0, Math.min(COMMIT, e.commit().length())),
                "date",
                e.begun().substring(0, DATE),
                "load",
                String.format(Locale.ROOT, "%.1f to %.1f", e.loadBefore(), e.loadAfter()))
            .get(metric);
    return Optional.ofNullable(value);
  }

  /**
   * For documents: three digits.
   *
   * @throws IllegalArgumentException of another unit
   */
  static String text(String metric, double value, Optional<String> unit) {
    if (unit.isPresent()) {
      int thousands = UNITS.indexOf(unit.get());
      if (thousands >= 0) {
        return plain(value / Math.pow(1000, thousands)) + " " + unit.get();
      }
      return switch (unit.get()) {
        case "%" -> plain(100 * value) + " %";
        case "x" -> plain(value);
        default ->
            throw new IllegalArgumentException(
                "unit: " + unit.get() + " (expected: ns .. s, %, x)");
      };
    }
    return switch (metric) {
      case "bytes" -> value < TINY ? "0 B" : plain(value) + " B";
      case "share" -> String.format(Locale.ROOT, "%.0f %%", 100 * value);
      case "ratio" -> plain(value);
      default -> Times.text(value);
    };
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(THREE).stripTrailingZeros().toPlainString();
  }
}
