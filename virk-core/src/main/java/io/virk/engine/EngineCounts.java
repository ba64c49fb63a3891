package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;
import java.util.Map;

/**
 * What an engine has done.
 *
 * @param windows judged
 * @param evicted slices that made room for others
 * @param opened drifts
 * @param reopened drifts
 * @param closed drifts
 * @param moved slices whose picture has moved, as it was told
 */
public record EngineCounts(
    long windows,
    long evicted,
    long opened,
    long reopened,
    long closed,
    Map<Slice, SceneChange> moved) {}
