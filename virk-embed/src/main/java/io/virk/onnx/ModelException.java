package io.virk.onnx;

/** ONNX Runtime refused a model or failed on it. The message is one line, for people. */
final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean ofDevice;

  ModelException(Exception cause) {
    this(firstLine(cause), cause, false);
  }

  ModelException(String message) {
    this(message, null, false);
  }

  ModelException(String message, Exception cause, boolean ofDevice) {
    super(message, cause);
    this.ofDevice = ofDevice;
  }

  /** Whether the device cannot be used, whatever the model. */
  boolean isOfDevice() {
    return ofDevice;
  }

  /** Without the "Error code - X - message: " in front, which the cause still tells. */
  private static String firstLine(Exception cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    int prefix = message.indexOf(" - message: ");
    String text = prefix < 0 ? message : message.substring(prefix + " - message: ".length());
    return text.lines().findFirst().orElse(message);
  }
}
