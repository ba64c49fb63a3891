package io.virk.engine;

/**
 * What an engine has done.
 *
 * @param windows judged
 * @param evicted slices that made room for others
 * @param opened drifts
 * @param reopened drifts
 * @param closed drifts
 */
public record EngineCounts(long windows, long evicted, long opened, long reopened, long closed) {}
