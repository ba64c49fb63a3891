package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.process.Child;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM without Flight Recorder and a host without Micrometer miss nothing else. */
@Tag("slow")
class BareHostTest {
  @TempDir Path folder;

  /** Runs {@link BareHost} and gives what it said. */
  private List<String> run(List<String> options, Predicate<String> onClassPath) throws Exception {
    String classPath =
        Stream.of(Child.classPath().split(File.pathSeparator))
            .filter(onClassPath)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = Child.jvm(options.toArray(String[]::new));
    command.addAll(List.of("-cp", classPath, BareHost.class.getName()));
    return Child.run(folder, command)
        .lines()
        .filter(l -> l.matches("(jfr|micrometer|drifts|listener) .*"))
        .toList();
  }

  @Test
  void withoutTheModuleOfFlightRecorder() throws Exception {
    assertEquals(
        List.of("jfr false", "micrometer true", "drifts 1", "listener failures 0"),
        run(
            List.of("--limit-modules", "java.base,java.desktop,java.logging,java.management"),
            entry -> true));
  }

  @Test
  void withoutMicrometer() throws Exception {
    assertEquals(
        List.of("jfr true", "micrometer false", "drifts 1", "listener failures 0"),
        run(List.of(), entry -> !entry.contains("micrometer") && !entry.contains("prometheus")));
  }

  @Test
  void withNeither() throws Exception {
    assertEquals(
        List.of("jfr false", "micrometer false", "drifts 1", "listener failures 0"),
        run(
            List.of("--limit-modules", "java.base,java.desktop"),
            entry -> !entry.contains("micrometer") && !entry.contains("prometheus")));
  }
}
