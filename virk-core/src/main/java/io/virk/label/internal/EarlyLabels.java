package io.virk.label.internal;

import io.virk.label.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels that wait for their observation, the last 1,024. Not thread-safe. */
final class EarlyLabels {
  static final int MOST = 1_024;

  /** By id, oldest first. */
  private final Map<String, List<Label>> byId = new LinkedHashMap<>();

  private int size;

  /** Takes one; the oldest makes room. */
  void add(Label label) {
    byId.computeIfAbsent(label.id(), id -> new ArrayList<>(1)).add(label);
    size++;
    if (size > MOST) {
      List<Label> oldest = byId.values().iterator().next();
      oldest.remove(0);
      size--;
      if (oldest.isEmpty()) {
        byId.remove(byId.keySet().iterator().next());
      }
    }
  }

  /** Those of an observation that has come, which wait no longer. */
  List<Label> remove(String id) {
    List<Label> labels = size == 0 ? null : byId.remove(id);
    size -= labels == null ? 0 : labels.size();
    return labels == null ? List.of() : labels;
  }

  int size() {
    return size;
  }

  List<Label> all() {
    return byId.values().stream().flatMap(List::stream).toList();
  }
}
