package io.virk.bench.suite;

import java.util.List;
import java.util.Map;

/** Rows and results that were never measured. */
final class SampleRows {
  private SampleRows() {}

  static Row row(
      Group group, String benchmark, Map<String, String> parameters, String kernels, double... ns) {
    return row(group, benchmark, parameters, true, kernels, ns);
  }

  static Row row(
      Group group,
      String benchmark,
      Map<String, String> parameters,
      boolean usual,
      String kernels,
      double... ns) {
    List<Double> times = java.util.Arrays.stream(ns).boxed().toList();
    Sample sample = Sample.of(times);
    return new Row(
        group.word(),
        benchmark,
        parameters,
        usual,
        kernels,
        "avgt",
        1,
        2,
        ns.length,
        0.3,
        List.of(),
        sample.median(),
        null,
        null,
        sample.least(),
        sample.median(),
        times,
        times,
        sample.least(),
        sample.median(),
        sample.median(),
        0,
        Map.of(),
        1,
        1,
        null);
  }

  static Results results(Row... rows) {
    return new Results(
        Results.FORMAT,
        new Environment(
            "a processor",
            List.of("avx2"),
            Map.of("L1 Data", "48K"),
            2,
            4096,
            "Linux 6",
            "17",
            List.of("G1"),
            "scalar",
            "abc",
            false,
            RowRun.Effort.FULL,
            "2026-01-02T03:04:05Z",
            60,
            0.5,
            0.7),
        List.of(rows),
        List.of(),
        List.of(),
        List.of());
  }
}
