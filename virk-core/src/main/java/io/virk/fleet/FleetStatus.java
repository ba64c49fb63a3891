package io.virk.fleet;

/**
 * How a fleet is watched.
 *
 * @param slices that are known
 * @param learning of them, whose usual level is still being learned
 * @param silent of them, of which nothing is heard
 * @param groups that are known, and are judged or learned
 * @param open drifts that are open
 * @param windows that were judged, each of all slices together
 * @param leftOut readings that came after their window had been judged
 */
public record FleetStatus(
    int slices, int learning, int silent, int groups, int open, long windows, long leftOut) {}
