package io.virk.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test starts. */
public final class Child {
  private Child() {}

  /** The JVM that runs the tests, with options. */
  public static List<String> jvm(String... options) {
    return jvm(Path.of(System.getProperty("java.home")), options);
  }

  /** The JVM of a JDK, with options. */
  public static List<String> jvm(Path jdk, String... options) {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin").resolve("java").toString());
    command.addAll(List.of(options));
    return command;
  }

  /** What the tests see: Surefire may hide it in the manifest of a jar. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** A program of the tests, by the JVM that runs them. */
  public static List<String> program(List<String> jvm, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /**
   * Runs a command to its end, which must be a good one.
   *
   * @param folder where it runs
   * @return what it said, on both streams
   */
  public static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    File out = File.createTempFile("said", ".txt", folder.toFile());
    Process child =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      assertTrue(child.waitFor(3, TimeUnit.MINUTES), "still running: " + command);
    } finally {
      child.destroyForcibly();
    }
    String said = Files.readString(out.toPath(), StandardCharsets.UTF_8);
    assertEquals(0, child.exitValue(), said);
    return said;
  }
}
