package io.virk.bench.suite;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;

/**
 * A benchmark with its parameters, that is to be run.
 *
 * @param group that it belongs to
 * @param benchmark class and method
 * @param mode of JMH
 * @param parameters one value each
 * @param flags that the benchmark asks of its JVM
 * @param usual whether each parameter has its first value; the other rows are of a sweep
 */
public record PlannedRow(
    Group group,
    String benchmark,
    Mode mode,
    Map<String, String> parameters,
    List<String> flags,
    boolean usual) {

  /** Class, method, parameters and mode, without the package that all share. */
  public String label() {
    return Row.shortName(benchmark)
        + (parameters.isEmpty() ? "" : " " + parameters)
        + (mode == Mode.SampleTime ? " (calls)" : "");
  }
}
