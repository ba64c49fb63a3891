package io.virk.tools;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where commands write: what they found to one stream, how far they are and what is wrong to the
 * other.
 *
 * @param out what was asked for
 * @param err the rest
 * @param terminal whether a person looks on, so that a progress bar may be drawn
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
  /** That of this process. */
  static Console ofProcess() {
    return new Console(System.out, System.err, isTerminal());
  }

  /** From Java 22 on there is a console without a terminal, too; it then says so. */
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // Java 21 and before: there is one only on a terminal
    }
  }

  /** A line of what was asked for. */
  void say(String line) {
    out.println(line);
  }

  /** A line of what is said by the way. */
  void note(String line) {
    err.println(line);
  }

  /** Text that came from a file's name or the like, on one line and without control characters. */
  static String clean(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || (c & 0xFFFE) == 0xFFFE;
              safe.appendCodePoint(harmful ? 0xFFFD : c);
            });
    return safe.toString();
  }

  /** A time, as VIRK's own words have it. */
  static String time(long epochMillis) {
    String iso = Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
    return iso.replace("T", " ").replace("Z", " UTC");
  }

  /** A number of things, as "1 image", "1,200 images". */
  static String count(long n, String what) {
    return format("%,d %s%s", n, what, n == 1 ? "" : "s");
  }

  /** Formatted the same everywhere. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
