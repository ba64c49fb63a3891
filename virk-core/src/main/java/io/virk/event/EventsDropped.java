package io.virk.event;

/**
 * Listeners took so long that events did not fit the queue before them. It is told before all that
 * wait by then, some of which may be older than those that were dropped.
 *
 * <p>Windows go first: of the others none is dropped while one of {@link WindowJudged} waits, and
 * of drifts that opened none before anything else.
 *
 * @param monitor name of the monitor
 * @param windows events {@link WindowJudged} that were dropped since the last event of this kind
 * @param others all else that was dropped since then
 * @param capacity events that may wait
 */
public record EventsDropped(String monitor, long windows, long others, int capacity)
    implements MonitorEvent {}
