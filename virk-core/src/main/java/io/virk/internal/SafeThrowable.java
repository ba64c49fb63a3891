package io.virk.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Stands for an exception whose words are not fit for a log: it says the same, made safe. Causes
 * beyond a few are left out, and so is what was suppressed.
 */
final class SafeThrowable extends Throwable {
  private static final long serialVersionUID = 1;
  private static final int MOST_CAUSES = 8;
  private static final int MOST_THROWN = 32;
  private static final StackTraceElement[] NO_TRACE = {};

  private SafeThrowable(Throwable original, Throwable cause) {
    super(original.getClass().getName() + ": " + Text.message(original), cause, false, true);
    setStackTrace(trace(original));
  }

  /** The exception itself if every word of it is safe. Never throws. */
  static Throwable of(Throwable thrown) {
    try {
      return isSafe(thrown) ? thrown : copy(thrown, MOST_CAUSES);
    } catch (Throwable e) { // no memory
      return thrown;
    }
  }

  private static boolean isSafe(Throwable thrown) {
    try {
      Deque<Throwable> open = new ArrayDeque<>();
      open.add(thrown);
      for (int seen = 0; !open.isEmpty(); seen++) {
        Throwable next = open.pop();
        if (seen == MOST_THROWN || !isSafeAlone(next)) {
          return false;
        }
        if (next.getCause() != null) {
          open.add(next.getCause());
        }
        open.addAll(Arrays.asList(next.getSuppressed()));
      }
      return true;
    } catch (Throwable e) { // a message that throws
      return false;
    }
  }

  private static boolean isSafeAlone(Throwable thrown) {
    String message = thrown.getMessage();
    return (message == null || Text.isClean(message, Text.SENTENCE))
        && Text.isClean(String.valueOf(thrown), 2 * Text.SENTENCE);
  }

  private static Throwable copy(Throwable thrown, int depth) {
    Throwable cause = depth == 1 ? null : cause(thrown);
    return new SafeThrowable(thrown, cause == null ? null : copy(cause, depth - 1));
  }

  private static Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  private static StackTraceElement[] trace(Throwable original) {
    try {
      return original.getStackTrace();
    } catch (Throwable e) {
      return NO_TRACE;
    }
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
