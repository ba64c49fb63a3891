package io.virk.engine;

import io.virk.signal.internal.SignalDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what a checkpoint was made with and what goes on from it. */
final class KeptSettings {
  private KeptSettings() {}

  /**
   * What must be the same.
   *
   * @throws IllegalArgumentException if it is not, which names it
   */
  static void check(Snapshot.Head head, WindowSizes sizes, EngineSettings settings) {
    same("baseline", head.baselineHash(), sizes.full().hash());
    same("signals", head.signals(), SignalDescription.of(sizes.full().schema()));
    same("windows", head.policy(), sizes.policy().toString());
    same("sliceBy", head.sliceKey(), settings.slices().key().orElse(""));
  }

  private static void same(String what, Object kept, Object own) {
    if (!own.equals(kept)) {
      throw new IllegalArgumentException(
          what
              + ": "
              + inWords(kept)
              + " in the checkpoint (expected: "
              + inWords(own)
              + ", the monitor's)");
    }
  }

  private static Object inWords(Object value) {
    return "".equals(value) ? "none" : value;
  }

  /** What may differ, and does, in words. */
  static List<String> differing(Map<String, String> kept, Map<String, String> ours) {
    List<String> differing = new ArrayList<>();
    ours.forEach(
        (name, own) -> {
          if (!own.equals(kept.get(name))) {
            differing.add(name + ": " + own + "; in the checkpoint: " + kept.get(name));
          }
        });
    return differing;
  }
}
