package io.virk.cause.catalogue;

import io.virk.cause.Cause;
import io.virk.internal.Words;
import java.util.Locale;

/** What every cause of the catalogue says of itself, in the words of the language's file. */
abstract class CatalogueCause implements Cause {
  private final String name;
  private final String family;
  private final String key;

  CatalogueCause(String name, String family) {
    this.name = name;
    this.family = family;
    this.key = "cause." + name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  static void checkSeverity(int severity) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 1 .. 5)");
    }
  }

  /** Which of the variants a seed chooses, 0 .. variants - 1. */
  final int variant(long seed) {
    return (int) Math.floorMod(seed, (long) variants());
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String family() {
    return family;
  }

  @Override
  public final String words() {
    return Words.of(key + ".words");
  }

  @Override
  public final String action() {
    return Words.of(key + ".action");
  }

  @Override
  public final String toString() {
    return name;
  }
}
