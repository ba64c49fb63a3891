package io.virk.baseline.file;

/** A file is no baseline that this library can read. The face makes its own exception of it. */
public final class MalformedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which file or entry, what was found and what was expected. */
  MalformedFile(String message, Throwable cause) {
    super(message, cause);
  }
}
