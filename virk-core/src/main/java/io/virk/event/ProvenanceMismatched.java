package io.virk.event;

import java.util.Objects;

/**
 * What the monitor works with is not what the baseline was made with: the first thing to rule out
 * when something seems to have drifted. Told once, before anything else.
 *
 * @param monitor name of the monitor
 * @param part what differs, for example "model.sha256", "model.preprocessing", "tensor" or
 *     "libraryVersion"
 * @param baseline as the baseline has it
 * @param here as it is here; "not stated" if the host does not say
 * @param decisive whether statistics cannot be compared at all; a monitor starts with such a
 *     mismatch only after {@code MonitorBuilder.mismatchAccepted()}
 */
public record ProvenanceMismatched(
    String monitor, String part, String baseline, String here, boolean decisive)
    implements MonitorEvent {
  public ProvenanceMismatched {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(here, "here");
  }

  /**
   * The mismatch in words.
   *
   * @return one sentence without a full stop
   */
  public String inWords() {
    return part + ": " + here + " (expected: " + baseline + ", as the baseline was built)";
  }
}
