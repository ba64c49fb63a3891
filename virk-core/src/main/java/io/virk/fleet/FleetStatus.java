package io.virk.fleet;

/**
 * How a fleet is watched. What was left out is said by {@link Fleet#notices}, too.
 *
 * @param slices that are known
 * @param learning of them, whose usual level is still being learned
 * @param silent of them, of which nothing is heard
 * @param groups that are known, and are judged or learned
 * @param open drifts that are open
 * @param windows that were judged, each of all slices together
 * @param leftOut summaries and readings that came after their window had been judged
 * @param twice summaries and readings that came again, and count once
 * @param ahead summaries that lie more than an hour ahead of the clock
 * @param withoutRoom summaries, readings, groups and findings that there was no room for: of more
 *     than 1,024 windows that wait, 65,536 parts of a window, 20,000 groups and 256 drifts at once
 */
public record FleetStatus(
    int slices,
    int learning,
    int silent,
    int groups,
    int open,
    long windows,
    long leftOut,
    long twice,
    long ahead,
    long withoutRoom) {}
