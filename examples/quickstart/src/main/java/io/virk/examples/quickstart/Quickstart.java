package io.virk.examples.quickstart;

import java.io.IOException;
import java.util.Arrays;

/**
 * The quickstart: builds a baseline, then plays a stream from four cameras into a small host that
 * classifies frames and has VIRK wired in. See {@link Host} for that line.
 */
public final class Quickstart {
  private Quickstart() {}

  /**
   * Runs the job.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    try {
      new Job(Options.parse(arguments), System.out, false).run();
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("quickstart: " + e.getMessage());
      System.exit(2);
    }
  }
}
