package io.virk.baseline.build;

import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Scene;
import io.virk.image.internal.SceneSums;
import io.virk.signal.SignalValues;
import java.util.HashMap;
import java.util.Map;

/** Sums up what each camera of a baseline sees. Not thread-safe. */
public final class SceneCollector {
  /** Slices with a scene of their own at most, those that came first: 68 kB each. */
  static final int MOST = 256;

  private final LumaGrid grid = new LumaGrid();
  private final Map<Key, SceneSums> sums = new HashMap<>();
  private long memory;

  /** Of which images; "" for none. */
  private record Key(String value, String context) {}

  /** Takes the image of an observation. */
  public void add(SignalValues values, Frame frame) {
    Key key = new Key(orNone(values.slice()), orNone(values.context()));
    SceneSums own = sums.get(key);
    if (own == null) {
      if (sums.size() == MOST) {
        return;
      }
      own = new SceneSums(grid);
      sums.put(key, own);
      own.add(frame);
      memory += own.memory();
    } else {
      own.add(frame);
    }
  }

  private static String orNone(String text) {
    return text == null ? "" : text;
  }

  /** What is seen in a slice, a picture only if it stands still; null if that is not known. */
  Scene scene(Slice slice) {
    SceneSums own = sums.get(new Key(slice.value(), slice.context()));
    return own == null ? null : own.scene().map(Scene::kept).orElse(null);
  }

  /** Bytes, about. */
  public long memory() {
    return memory;
  }

  /** Forgets all. */
  public void clear() {
    sums.clear();
    memory = 0;
  }
}
