package io.virk.baseline.facts;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The model of a host that hands over its own embeddings or logits, as the host states it.
 *
 * @param sha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
 * @param preprocessing the steps from a frame to the model's input, in words that are equal exactly
 *     if the steps are, or as a JSON object such as {@code {"transform": ..}} of virk-embed
 */
public record StatedModel(String sha256, String preprocessing) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  public StatedModel {
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(preprocessing, "preprocessing");
    if (!DIGITS.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "sha256: "
              + (sha256.length() > 80 ? sha256.substring(0, 80) + "..." : sha256)
              + " (expected: 64 lower-case hexadecimal digits)");
    }
    if (preprocessing.isBlank()) {
      throw new IllegalArgumentException(
          "preprocessing: \"" + preprocessing + "\" (expected: not blank)");
    }
  }
}
