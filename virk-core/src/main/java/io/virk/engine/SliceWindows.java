package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.signal.SignalSchema;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The windows of the slices that were seen lately, a bounded number. One more takes the place of
 * the one that was seen least lately, and the first ones alone keep embeddings; the others keep
 * sums of random features. VIRK's thread alone, but for the counts.
 */
final class SliceWindows {
  /** One in so many of those that may have a window is remembered after it had to go. */
  private static final int FORMER = 4;

  private final WindowPolicy policy;
  private final SignalSchema embedding;
  private final SignalSchema unembedding;
  private final int features;
  private final Thinning thinning;
  private final int maximum;
  private final int maximumEmbedded;
  private final Evictions evictions;
  private final FormerStreams former;
  private final Map<Slice, SliceWindow> windows = new LinkedHashMap<>(16, 0.75f, true);

  /** The same, where a look does not count. */
  private final Map<Slice, SliceWindow> bySlice = new HashMap<>();

  private int embedded;
  private volatile long memory;
  private volatile long formerMemory;
  private volatile long evicted;
  private volatile int count;

  /** Which slices may be evicted, and who is told. */
  interface Evictions {
    /** Whether a slice is not to be evicted: a drift of it is open. */
    boolean isHeld(Slice slice);

    /** A slice has made room for another. */
    void evicted(SliceWindow window);

    /** One that had made room is here again. */
    void returned(SliceWindow window);
  }

  /**
   * Makes none yet.
   *
   * @param policy resolved
   * @param schema of the baseline
   * @param features random features of an observation; 0 for none
   * @param thinning of their observations
   * @param maximum slices at most
   * @param maximumEmbedded slices that keep embeddings at most
   * @param evictions which may be evicted, and who is told
   */
  SliceWindows(
      WindowPolicy policy,
      SignalSchema schema,
      int features,
      Thinning thinning,
      int maximum,
      int maximumEmbedded,
      Evictions evictions) {
    this.policy = policy;
    this.embedding = schema;
    this.unembedding = schema.withoutVectors();
    this.features = features;
    this.thinning = thinning;
    this.maximum = maximum;
    this.maximumEmbedded = maximumEmbedded;
    this.evictions = evictions;
    this.former = new FormerStreams(Math.max(1, maximum / FORMER));
  }

  /**
   * The window of a slice, made if it is new; it becomes the one that was seen last.
   *
   * @return null if there is no room, for drifts of all others are open
   */
  SliceWindow get(Slice slice) {
    SliceWindow there = windows.get(slice);
    if (there != null) {
      return there;
    }
    LiveStream known = former.remove(slice); // before another takes its place there
    if (windows.size() == maximum && !evictOne()) {
      if (known != null) {
        former.add(slice, known);
      }
      return null;
    }
    SliceWindow made = make(slice, embedded < maximumEmbedded);
    if (known != null) {
      made.stream().restore(known.former(slice));
      evictions.returned(made);
    }
    count(made);
    return made;
  }

  /** The window of a slice, which does not count as seen by this; null if it has none. */
  SliceWindow known(Slice slice) {
    return bySlice.get(slice);
  }

  /**
   * Makes the window of a slice that has none, as it was elsewhere.
   *
   * @param wasEmbedded whether it kept embeddings, which it does if there is room
   */
  SliceWindow restored(Slice slice, boolean wasEmbedded) {
    SliceWindow made = make(slice, wasEmbedded && embedded < maximumEmbedded);
    count(made);
    return made;
  }

  /** Goes on with what was known of the streams of slices that made room for others. */
  void restore(SnapshotReader reader) throws IOException {
    for (int left = reader.count("former streams"); left > 0; left--) {
      Snapshot.Former kept = reader.former();
      LiveStream stream = thinning.stream(kept.slice(), true, null);
      stream.restore(kept);
      former.add(kept.slice(), stream);
    }
  }

  /** What is known of the streams of slices that made room for others. */
  List<Snapshot.Former> former() {
    return former.state();
  }

  private SliceWindow make(Slice slice, boolean embeds) {
    SliceWindow made =
        new SliceWindow(
            slice,
            policy,
            embeds ? embedding : unembedding,
            features,
            thinning.stream(slice, embeds, null));
    embedded += embeds ? 1 : 0;
    windows.put(slice, made);
    bySlice.put(slice, made);
    return made;
  }

  private void count(SliceWindow made) {
    count = windows.size();
    memory += made.memory();
    formerMemory = former.memory();
  }

  private boolean evictOne() {
    Iterator<SliceWindow> leastLately = windows.values().iterator();
    while (leastLately.hasNext()) {
      SliceWindow window = leastLately.next();
      if (!evictions.isHeld(window.slice())) {
        leastLately.remove();
        bySlice.remove(window.slice());
        count = windows.size();
        embedded -= window.forgets() ? 1 : 0;
        memory -= window.memory();
        evicted++;
        evictions.evicted(window);
        former.add(window.slice(), window.stream());
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
    return memory + formerMemory;
  }

  /** Slices that made room for others. Any thread. */
  long evicted() {
    return evicted;
  }
}
