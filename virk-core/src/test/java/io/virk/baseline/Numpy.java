package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs what a Python job would do to files, if there is a Python with NumPy. */
final class Numpy {
  /** Ends the program where there is no NumPy. */
  private static final String IMPORT =
      """
      import sys
      try:
          import numpy
      except ImportError:
          sys.exit(77)
      """;

  private Numpy() {}

  /** Runs a program that has {@code sys} and {@code numpy}; what it prints. */
  static String run(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", IMPORT + program));
    command.addAll(List.of(arguments));
    Process python;
    try {
      python =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("left out: no python3");
      return "";
    }
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = python.waitFor();
    Assumptions.assumeTrue(code != 77, "left out: python3 has no numpy");
    assertEquals(0, code, out);
    return out;
  }
}
