package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.image.Frame;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Motion;
import io.virk.image.internal.RecentScene;
import io.virk.image.internal.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What cameras that stand still have seen lately, to be compared with the baseline's scene of each.
 * Of slices whose baseline has no such scene nothing is kept. One small reduction for each image.
 * VIRK's thread alone, but for what says otherwise.
 */
final class Scenes {
  /** Slices of which pictures are kept at most: 34 kB each; those seen least lately go. */
  static final int MOST = 256;

  /** Slices of a drift that are looked at: some 20 ms each. */
  private static final int TOLD = 4;

  private final Baseline baseline;
  private final LumaGrid grid = new LumaGrid();
  private final Map<Slice, RecentScene> recent = new LinkedHashMap<>(16, 0.75f, true);
  private volatile long memory;

  Scenes(Baseline baseline) {
    this.baseline = baseline;
  }

  /** An observation has come. */
  void arrived(Slice slice, Frame frame, long sequence) {
    if (frame == null) {
      return;
    }
    RecentScene own = recent.get(slice);
    if (own == null) {
      own = add(slice);
    }
    if (own != null) {
      own.add(frame, sequence, grid);
    }
  }

  /** Begins to keep what a slice sees; null if it is not kept. */
  private RecentScene add(Slice slice) {
    Optional<Scene> scene = scene(slice).filter(Scene::isStatic);
    if (scene.isEmpty()) {
      return null;
    }
    if (recent.size() == MOST) {
      RecentScene first = recent.remove(recent.keySet().iterator().next());
      memory -= first.memory();
    }
    RecentScene own = new RecentScene(scene.get());
    recent.put(slice, own);
    memory += own.memory();
    return own;
  }

  /** What the baseline saw through a slice itself. */
  private Optional<Scene> scene(Slice slice) {
    Reference reference = baseline.reference(slice);
    return reference.slice().equals(slice) ? reference.scene() : Optional.empty();
  }

  /**
   * Compares what the slices of a drift have seen since it began with the baseline.
   *
   * @return of each of the first few slices, as far as there is something to compare
   */
  List<SceneChange> changes(Drift drift) {
    List<SceneChange> changes = new ArrayList<>();
    for (Slice slice : drift.slices().stream().limit(TOLD).toList()) {
      change(slice, drift.onset().best().sequence()).ifPresent(changes::add);
    }
    return changes;
  }

  /** Of one slice since an observation; empty if there is too little of it. */
  Optional<SceneChange> change(Slice slice, long since) {
    Optional<Scene> scene = scene(slice);
    if (scene.isEmpty()) {
      return Optional.empty();
    }
    if (!scene.get().isStatic()) {
      return Optional.of(SceneChange.of(slice, Outcome.NOT_STATIC, 0));
    }
    RecentScene own = recent.get(slice);
    float[] now = own == null ? null : own.mean(since);
    return now == null ? Optional.empty() : Optional.of(compared(slice, scene.get(), now));
  }

  private SceneChange compared(Slice slice, Scene scene, float[] now) {
    Motion motion = scene.motion(now);
    if (motion.isMoved()) {
      return new SceneChange(
          slice,
          Outcome.MOVED,
          motion.right(),
          motion.down(),
          motion.degrees(),
          motion.zoom(),
          motion.likeness(),
          null);
    }
    if (motion.isSameScene()) {
      return SceneChange.of(slice, Outcome.IN_PLACE, motion.inPlace());
    }
    return another(slice, scene, now)
        .orElseGet(() -> SceneChange.of(slice, Outcome.NOT_RECOGNISED, motion.inPlace()));
  }

  /** The camera whose picture this is, if it is one of the baseline's. */
  private Optional<SceneChange> another(Slice slice, Scene own, float[] now) {
    SceneChange best = null;
    for (Slice other : baseline.slices()) {
      Optional<Scene> scene = other.value().equals(slice.value()) ? Optional.empty() : scene(other);
      if (scene.filter(Scene::isStatic).isPresent()) {
        double likeness = scene.get().likeness(own.columns(), own.rows(), now);
        if (likeness >= Motion.SAME_SCENE && (best == null || likeness > best.likeness())) {
          best = new SceneChange(slice, Outcome.OF_ANOTHER_CAMERA, 0, 0, 0, 0, likeness, other);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is to be remembered in a file, of slices seen least lately first. */
  List<Snapshot.Seen> state() {
    List<Snapshot.Seen> state = new ArrayList<>();
    recent.forEach((slice, own) -> state.add(new Snapshot.Seen(slice, own.toBytes())));
    return state;
  }

  /**
   * Goes on from what was remembered; what is kept no more is passed over.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is not what a scene can come to, or of a slice twice
   */
  void restore(SnapshotReader reader) throws IOException {
    for (int left = reader.count("scenes"); left > 0; left--) {
      Snapshot.Seen seen = reader.seen();
      if (recent.containsKey(seen.slice())) {
        throw new IllegalArgumentException("scenes of " + seen.slice() + ": two (expected: one)");
      }
      RecentScene own = add(seen.slice());
      if (own != null) {
        own.restore(seen.sums());
      }
    }
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }
}
