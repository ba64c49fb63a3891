package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.diagnose.Unrest;
import io.virk.event.CameraMoved;
import io.virk.event.MonitorEvent;
import io.virk.image.Frame;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Motion;
import io.virk.image.internal.PictureUnrest;
import io.virk.image.internal.PixelFaults;
import io.virk.image.internal.PixelWatch;
import io.virk.image.internal.RecentScene;
import io.virk.image.internal.Scene;
import io.virk.signal.SignalValues;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What pictures in a row say of each slice: what it has seen lately, where the baseline's camera
 * stood still; the times between its observations; whether they come again; and single pixels.
 * Nothing of it is judged: it is looked at when a drift is explained. A picture that has moved is
 * told by itself, for no signal of single frames may see that. One small reduction for each image
 * of a camera that stands still. VIRK's thread alone, but for what says otherwise.
 */
final class Cameras {
  /** Of which pictures are kept, at most, those that come first: 40 kB each. */
  static final int PICTURED = 256;

  /** Of which single pixels are looked at, at most, those that come first: up to half a MB each. */
  static final int DETAILED = 16;

  /** Places of pixels that are told. */
  private static final int PLACES = 8;

  /** Slices at most: 3 kB each; those seen least lately make room. */
  static final int MOST = 1000;

  /** Slices of a drift that are looked at: some 20 ms each. */
  private static final int TOLD = 4;

  private final String monitor;
  private final Baseline baseline;
  private final List<Slice> slices;
  private final int maximum;
  private final int pictured;
  private final Consumer<MonitorEvent> events;
  private final LumaGrid grid = new LumaGrid();
  private final Map<Slice, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true);
  private int pictures;
  private int detailed;
  private volatile long memory;

  /** Cameras whose picture is elsewhere, as it was told. */
  private volatile Map<Slice, SceneChange> moved = Map.of();

  /** By the numbers of drifts, what is said instead; null but in a replay. */
  private Map<Integer, List<CameraChange>> recorded;

  /**
   * What is kept of one.
   *
   * @param recent what it sees; null if that is not kept
   * @param moves whether that has moved
   * @param isLeftOut whether that is for want of room
   * @param pixels of its images; null if they are not looked at
   */
  private record Camera(
      RecentScene recent,
      SceneWatch moves,
      boolean isLeftOut,
      PixelWatch pixels,
      Intervals intervals,
      Loops loops) {
    long memory() {
      return Intervals.bytes()
          + Loops.bytes()
          + 300
          + (recent == null ? 0 : recent.memory())
          + (pixels == null ? 0 : pixels.memory());
    }
  }

  /**
   * Of nothing yet.
   *
   * @param maximum slices at most
   * @param pictured slices of which pictures are kept at most; 0 if none come
   */
  Cameras(
      String monitor, Baseline baseline, int maximum, int pictured, Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.baseline = baseline;
    this.slices = baseline.slices();
    this.events = events;
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
    if (frame != null
        && camera.recent() != null
        && camera.recent().add(frame, values.sequence(), grid)) {
      look(slice, camera, values);
    }
    if (frame != null && camera.pixels() != null) {
      long had = camera.pixels().memory();
      camera.pixels().add(frame, values.sequence());
      memory += camera.pixels().memory() - had;
    }
  }

  /** Looks whether the picture has moved, after each run of pictures. */
  private void look(Slice slice, Camera camera, SignalValues values) {
    float[] now = camera.recent().run();
    if (now != null) {
      Scene scene = camera.recent().scene();
      double inPlace = scene.likeness(scene.columns(), scene.rows(), now);
      SceneChange told = camera.moves().run(inPlace, () -> compared(slice, scene, now));
      if (told != null) {
        Position at = new Position(values.sequence(), values.epochMillis());
        tell();
        events.accept(new CameraMoved(monitor, slice, at, told));
      }
    }
  }

  private void tell() {
    Map<Slice, SceneChange> now = new LinkedHashMap<>();
    cameras.entrySet().stream()
        .filter(e -> e.getValue().moves().told() != null)
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(Slice::toString)))
        .forEach(e -> now.put(e.getKey(), e.getValue().moves().told()));
    moved = Collections.unmodifiableMap(now);
  }

  /** Cameras whose picture has moved, or is another's, as it was told. Any thread. */
  Map<Slice, SceneChange> moved() {
    return moved;
  }

  private Camera add(Slice slice) {
    makeRoom();
    return add(slice, pictures < pictured, pictured > 0 && detailed < DETAILED);
  }

  private void makeRoom() {
    if (cameras.size() == maximum) {
      Camera first = cameras.remove(cameras.keySet().iterator().next());
      pictures -= first.recent() == null ? 0 : 1;
      detailed -= first.pixels() == null ? 0 : 1;
      memory -= first.memory();
      if (first.moves().told() != null) {
        tell();
      }
    }
  }

  /** Begins with a slice, whose pictures are kept, if it stands still, and pixels looked at. */
  private Camera add(Slice slice, boolean ofPictures, boolean ofPixels) {
    Optional<Scene> scene = scene(slice).filter(Scene::isStatic);
    Camera camera =
        new Camera(
            ofPictures ? scene.map(RecentScene::new).orElse(null) : null,
            new SceneWatch(),
            !ofPictures && scene.isPresent(),
            ofPixels ? new PixelWatch() : null,
            new Intervals(),
            new Loops());
    pictures += camera.recent() == null ? 0 : 1;
    detailed += camera.pixels() == null ? 0 : 1;
    cameras.put(slice, camera);
    memory += camera.memory();
    return camera;
  }

  /** What the baseline saw through a slice itself. */
  private Optional<Scene> scene(Slice slice) {
    if (pictured == 0) {
      return Optional.empty();
    }
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
    if (recorded != null) {
      return recorded.getOrDefault(drift.number(), List.of());
    }
    List<CameraChange> changes = new ArrayList<>();
    for (Slice slice : drift.slices().stream().limit(TOLD).toList()) {
      Camera camera = cameras.get(slice);
      if (camera != null) {
        long since = drift.onset().best().sequence();
        SceneChange scene = scene(slice, camera, since);
        changes.add(
            new CameraChange(
                slice,
                scene,
                camera.intervals().change(since),
                camera.loops().looped(),
                pixels(camera, since, isElsewhere(scene)),
                unrest(camera, since)));
      }
    }
    return changes;
  }

  /** Whether details stand where none were: they would be taken for faults of the sensor. */
  private static boolean isElsewhere(SceneChange scene) {
    return scene != null
        && (scene.outcome() == Outcome.MOVED || scene.outcome() == Outcome.OF_ANOTHER_CAMERA);
  }

  /** Width over height of what a slice saw in the baseline; 1 if that is not known. */
  double aspect(Slice slice) {
    return scene(slice).map(s -> (double) s.columns() / s.rows()).orElse(1.0);
  }

  private static PixelChange pixels(Camera camera, long since, boolean elsewhere) {
    PixelFaults found = camera.pixels() == null ? null : camera.pixels().since(since);
    if (found == null) {
      return null;
    }
    double grain = Math.sqrt(found.grain());
    double fixed =
        found.grain() > 0 ? Math.max(0, Math.min(1, found.fixedGrain() / found.grain())) : 0;
    if (elsewhere) {
      return new PixelChange(0, 0, List.of(), List.of(), List.of(), grain, fixed);
    }
    PixelWatch watch = camera.pixels();
    List<PixelChange.Place> places =
        IntStream.concat(IntStream.of(found.stuck()), IntStream.of(found.hot()))
            .limit(PLACES)
            .mapToObj(at -> place(watch, at % found.width(), at / found.width()))
            .toList();
    return new PixelChange(
        found.stuckPixels(),
        found.hotPixels(),
        places,
        IntStream.of(found.rows()).limit(PLACES).map(watch::fullRow).boxed().toList(),
        IntStream.of(found.columns()).limit(PLACES).map(watch::fullColumn).boxed().toList(),
        grain,
        fixed);
  }

  private static Unrest unrest(Camera camera, long since) {
    PictureUnrest of = camera.recent() == null ? null : camera.recent().unrest();
    PictureUnrest.Run before = of == null ? null : of.before(since);
    PictureUnrest.Run after = of == null ? null : of.after(since);
    return before == null || after == null
        ? null
        : new Unrest(before.bands(), after.bands(), before.torn(), after.torn(), after.moved());
  }

  private static PixelChange.Place place(PixelWatch watch, int x, int y) {
    return new PixelChange.Place(watch.fullColumn(x), watch.fullRow(y));
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
    if (motion.isInPlace()) {
      return SceneChange.of(Outcome.IN_PLACE, motion.inPlace());
    }
    return another(slice, scene, now)
        .orElseGet(() -> SceneChange.of(Outcome.NOT_RECOGNISED, motion.inPlace()));
  }

  /** The camera whose picture this is, if it is one of the baseline's. */
  private Optional<SceneChange> another(Slice slice, Scene own, float[] now) {
    SceneChange best = null;
    for (Slice other : slices) {
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

  /** Says of a drift what was recorded, for there are no pictures. */
  void replay(int drift, List<CameraChange> changes) {
    recorded = Map.of(drift, List.copyOf(changes));
  }

  /** What is to be remembered in a file, of slices seen least lately first. */
  List<Snapshot.Seen> state() {
    List<Snapshot.Seen> state = new ArrayList<>();
    cameras.forEach((slice, camera) -> state.add(new Snapshot.Seen(slice, bytes(camera))));
    return state;
  }

  private byte[] bytes(Camera camera) {
    int ofPictures = camera.recent() == null ? 0 : camera.recent().bytes() + SceneWatch.bytes();
    int ofPixels = camera.pixels() == null ? 0 : camera.pixels().bytes();
    ByteBuffer bytes =
        ByteBuffer.allocate(2 + Intervals.bytes() + Loops.bytes() + ofPictures + ofPixels);
    bytes.put((byte) (ofPictures > 0 ? 1 : 0)).put((byte) (ofPixels > 0 ? 1 : 0));
    camera.intervals().writeTo(bytes);
    camera.loops().writeTo(bytes);
    if (camera.recent() != null) {
      camera.recent().writeTo(bytes);
      camera.moves().writeTo(bytes, slices);
    }
    if (camera.pixels() != null) {
      camera.pixels().writeTo(bytes);
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
      try {
        restore(seen);
      } catch (BufferUnderflowException e) {
        throw tooLong(seen);
      }
    }
    tell();
  }

  private void restore(Snapshot.Seen seen) {
    ByteBuffer bytes = ByteBuffer.wrap(seen.sums());
    boolean ofPictures = bytes.get() != 0;
    boolean ofPixels = bytes.get() != 0;
    boolean room =
        pictures + (ofPictures ? 1 : 0) <= pictured && detailed + (ofPixels ? 1 : 0) <= DETAILED;
    Camera camera = add(seen.slice(), ofPictures, ofPixels);
    long had = camera.memory();
    camera.intervals().readFrom(bytes);
    camera.loops().readFrom(bytes);
    if (camera.recent() != null) {
      camera.recent().readFrom(bytes);
      camera.moves().readFrom(bytes, slices);
    }
    if (camera.pixels() != null) {
      camera.pixels().readFrom(bytes);
    }
    if (bytes.hasRemaining() || !room) {
      throw tooLong(seen);
    }
    memory += camera.memory() - had;
  }

  private static IllegalArgumentException tooLong(Snapshot.Seen seen) {
    return new IllegalArgumentException(
        "camera "
            + seen.slice()
            + ": "
            + seen.sums().length
            + " bytes (expected: as many as what is kept of it takes)");
  }

  /** Bytes, about. Any thread. */
  long memory() {
    return memory;
  }
}
