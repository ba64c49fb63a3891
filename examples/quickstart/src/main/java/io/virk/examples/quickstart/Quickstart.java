package io.virk.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
    int status = run(arguments, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Runs the job; 0, or 2 if the arguments or the files cannot be used, which is told in one line.
   */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (Arrays.asList(arguments).contains("--help")) {
      out.print(Options.HELP);
      return 0;
    }
    try {
      new Job(Options.parse(arguments), out, false).run();
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("quickstart: " + e.getMessage());
    } catch (UncheckedIOException e) {
      err.println("quickstart: " + e.getMessage() + ": " + e.getCause());
    } catch (IOException e) { // whose message is often the path alone
      err.println("quickstart: " + e);
    }
    return 2;
  }
}
