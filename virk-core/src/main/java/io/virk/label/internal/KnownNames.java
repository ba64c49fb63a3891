package io.virk.label.internal;

import io.virk.label.Label;
import java.util.HashMap;
import java.util.Map;

/** Names of labellers and guidelines, each kept once: a file brings a new text for each line. */
final class KnownNames {
  private static final int MOST = 4_096;

  private final Map<String, String> names = new HashMap<>();

  /** The same with the texts that are kept. */
  Label once(Label label) {
    return new Label(
        label.id(),
        label.kind(),
        label.actual(),
        once(label.labeller()),
        label.time(),
        once(label.guideline()),
        label.suggested(),
        label.weight());
  }

  private String once(String name) {
    String known = names.get(name);
    if (known == null && names.size() < MOST) {
      names.put(name, name);
    }
    return known == null ? name : known;
  }
}
