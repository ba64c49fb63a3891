package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.signal.SignalSchema;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The windows of the slices that were seen lately, a bounded number. One more takes the place of
 * the one that was seen least lately, and the first ones alone keep embeddings; the others keep
 * sums of random features. VIRK's thread alone, but for the counts.
 */
final class SliceWindows {
  private final WindowPolicy policy;
  private final SignalSchema embedding;
  private final SignalSchema unembedding;
  private final int features;
  private final Thinning thinning;
  private final int maximum;
  private final int maximumEmbedded;
  private final Predicate<Slice> isHeld;
  private final Consumer<SliceWindow> onEvicted;
  private final Map<Slice, SliceWindow> windows = new LinkedHashMap<>(16, 0.75f, true);
  private int embedded;
  private volatile long memory;
  private volatile long evicted;
  private volatile int count;

  /**
   * Makes none yet.
   *
   * @param policy resolved
   * @param schema of the baseline
   * @param features random features of an observation; 0 for none
   * @param thinning of their observations
   * @param maximum slices at most
   * @param maximumEmbedded slices that keep embeddings at most
   * @param isHeld slices that are not to be evicted: a drift of theirs is open
   * @param onEvicted told of each slice that is evicted
   */
  SliceWindows(
      WindowPolicy policy,
      SignalSchema schema,
      int features,
      Thinning thinning,
      int maximum,
      int maximumEmbedded,
      Predicate<Slice> isHeld,
      Consumer<SliceWindow> onEvicted) {
    this.policy = policy;
    this.embedding = schema;
    this.unembedding = schema.withoutVectors();
    this.features = features;
    this.thinning = thinning;
    this.maximum = maximum;
    this.maximumEmbedded = maximumEmbedded;
    this.isHeld = isHeld;
    this.onEvicted = onEvicted;
  }

  /**
   * The window of a slice, made if it is new; it becomes the one that was seen last.
   *
   * @return null if there is no room, for drifts of all others are open
   */
  SliceWindow get(Slice slice) {
    SliceWindow known = windows.get(slice);
    if (known != null) {
      return known;
    }
    return windows.size() == maximum && !evictOne()
        ? null
        : make(slice, embedded < maximumEmbedded);
  }

  /**
   * Makes the window of a slice that has none, as it was elsewhere.
   *
   * @param wasEmbedded whether it kept embeddings, which it does if there is room
   */
  SliceWindow restored(Slice slice, boolean wasEmbedded) {
    return make(slice, wasEmbedded && embedded < maximumEmbedded);
  }

  private SliceWindow make(Slice slice, boolean embeds) {
    SliceWindow made =
        new SliceWindow(
            slice,
            policy,
            embeds ? embedding : unembedding,
            features,
            thinning.stream(slice, embeds),
            thinning);
    embedded += embeds ? 1 : 0;
    memory += made.memory();
    windows.put(slice, made);
    count = windows.size();
    return made;
  }

  private boolean evictOne() {
    Iterator<SliceWindow> leastLately = windows.values().iterator();
    while (leastLately.hasNext()) {
      SliceWindow window = leastLately.next();
      if (!isHeld.test(window.slice())) {
        leastLately.remove();
        count = windows.size();
        embedded -= window.forgets() ? 1 : 0;
        memory -= window.memory();
        evicted++;
        onEvicted.accept(window);
        return true;
      }
    }
    return false;
  }

  /** Slices that may have a window. */
  int maximum() {
    return maximum;
  }

  /** Whether a slice has a window. */
  boolean has(Slice slice) {
    return windows.containsKey(slice);
  }

  /** Every window, that of the slice seen least lately first. */
  Collection<SliceWindow> all() {
    return windows.values();
  }

  /** How many slices have a window. Any thread. */
  int count() {
    return count;
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }

  /** Slices that made room for others. Any thread. */
  long evicted() {
    return evicted;
  }
}
