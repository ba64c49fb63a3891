package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.signal.internal.SignalDescription;
import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What can be told of a snapshot without its baseline.
 *
 * @param head its head
 * @param open the drifts that were open
 */
public record SnapshotFacts(Snapshot.Head head, List<Drift> open) {
  /**
   * Reads it; of what follows nothing is looked at.
   *
   * @param in at its beginning
   * @return what can be told
   * @throws IOException if it cannot be read, or is damaged
   * @throws RuntimeException if it is inconsistent
   */
  public static SnapshotFacts read(DataInput in) throws IOException {
    Snapshot.Head head = SnapshotReader.head(in);
    Objects.requireNonNull(head.time(), "time");
    Objects.requireNonNull(head.tracker(), "tracker");
    return new SnapshotFacts(
        head, head.tracker().episodes().stream().map(TrackerState.EpisodeState::drift).toList());
  }

  /** The names of the baseline's signals. */
  public List<String> signals() {
    return head.signals().stream().map(SignalDescription::name).toList();
  }

  /** Settings that a monitor may change, by name. */
  public Map<String, String> settings() {
    return head.settings();
  }
}
