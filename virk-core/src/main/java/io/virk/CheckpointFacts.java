package io.virk;

import io.virk.detect.Drift;
import io.virk.engine.SnapshotFacts;
import io.virk.label.internal.FeedbackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a checkpoint says of itself: see {@link Monitor#checkpoint}. Whether a monitor can go on
 * from it, {@link MonitorBuilder#restore} says.
 *
 * @param baselineHash SHA-256 of the baseline that the monitor goes by
 * @param signals names of the baseline's signals
 * @param windows when windows are judged, in words
 * @param sliceKey the tag that slices; "" for none
 * @param settings others by name, in words
 * @param observations that had been judged
 * @param nextSequence number of the next observation
 * @param ran how long the monitor had watched, without the time between checkpoints
 * @param open the drifts that were open
 */
public record CheckpointFacts(
    String baselineHash,
    List<String> signals,
    String windows,
    String sliceKey,
    Map<String, String> settings,
    long observations,
    long nextSequence,
    Duration ran,
    List<Drift> open) {
  public CheckpointFacts {
    Objects.requireNonNull(baselineHash, "baselineHash");
    signals = List.copyOf(signals);
    Objects.requireNonNull(windows, "windows");
    Objects.requireNonNull(sliceKey, "sliceKey");
    settings = Map.copyOf(settings);
    Objects.requireNonNull(ran, "ran");
    open = List.copyOf(open);
  }

  /**
   * Reads a checkpoint, and checks its checksum.
   *
   * @param file that {@link Monitor#checkpoint} wrote
   * @return what it says
   * @throws CheckpointException if it is none, is damaged, or of another version
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static CheckpointFacts read(Path file) {
    AtomicReference<SnapshotFacts> found = new AtomicReference<>();
    long next =
        CheckpointFile.read(
            Objects.requireNonNull(file, "file"),
            in -> {
              FeedbackState.read(in, Optional.empty());
              found.set(SnapshotFacts.read(in));
              while (in.skipBytes(1 << 16) > 0) {
                // of the windows nothing is told
              }
            });
    SnapshotFacts facts = found.get();
    return new CheckpointFacts(
        facts.head().baselineHash(),
        facts.signals(),
        facts.head().policy(),
        facts.head().sliceKey(),
        facts.settings(),
        facts.head().accepted(),
        next,
        Duration.ofNanos(facts.head().time().now()),
        facts.open());
  }
}
