package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.util.List;
import java.util.Optional;

/** The sequential detectors of one slice, and what they may spend. VIRK's thread alone. */
final class WatchedSlice {
  private final List<SliceWatch> watches;
  private final double falseAlarms;
  private final Pace pace;
  private final boolean countsWindows;

  /** The last observations, where the slice's own window holds but a sample of them. */
  private final Optional<SliceWindow> recent;

  private long windows;

  /**
   * Joins the parts.
   *
   * @param watches at least one
   * @param falseAlarms allowed in one observation, over all of them together, if there is no pace
   * @param pace of what they may spend; null if that does not change
   * @param countsWindows whether the pace is this slice's own, and earns by its windows
   * @param recent where the rows of an alarm are kept, if not in the slice's window
   */
  WatchedSlice(
      List<SliceWatch> watches,
      double falseAlarms,
      Pace pace,
      boolean countsWindows,
      Optional<SliceWindow> recent) {
    this.watches = watches;
    this.falseAlarms = falseAlarms;
    this.pace = pace;
    this.countsWindows = countsWindows;
    this.recent = recent;
  }

  /** Where the rows of an alarm are kept, if the slice's window holds but a sample. */
  static SliceWindow recent(Slice slice, int rows, SignalSchema schema) {
    return new SliceWindow(slice, WindowPolicy.ofCount(rows), schema, 0);
  }

  List<SliceWatch> watches() {
    return watches;
  }

  /** Is told that an observation comes, before its watches take it. */
  void arrived(SignalValues values) {
    if (recent.isPresent() && recent.get().append(values, 0, null)) {
      recent.get().judged();
    }
    if (countsWindows) {
      pace.accept(windows);
    }
  }

  /**
   * Lets one watch take an observation.
   *
   * @return the alarm, or null, which is usual
   */
  DetectionResult accept(SliceWatch watch, SignalValues values) {
    watch.allow(pace == null ? falseAlarms : pace.rate()); // a restored one has that of its file
    return watch.accept(values);
  }

  /** Where the rows of an alarm are kept, if not in the slice's window. */
  Optional<SliceWindow> recent() {
    return recent;
  }

  /** The rows by which an alarm is explained. */
  SliceWindow rows(SliceWindow window) {
    return recent.orElse(window);
  }

  /** Is told that a window of the slice was judged. */
  void judged() {
    windows++;
  }

  /** Forgets what was seen, but not what was spent. */
  void reset() {
    watches.forEach(SliceWatch::reset);
    recent.ifPresent(SliceWindow::restart);
  }

  /** What it is to remember of its own pace; empty if it has none. */
  Optional<Snapshot.Allowance> allowance(Slice slice) {
    return countsWindows
        ? Optional.of(new Snapshot.Allowance(slice, windows, pace.state()))
        : Optional.empty();
  }

  /** Goes on with its own pace, if it has one. */
  void restore(Snapshot.Allowance kept) {
    if (countsWindows) {
      pace.restore(kept.pace());
      windows = kept.windows();
    }
  }

  /** Bytes, about. */
  long memory() {
    return watches.stream().mapToLong(SliceWatch::memory).sum()
        + recent.map(SliceWindow::memory).orElse(0L);
  }
}
