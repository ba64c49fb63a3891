package io.virk.cause.catalogue;

import io.virk.cause.Cause;

/** What every cause of the catalogue says of itself. */
abstract class CatalogueCause implements Cause {
  private final String name;
  private final String family;
  private final String words;
  private final String action;

  CatalogueCause(String name, String family, String words, String action) {
    this.name = name;
    this.family = family;
    this.words = words;
    this.action = action;
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
    return words;
  }

  @Override
  public final String action() {
    return action;
  }

  @Override
  public final String toString() {
    return name;
  }
}
