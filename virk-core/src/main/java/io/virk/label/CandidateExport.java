package io.virk.label;

import java.time.Instant;
import java.util.Objects;

/**
 * A manifest of candidates that was written: see {@link Feedback#export}.
 *
 * @param number of it, from 1 on
 * @param time when
 * @param model version that the host ran then
 * @param candidates in it
 * @param sha256 of the file, 64 hexadecimal digits
 */
public record CandidateExport(
    int number, Instant time, String model, int candidates, String sha256) {
  public CandidateExport {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(sha256, "sha256");
    if (number < 1 || candidates < 0) {
      throw new IllegalArgumentException(
          "number, candidates: " + number + ", " + candidates + " (expected: >= 1, >= 0)");
    }
  }
}
