package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(onClassPath)
            .collect(Collectors.joining(File.pathSeparator));
    Path out = folder.resolve("out.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, BareHost.class.getName()));
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertTrue(child.waitFor(60, TimeUnit.SECONDS), "still running");
    } finally {
      child.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertEquals(0, child.exitValue(), String.join("\n", lines));
    return lines.stream().filter(l -> l.matches("(jfr|micrometer|drifts|listener) .*")).toList();
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
