package io.virk.onnx;

/** ONNX Runtime refused a model or failed on it. The message is one line, for people. */
final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  ModelException(Exception cause) {
    super(firstLine(cause), cause);
  }

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, Exception cause) {
    super(message, cause);
  }

  /** Without the "Error code - X - message: " in front, which the cause still tells. */
  static String firstLine(Exception cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    int prefix = message.indexOf(" - message: ");
    String text = prefix < 0 ? message : message.substring(prefix + " - message: ".length());
    return text.lines().findFirst().orElse(message);
  }
}
