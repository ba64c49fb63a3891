package io.virk.baseline;

import io.virk.internal.Text;

/** A file is no baseline that this library can read. */
public final class BaselineFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message which file and entry, what was found and what was expected; made safe for a log
   * @param cause why, or null
   */
  public BaselineFormatException(String message, Throwable cause) {
    super(Text.clean(message, Text.SENTENCE), cause);
  }
}
