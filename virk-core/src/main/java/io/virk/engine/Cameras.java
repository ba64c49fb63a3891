package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.image.Frame;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Motion;
import io.virk.image.internal.RecentScene;
import io.virk.image.internal.Scene;
import io.virk.signal.SignalValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pictures in a row say of each slice: what it has seen lately, where the baseline's camera
 * stood still; the times between its observations; and whether they come again. Nothing of it is
 * judged: it is looked at when a drift is explained. One small reduction for each image of a camera
 * that stands still. VIRK's thread alone, but for what says otherwise.
 */
final class Cameras {
  /** Of which pictures are kept, at most, those that come first: 34 kB each. */
  static final int PICTURED = 256;

  /** Slices at most: 7 kB each; those seen least lately make room. */
  static final int MOST = 1000;

  /** Slices of a drift that are looked at: some 20 ms each. */
  private static final int TOLD = 4;

  private final Baseline baseline;
  private final int maximum;
  private final int pictured;
  private final LumaGrid grid = new LumaGrid();
  private final Map<Slice, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true);
  private int pictures;
  private volatile long memory;

  /**
   * What is kept of one.
   *
   * @param recent what it sees; null if that is not kept
   * @param isLeftOut whether that is for want of room
   */
  private record Camera(RecentScene recent, boolean isLeftOut, Intervals intervals, Loops loops) {
    long memory() {
      return Intervals.bytes() + Loops.bytes() + 300 + (recent == null ? 0 : recent.memory());
    }
  }

  /**
   * Of nothing yet.
   *
   * @param maximum slices at most
   * @param pictured slices of which pictures are kept at most
   */
  Cameras(Baseline baseline, int maximum, int pictured) {
    this.baseline = baseline;
    this.maximum = Math.max(1, maximum);
    this.pictured = pictured;
  }

  /**
   * An observation has come.
   *
   * @param slice its own; all of its context if it has none
   * @param frame null if it has none
   * @param digest of what it can be told from others by; {@link Repeats#NONE} if there is nothing
   */
  void arrived(Slice slice, SignalValues values, Frame frame, long digest) {
    Camera camera = cameras.get(slice);
    if (camera == null) {
      camera = add(slice);
    }
    camera.intervals().arrived(values.sequence(), values.epochMillis());
    camera.loops().arrived(digest);
    if (frame != null && camera.recent() != null) {
      camera.recent().add(frame, values.sequence(), grid);
    }
  }

  private Camera add(Slice slice) {
    if (cameras.size() == maximum) {
      Camera first = cameras.remove(cameras.keySet().iterator().next());
      pictures -= first.recent() == null ? 0 : 1;
      memory -= first.memory();
    }
    Optional<Scene> scene = scene(slice).filter(Scene::isStatic);
    boolean room = pictures < pictured;
    Camera camera =
        new Camera(
            room ? scene.map(RecentScene::new).orElse(null) : null,
            !room && scene.isPresent(),
            new Intervals(),
            new Loops());
    pictures += camera.recent() == null ? 0 : 1;
    cameras.put(slice, camera);
    memory += camera.memory();
    return camera;
  }

  /** What the baseline saw through a slice itself. */
  private Optional<Scene> scene(Slice slice) {
    Reference reference = baseline.reference(slice);
    return reference.slice().equals(slice) ? reference.scene() : Optional.empty();
  }

  /**
   * Compares what has come of the slices of a drift since it began with the baseline, and with what
   * came before.
   *
   * @return of each of the first few slices that anything is known of
   */
  List<CameraChange> changes(Drift drift) {
    List<CameraChange> changes = new ArrayList<>();
    for (Slice slice : drift.slices().stream().limit(TOLD).toList()) {
      Camera camera = cameras.get(slice);
      if (camera != null) {
        long since = drift.onset().best().sequence();
        changes.add(
            new CameraChange(
                slice,
                scene(slice, camera, since),
                camera.intervals().change(since),
                camera.loops().looped()));
      }
    }
    return changes;
  }

  /** What it sees since an observation; null if there is too little to compare. */
  private SceneChange scene(Slice slice, Camera camera, long since) {
    Optional<Scene> scene = scene(slice);
    if (scene.isEmpty()) {
      return null;
    }
    if (!scene.get().isStatic()) {
      return SceneChange.of(Outcome.NOT_STATIC, 0);
    }
    if (camera.isLeftOut()) {
      return SceneChange.of(Outcome.NOT_KEPT, 0);
    }
    float[] now = camera.recent().mean(since);
    return now == null ? null : compared(slice, scene.get(), now);
  }

  private SceneChange compared(Slice slice, Scene scene, float[] now) {
    Motion motion = scene.motion(now);
    if (motion.isMoved()) {
      return new SceneChange(
          Outcome.MOVED,
          motion.right(),
          motion.down(),
          motion.degrees(),
          motion.zoom(),
          motion.likeness(),
          null);
    }
    if (motion.isSameScene()) {
      return SceneChange.of(Outcome.IN_PLACE, motion.inPlace());
    }
    return another(slice, scene, now)
        .orElseGet(() -> SceneChange.of(Outcome.NOT_RECOGNISED, motion.inPlace()));
  }

  /** The camera whose picture this is, if it is one of the baseline's. */
  private Optional<SceneChange> another(Slice slice, Scene own, float[] now) {
    SceneChange best = null;
    for (Slice other : baseline.slices()) {
      Optional<Scene> scene = other.value().equals(slice.value()) ? Optional.empty() : scene(other);
      if (scene.filter(Scene::isStatic).isPresent()) {
        double likeness = scene.get().likeness(own.columns(), own.rows(), now);
        if (likeness >= Motion.SAME_SCENE && (best == null || likeness > best.likeness())) {
          best = new SceneChange(Outcome.OF_ANOTHER_CAMERA, 0, 0, 0, 0, likeness, other);
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** What is to be remembered in a file, of slices seen least lately first. */
  List<Snapshot.Seen> state() {
    List<Snapshot.Seen> state = new ArrayList<>();
    cameras.forEach((slice, camera) -> state.add(new Snapshot.Seen(slice, bytes(camera))));
    return state;
  }

  private static byte[] bytes(Camera camera) {
    int ofPictures = camera.recent() == null ? 0 : camera.recent().bytes();
    ByteBuffer bytes = ByteBuffer.allocate(Intervals.bytes() + Loops.bytes() + ofPictures);
    camera.intervals().writeTo(bytes);
    camera.loops().writeTo(bytes);
    if (camera.recent() != null) {
      camera.recent().writeTo(bytes);
    }
    return bytes.array();
  }

  /**
   * Goes on from what was remembered; of more slices than there is room for, those seen least
   * lately are left out.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no such thing, or of a slice twice
   */
  void restore(SnapshotReader reader) throws IOException {
    for (int left = reader.count("cameras"); left > 0; left--) {
      Snapshot.Seen seen = reader.seen();
      if (cameras.containsKey(seen.slice())) {
        throw new IllegalArgumentException("cameras " + seen.slice() + ": two (expected: one)");
      }
      if (left > maximum) {
        continue;
      }
      Camera camera = add(seen.slice());
      ByteBuffer bytes = ByteBuffer.wrap(seen.sums());
      int least = Intervals.bytes() + Loops.bytes();
      int pictured = least + (camera.recent() == null ? 0 : camera.recent().bytes());
      if (bytes.capacity() != pictured && bytes.capacity() != least) {
        throw new IllegalArgumentException(
            "camera "
                + seen.slice()
                + ": "
                + bytes.capacity()
                + " bytes (expected: "
                + pictured
                + ")");
      }
      camera.intervals().readFrom(bytes);
      camera.loops().readFrom(bytes);
      if (bytes.hasRemaining()) {
        camera.recent().readFrom(bytes);
      }
    }
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }
}
