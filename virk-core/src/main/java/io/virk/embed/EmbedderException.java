package io.virk.embed;

/** An embedder's model failed on a batch. */
public final class EmbedderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what failed, with the model's name
   * @param cause why, or null
   */
  public EmbedderException(String message, Throwable cause) {
    super(message, cause);
  }
}
