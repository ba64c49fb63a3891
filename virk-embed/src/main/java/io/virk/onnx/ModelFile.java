package io.virk.onnx;

import io.virk.internal.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The file of a model: that it is one, and its checksum. */
final class ModelFile {
  private ModelFile() {}

  /**
   * Reads the file once.
   *
   * @param problems Modified.
   * @return the SHA-256, 64 lower-case hexadecimal digits; "" if there is a problem
   */
  static String sha256(Path model, Settings problems) {
    if (!Files.exists(model)) {
      problems.wrong("model", model, "an existing file");
      return "";
    }
    if (!Files.isRegularFile(model)) {
      problems.wrong("model", model, "a file, not a folder");
      return "";
    }
    try (InputStream file = Files.newInputStream(model)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int n = file.read(part); n >= 0; n = file.read(part)) {
        digest.update(part, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      problems.wrong("model", model, "a readable file", e);
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
