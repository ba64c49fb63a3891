package io.virk.bench.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a row could take at least on this machine, from rows of the same run: the multiply-adds that
 * it must do at the rate of {@code FmaPeakBenchmark}, the bytes that it must read at the rate of
 * {@code BandwidthBenchmark}, or a bare copy, or bare ONNX Runtime, of the same data. Work that can
 * be saved is not counted as work.
 */
final class Ceilings {
  /** How many multiply-adds a step of the peak does, by bits of a vector: twelve sums. */
  private static final double SUMS = 12.0 / 32;

  private static final double STEPS = 1e6;
  private static final String PEAK = "kernel.FmaPeakBenchmark.millionStepsVector";
  private static final String BANDWIDTH = "ceiling.BandwidthBenchmark.readVector";

  /** Work by the multiply-adds of one operation, and the bytes that it reads at least. */
  private record Products(
      String benchmark,
      ToDoubleFunction<Map<String, String>> count,
      ToDoubleFunction<Map<String, String>> bytes) {}

  /** Another row with the same parameters, which does what cannot be saved. */
  private record Beside(String benchmark, String bare, String words) {}

  /** Bytes that are read. */
  private record Reads(String benchmark, ToDoubleFunction<Map<String, String>> bytes) {}

  private static final List<Products> PRODUCTS =
      List.of(
          new Products(
              "kernel.MmdBenchmark.",
              p -> (2 * n(p, "n") - 1) * n(p, "n") * n(p, "d"),
              p -> 8 * n(p, "n") * n(p, "d")),
          new Products(
              "kernel.MmdPermutationBenchmark.",
              p -> (2 * n(p, "n") - 1) * n(p, "n") * 512,
              p -> 8 * n(p, "n") * 512),
          new Products(
              "kernel.MmdWindowBenchmark.whole",
              p -> n(p, "window") * (n(p, "references") + (n(p, "window") - 1) / 2) * 512,
              p -> 4 * (n(p, "window") + n(p, "references")) * 512),
          new Products(
              "OutOfDistributionBenchmark.mahalanobis",
              // a triangle for each observation, then its distance to each mean
              p -> n(p, "n") * n(p, "d") * (n(p, "d") / 2 + n(p, "classes")),
              p -> 4 * n(p, "d") * (n(p, "n") + n(p, "d") / 2 + n(p, "classes"))),
          new Products(
              "OutOfDistributionBenchmark.neighbours",
              p -> n(p, "queries") * n(p, "references") * n(p, "d"),
              p -> 4 * n(p, "d") * (n(p, "queries") + n(p, "references"))));

  private static final List<Beside> BESIDE =
      List.of(
          new Beside("capture.CaptureBenchmark.sampledImage", "bareCopyHot", "a bare copy"),
          new Beside("capture.CaptureBenchmark.committedImage", "bareCopyInTurn", "a bare copy"),
          new Beside("capture.CaptureBenchmark.sampledTensor", "bareCopyTensor", "a bare copy"),
          new Beside("ImageCopyBenchmark.array", "bareCopy", "a bare copy of the whole"),
          new Beside("ImageCopyBenchmark.direct", "bareCopy", "a bare copy of the whole"),
          new Beside("EmbedderBenchmark.embedder", "bareTensors", "bare ONNX Runtime"));

  private static final List<Reads> READS =
      List.of(
          new Reads("BinnedDriftBenchmark.", p -> 4 * n(p, "size")),
          new Reads("ReferenceComparisonBenchmark.compare", p -> 4 * n(p, "size")),
          new Reads("OutOfDistributionBenchmark.logits", p -> 4 * n(p, "rows") * n(p, "logits")));

  private Ceilings() {}

  private static double n(Map<String, String> parameters, String name) {
    return Double.parseDouble(parameters.get(name));
  }

  /** Puts shares beside the rows that have a ceiling in the same run. */
  static List<Row> beside(List<Row> rows) {
    List<Row> with = new ArrayList<>();
    for (Row row : rows) {
      with.add(of(row, rows).map(row::withWork).orElse(row));
    }
    return with;
  }

  private static Optional<Row.Share> of(Row row, List<Row> rows) {
    Optional<Row.Share> products =
        PRODUCTS.stream()
            .filter(p -> row.benchmark().startsWith(p.benchmark()))
            .findFirst()
            .flatMap(
                p -> {
                  double count = p.count().applyAsDouble(row.parameters());
                  double bytes = p.bytes().applyAsDouble(row.parameters());
                  return peak(rows)
                      .map(rate -> share("multiply-adds", row, count / rate, count, bytes));
                });
    if (products.isPresent()) {
      return products;
    }
    Optional<Row.Share> bare =
        BESIDE.stream()
            .filter(b -> row.benchmark().equals(b.benchmark()))
            .findFirst()
            .flatMap(
                b ->
                    rows.stream()
                        .filter(r -> r.benchmark().equals(row.type() + "." + b.bare()))
                        .filter(r -> hasAll(row.parameters(), r.parameters()))
                        .map(r -> share(b.words(), row, r.least(), 0, 0))
                        .findFirst());
    if (bare.isPresent()) {
      return bare;
    }
    return READS.stream()
        .filter(r -> row.benchmark().startsWith(r.benchmark()))
        .findFirst()
        .flatMap(
            r -> {
              double bytes = r.bytes().applyAsDouble(row.parameters());
              return bandwidth(rows, bytes)
                  .map(rate -> share("bytes read", row, bytes / rate, 0, bytes));
            });
  }

  /** A bare copy has no settings of a slot. */
  private static boolean hasAll(Map<String, String> all, Map<String, String> some) {
    return all.entrySet().containsAll(some.entrySet());
  }

  private static Row.Share share(
      String ceiling, Row row, double nanos, double products, double bytes) {
    return new Row.Share(ceiling, nanos, nanos / row.least(), products, bytes);
  }

  /** Multiply-adds a nanosecond. */
  static Optional<Double> peak(List<Row> rows) {
    return rows.stream()
        .filter(r -> r.benchmark().equals(PEAK))
        .map(r -> STEPS * SUMS * ForkProbe.bits(r.kernels()) / r.least())
        .max(Comparator.naturalOrder());
  }

  /** Bytes a nanosecond, of the smallest measured size that holds so many. */
  static Optional<Double> bandwidth(List<Row> rows, double bytes) {
    return rows.stream()
        .filter(r -> r.benchmark().equals(BANDWIDTH))
        .sorted(
            Comparator.comparing((Row r) -> n(r.parameters(), "bytes") < bytes)
                .thenComparing(r -> Math.abs(n(r.parameters(), "bytes") - bytes)))
        .map(r -> n(r.parameters(), "bytes") / r.least())
        .findFirst();
  }
}
