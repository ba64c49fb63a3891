package io.virk.internal;

import org.slf4j.Logger;

/** Log lines of places that must go on, whatever the host's log backend throws. */
public final class SafeLog {
  private SafeLog() {}

  /**
   * Warns, or does not: never throws.
   *
   * @param log where to
   * @param format as SLF4J takes it
   * @param arguments as SLF4J takes them
   */
  public static void warn(Logger log, String format, Object... arguments) {
    guarded(() -> log.warn(format, arguments));
  }

  /**
   * Writes lines, or as many as can be written: never throws.
   *
   * @param lines writes them
   */
  public static void guarded(Runnable lines) {
    try {
      lines.run();
    } catch (Throwable e) { // a full disk, a backend that is shut down: nobody is left to tell
      return;
    }
  }
}
