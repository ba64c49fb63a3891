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
 * @param withoutRoom times that a group could not be learned, for there are 20,000, or a finding
 *     not followed, for there are 256: neither is judged
 */
public record FleetStatus(
    int slices,
    int learning,
    int silent,
    int groups,
    int open,
    long windows,
    long leftOut,
    long withoutRoom) {}
