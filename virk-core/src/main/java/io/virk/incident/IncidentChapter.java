package io.virk.incident;

import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.diagnose.Diagnosis;
import java.util.Objects;
import java.util.Optional;

/**
 * What was said of an incident, and when.
 *
 * @param kind what happened
 * @param at the last observation by then
 * @param words in one sentence
 * @param drift as it was then; empty if a host opened the incident
 * @param diagnosis as it was then; empty if a host opened the incident
 */
public record IncidentChapter(
    Kind kind, Position at, String words, Optional<Drift> drift, Optional<Diagnosis> diagnosis) {
  /** What happened. */
  public enum Kind {
    /** The drift opened. */
    OPENED,
    /** The host asked for the incident. */
    ASKED_FOR,
    /** The drift goes on, and its severity has changed. */
    UPDATED,
    /** It turned out to have another cause. */
    CAUSE_CHANGED,
    /** It was closed, and is open again. */
    REOPENED,
    /** The drift closed. */
    CLOSED
  }

  public IncidentChapter {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(drift, "drift");
    Objects.requireNonNull(diagnosis, "diagnosis");
  }
}
