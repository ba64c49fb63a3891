package io.virk.event;

import io.virk.detect.Drift;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The evidence of a drift, or of a moment that the host asked for, is on disk. Told after {@link
 * DriftOpened}, and again with the same file when more is in it: the drift grows, has another
 * cause, closes, and some observations after that.
 *
 * @param monitor name of the monitor
 * @param drift the episode, as it is in the bundle; empty if the host asked for the incident
 * @param reason what happened, in a sentence: the headline, or the host's words
 * @param incident the bundle
 */
public record IncidentWritten(String monitor, Optional<Drift> drift, String reason, Path incident)
    implements MonitorEvent {
  public IncidentWritten {
    Objects.requireNonNull(drift, "drift");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(incident, "incident");
  }
}
