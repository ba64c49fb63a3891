package io.virk.diagnose.internal;

import io.virk.detect.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tag by which observations can be divided.
 *
 * @param name of the tag, or of the predicted class
 * @param values by code
 * @param codes of each observation; -1 where it has none
 */
record SliceKey(String name, List<String> values, int[] codes) {
  static SliceKey of(String name, String[] ofRows) {
    Map<String, Integer> known = new HashMap<>();
    List<String> values = new ArrayList<>();
    int[] codes = new int[ofRows.length];
    for (int i = 0; i < codes.length; i++) {
      String value = ofRows[i];
      if (value == null) {
        codes[i] = -1;
      } else {
        Integer code = known.putIfAbsent(value, values.size());
        codes[i] = code == null ? values.size() : code;
        if (code == null) {
          values.add(value);
        }
      }
    }
    return new SliceKey(name, values, codes);
  }

  Slice slice(int code) {
    return new Slice(name, values.get(code));
  }
}
