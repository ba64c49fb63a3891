package io.virk.bench.quality;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.bench.quality.LiveStreams.Live;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.StreamFitted;
import io.virk.event.WindowJudged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One monitor on one live stream, and what it tells. A change goes on from a checkpoint of the
 * clean stream, at the same place.
 */
final class LiveRun implements AutoCloseable, MonitorListener {
  /** Windows over which the mean distance of rows is taken. */
  private static final double RECENT = 8;

  private static final MonitorListener NOTHING = new MonitorListener() {};

  private final LiveSource source;
  private final Monitor monitor;
  private final CleanTable.Count judged = new CleanTable.Count();
  private int opened;
  private int closed;
  private double spacing;
  private int windows;
  private boolean lastDrifted;
  private boolean armed;
  private long watched;
  private long cpuNanos;

  private LiveRun(
      Live live,
      long seed,
      Baseline baseline,
      Watching watching,
      Path checkpoint,
      MonitorListener also) {
    source = live.start().apply(seed);
    var builder = watching.set(live.monitor(baseline, this)).listener(also);
    if (checkpoint != null) {
      builder.restore(checkpoint);
    }
    monitor = builder.start();
  }

  /**
   * Begins, and goes on for so many clean observations.
   *
   * @param n observations
   */
  static Clean clean(Live live, long seed, Baseline baseline, Watching watching, int n) {
    try (LiveRun run = new LiveRun(live, seed, baseline, watching, null, NOTHING)) {
      ThreadMXBean thread = ManagementFactory.getThreadMXBean();
      long begin = thread.getCurrentThreadCpuTime();
      for (int i = 0; i < n; i++) {
        run.next(null);
      }
      run.cpuNanos = thread.getCurrentThreadCpuTime() - begin;
      Path file = Files.createTempFile("live-", ".checkpoint");
      run.monitor.checkpoint(file);
      return new Clean(live, seed, baseline, watching, file, n, run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A stream as it was before anything happened to it.
   *
   * @param checkpoint of its monitor; it is to be {@link #forget forgotten}
   * @param n observations
   * @param run what was told until then
   */
  record Clean(
      Live live,
      long seed,
      Baseline baseline,
      Watching watching,
      Path checkpoint,
      int n,
      LiveRun run) {

    /** Goes on from there; more than once, if need be. */
    LiveRun goOn() {
      return goOn(NOTHING);
    }

    /** The same, with another listener. */
    LiveRun goOn(MonitorListener also) {
      LiveRun on = new LiveRun(live, seed, baseline, watching, checkpoint, also);
      for (int i = 0; i < n; i++) {
        on.source.next(null);
      }
      return on;
    }

    /** From a change on, to the drift opened. */
    Delays delay(LiveChange change, int longest) {
      if (run.isOpen()) {
        return Delays.OPEN;
      }
      try (LiveRun on = goOn()) {
        for (int i = 1; i <= longest; i++) {
          on.next(change);
          if (on.opened() > 0) {
            return Delays.of(i, run.spacing());
          }
        }
      }
      return Delays.of(Double.POSITIVE_INFINITY, run.spacing());
    }

    void forget() {
      checkpoint.toFile().delete();
    }
  }

  /** Takes the next observation of the stream. */
  void next(LiveChange change) {
    if (armed) {
      watched++;
    }
    CleanStreams.feed(monitor, source.next(change));
  }

  @Override
  public void onStreamFitted(StreamFitted event) {
    if (spacing == 0) {
      spacing = event.spacing();
    }
    armed = true;
  }

  @Override
  public void onWindowJudged(WindowJudged event) {
    WindowBounds bounds = event.results().get(0).sample().bounds();
    double apart =
        (bounds.last().sequence() - bounds.first().sequence()) / (CleanTable.WINDOW - 1.0);
    windows++;
    spacing += (apart - spacing) * Math.max(1.0 / windows, 1 / RECENT);
    if (!event.fitted()) {
      return;
    }
    lastDrifted = event.verdict() == Verdict.DRIFT;
    if (event.verdict() == Verdict.INSUFFICIENT_DATA) {
      judged.insufficient();
    } else {
      judged.judged(lastDrifted);
    }
  }

  @Override
  public void onDriftOpened(DriftOpened event) {
    opened++;
  }

  @Override
  public void onDriftReopened(DriftReopened event) {
    opened++;
  }

  @Override
  public void onDriftClosed(DriftClosed event) {
    closed++;
  }

  /** Windows judged since the stream fitted, and which of them drifted. */
  CleanTable.Count judged() {
    return judged;
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }

  boolean isOpen() {
    return opened > closed;
  }

  /** Whether the last window drifted. */
  boolean hasLastDrifted() {
    return lastDrifted;
  }

  /** Of how many observations one counts in a window, a mean of the last ones; 1 or more. */
  double spacing() {
    return Math.max(1, spacing);
  }

  /** Windows that the observations since the stream fitted would fill, one after the other. */
  double worth() {
    return watched / (spacing() * CleanTable.WINDOW);
  }

  /** What the clean observations took of a processor, those of the stream itself included. */
  long cpuNanos() {
    return cpuNanos;
  }

  @Override
  public void close() {
    monitor.close();
  }
}
