package io.virk.embed;

import java.util.Objects;

/**
 * What an embedding was made with. A monitor whose embedder differs from its baseline's compares
 * apples with pears; this is how it knows.
 *
 * @param model name of the model, for people
 * @param modelSha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
 * @param preprocessing the steps from a frame to the model's input, in words that are equal exactly
 *     if the steps are, or as a JSON object such as {@code {"transform": ..}} of virk-embed
 */
public record EmbedderProvenance(String model, String modelSha256, String preprocessing) {
  public EmbedderProvenance {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(modelSha256, "modelSha256");
    Objects.requireNonNull(preprocessing, "preprocessing");
  }

  /**
   * In words.
   *
   * @return for example "resnet20 (SHA-256 00ff, resized to 224)"
   */
  @Override
  public String toString() {
    return model + " (SHA-256 " + modelSha256 + ", " + preprocessing + ")";
  }
}
