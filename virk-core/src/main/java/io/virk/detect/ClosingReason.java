package io.virk.detect;

/** Why a drift closed. */
public enum ClosingReason {
  /** The windows of all its slices look like the baseline again. */
  RECOVERED,
  /**
   * Of at least one of its slices nothing more was heard, or the same again and again: whether it
   * has recovered, nobody knows.
   */
  SILENT
}
