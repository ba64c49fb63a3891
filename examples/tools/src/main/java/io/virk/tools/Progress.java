package io.virk.tools;

import java.util.function.LongSupplier;

/**
 * How far something is: a bar on a terminal, else a line now and then. Shows nothing of what is
 * done within a moment.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long BAR_NANOS = 100_000_000L;
  private static final long FIRST_LINE_NANOS = 3_000_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final Console console;
  private final LongSupplier clock;
  private String what = "";
  private long begun;
  private long shown;
  private boolean barIsThere;

  /**
   * Begins.
   *
   * @param clock in nanoseconds
   */
  Progress(Console console, LongSupplier clock) {
    this.console = console;
    this.clock = clock;
    this.begun = clock.getAsLong();
    this.shown = begun;
  }

  /**
   * Tells how far it is.
   *
   * @param phase what is done, a participle
   * @param done of the total
   * @param total &lt;= 0 where it is not known
   */
  void at(String phase, long done, long total) {
    long now = clock.getAsLong();
    if (!phase.equals(what)) {
      what = phase;
      begun = now;
    }
    long pause = console.terminal() ? BAR_NANOS : shown < begun ? FIRST_LINE_NANOS : LINE_NANOS;
    long since = Math.max(shown, begun);
    if (now - since < pause && !(barIsThere && done == total)) {
      return;
    }
    shown = now;
    String howFar = total > 0 ? done + " of " + total + left(done, total, now) : "" + done;
    if (console.terminal()) {
      console.err().print("\r" + phase + " " + bar(done, total) + howFar + "\u001b[K");
      console.err().flush();
      barIsThere = true;
    } else {
      console.err().println(phase + " " + howFar);
    }
  }

  private static String bar(long done, long total) {
    if (total <= 0) {
      return "";
    }
    int full = (int) Math.min(WIDTH, WIDTH * done / total);
    return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] ";
  }

  private String left(long done, long total, long now) {
    double seconds = (now - begun) / 1e9;
    if (done <= 0 || done >= total || seconds < 1) {
      return "";
    }
    return Console.format(", %.0f s left", seconds * (total - done) / done);
  }

  @Override
  public void close() {
    hide();
  }

  /** Takes the bar away, so that something else can be written. */
  void hide() {
    if (barIsThere) {
      console.err().print("\r\u001b[K");
      console.err().flush();
      barIsThere = false;
    }
  }
}
