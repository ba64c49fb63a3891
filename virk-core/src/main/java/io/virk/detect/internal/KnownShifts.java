package io.virk.detect.internal;

/** What compares with a reference by filters for known changes, which others may use, too. */
public interface KnownShifts {
  /** Its filters: making them takes some ten milliseconds. */
  ShiftScan scan();
}
