package io.virk.examples.spring;

import java.io.File;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code virk.*} of the service. Files, not paths: Spring looks for relative paths
 * in the web application first, and refuses those with dots.
 *
 * @param baseline what is normal: a file that {@code virk build} wrote
 * @param model an ONNX file with the outputs "embedding" and "logits"; without one the service has
 *     no answers, and VIRK measures the images by {@code Embedder.handcrafted()}
 * @param every one image in so many is observed
 * @param cpuBudget share of one core that VIRK may use
 * @param incidents folder of the evidence, made with the first
 */
@ConfigurationProperties("virk")
record Settings(
    File baseline,
    File model,
    @DefaultValue("100") int every,
    @DefaultValue("0.1") double cpuBudget,
    @DefaultValue("incidents") File incidents) {
  Settings {
    if (baseline == null || !baseline.isFile()) {
      throw new IllegalArgumentException(
          "virk.baseline: " + baseline + " (expected: a file that virk build wrote)");
    }
  }
}
