package io.virk.detect.calibrated;

/**
 * Why a detector says nothing, and what would help.
 *
 * @param reason part of a sentence
 * @param remedy an imperative, part of a sentence
 */
public record Refusal(String reason, String remedy) {
  /** Both, part of a sentence. */
  public String inWords() {
    return reason + ": " + remedy;
  }
}
