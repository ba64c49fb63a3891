package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.Fit;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamFitted;
import io.virk.event.WatchedStream;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** How the streams that are watched compare with the baseline. One thread writes, any may read. */
public final class StreamCounts {
  /** Windows over which the mean distance of rows is taken, about. */
  private static final double WINDOWS = 64;

  private final Map<Fit, Long> fits = new EnumMap<>(Fit.class);
  private volatile Map<Fit, Long> told = Map.of();
  private volatile double apart = 1;
  private ObjIntConsumer<Slice> spaced = (slice, spacing) -> {};
  private final Map<Slice, StreamView> views = new HashMap<>();
  private final int required;

  /**
   * Of no stream yet.
   *
   * @param required windows that must drift before there is a drift
   */
  StreamCounts(int required) {
    this.required = required;
  }

  /**
   * One of them has been compared, or is forgotten.
   *
   * @param before what it counted as; null if as nothing
   * @param now what it counts as; null if as nothing
   */
  void changed(Fit before, Fit now) {
    if (before != null) {
      fits.merge(before, -1L, Long::sum);
    }
    if (now != null) {
      fits.merge(now, 1L, Long::sum);
    }
    fits.values().removeIf(n -> n <= 0);
    told = Map.copyOf(fits);
  }

  /**
   * Asks whether a stream fits the baseline, which decides whether it may have drifts.
   *
   * @param found in its window
   * @param events is told once it is known
   */
  void ask(
      String monitor, SliceWindow window, Judge.Judgement found, Consumer<MonitorEvent> events) {
    if (!window.isKnown() || !window.isAtItsEnd()) {
      return; // of windows that overlap those count that share nothing
    }
    Optional<Fit> before = window.fitting().fit();
    Optional<StreamFitted> told = window.fitting().judged(monitor, window, found);
    window.view().compared(window.fitting());
    if (told.isPresent()) {
      changed(before.orElse(null), told.get().fit());
      events.accept(told.get());
    }
  }

  /** An observation of a stream has come. */
  void arrived(SliceWindow window, long epochMillis) {
    StreamView view = window.view();
    if (!view.isKnown()) {
      view.compared(window.fitting());
      synchronized (views) {
        views.put(view.slice(), view);
      }
    }
    view.arrived(epochMillis);
    if (window.seen() > 0 && window.spacing() > view.spacing()) { // it was thinned as it filled
      spaced.accept(window.slice(), window.spacing());
    }
    view.spaced(window.spacing());
  }

  /** A window of so many rows was judged. */
  void judged(SliceWindow window, int rows, Verdict verdict) {
    double observations = (double) window.seen() / rows;
    apart += (observations - apart) / WINDOWS;
    window.view().judged(window.seen(), rows, verdict);
    window.view().spaced(window.spacing());
    spaced.accept(window.slice(), window.spacing());
  }

  /** Is told of every window how far apart its rows were, or have to be as it fills. */
  public void tell(ObjIntConsumer<Slice> spaced) {
    this.spaced = spaced;
  }

  /** What is told of slices that make room for others: a stream is forgotten, or here again. */
  SliceWindows.Evictions evictions(DriftTracker tracker) {
    return new SliceWindows.Evictions() {
      @Override
      public boolean isHeld(Slice slice) {
        return tracker.open().stream().anyMatch(drift -> drift.slices().contains(slice));
      }

      @Override
      public void evicted(SliceWindow window) {
        tracker.forget(window.slice());
        synchronized (views) {
          views.remove(window.slice());
        }
        changed(window.fitting().fit().orElse(null), null);
      }

      @Override
      public void returned(SliceWindow window) {
        changed(null, window.fitting().fit().orElse(null));
      }
    };
  }

  /** How the streams come. Any thread. */
  List<StreamView> views() {
    synchronized (views) {
      return List.copyOf(views.values());
    }
  }

  /** The streams that are watched, by their slices. Any thread. */
  public List<WatchedStream> watched() {
    return views().stream()
        .map(view -> view.told(required))
        .sorted(Comparator.comparing(WatchedStream::slice))
        .toList();
  }

  /** Streams of which it is not known yet whether they fit. Any thread. */
  public long uncompared() {
    synchronized (views) {
      return views.values().stream().filter(StreamView::isUncompared).count();
    }
  }

  /** Streams by how they compare; only what there is. Any thread. */
  public Map<Fit, Long> fits() {
    return told;
  }

  /** Observations from one row of a window to the next, a mean of the last windows. Any thread. */
  public double apart() {
    return apart;
  }
}
