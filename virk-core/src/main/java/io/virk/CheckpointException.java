package io.virk;

import io.virk.internal.Text;

/**
 * A checkpoint is damaged, foreign, of a newer version, or of another baseline or configuration.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param message names the file and what is wrong with it
   * @param cause what it came from; null for none
   */
  public CheckpointException(String message, Throwable cause) {
    super(Text.clean(message, Text.SENTENCE), cause);
  }
}
