package io.virk.diagnose.internal;

import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tag by which observations can be divided: its most frequent values. However many there are,
 * what is made of them is bounded.
 *
 * @param name of the tag, or of the predicted class
 * @param values by code
 * @param codes of each observation; -1 where it has none, or one that is not looked at
 * @param leftOut values that are not looked at
 */
record SliceKey(String name, List<String> values, int[] codes, int leftOut) {
  /** Values of a tag that are looked at. */
  private static final int MOST = 200;

  /** Those with at least {@link SliceDivision#FEWEST} observations. */
  static SliceKey of(String name, String[] ofRows) {
    Map<String, int[]> counts = new HashMap<>();
    for (String value : ofRows) {
      if (value != null) {
        counts.computeIfAbsent(value, v -> new int[2])[0]++;
      }
    }
    List<String> values = new ArrayList<>();
    counts.entrySet().stream()
        .filter(e -> e.getValue()[0] >= SliceDivision.FEWEST)
        .sorted(
            Map.Entry.<String, int[]>comparingByValue((a, b) -> b[0] - a[0])
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .forEach(e -> values.add(e.getKey()));
    counts.values().forEach(c -> c[1] = -1);
    for (int code = 0; code < values.size(); code++) {
      counts.get(values.get(code))[1] = code;
    }
    int[] codes = new int[ofRows.length];
    Arrays.setAll(codes, i -> ofRows[i] == null ? -1 : counts.get(ofRows[i])[1]);
    return new SliceKey(name, values, codes, counts.size() - values.size());
  }

  Slice slice(int code) {
    return new Slice(name, values.get(code));
  }

  /** Of some of the observations. */
  SliceKey of(int[] rows) {
    return new SliceKey(name, values, Arrays.stream(rows).map(i -> codes[i]).toArray(), leftOut);
  }
}
