package io.virk.incident;

/** A file is no incident bundle that this library can read. */
public final class IncidentFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message which file or entry, what was found and what was expected
   * @param cause what was thrown; null for nothing
   */
  public IncidentFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
