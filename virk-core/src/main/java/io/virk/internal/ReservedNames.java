package io.virk.internal;

import java.util.Set;

/** Names that a diagnosis and a playbook give to what is no cause: no cause may have one. */
public final class ReservedNames {
  /** What stands for a cause where there is none. */
  public static final Set<String> STATES =
      Set.of(
          "blank-image",
          "unknown",
          "new-content",
          "class-mix",
          "mix",
          "coverage-gap",
          "unchanged",
          "not-compared");

  /** The families of VIRK's causes. */
  public static final Set<String> FAMILIES =
      Set.of(
          "light",
          "contrast",
          "colour",
          "blur",
          "noise",
          "sensor",
          "compression",
          "geometry",
          "occlusion",
          "weather",
          "stream",
          "pipeline");

  private ReservedNames() {}

  /** Whether a name is one of them. */
  public static boolean has(String name) {
    return STATES.contains(name) || FAMILIES.contains(name);
  }
}
