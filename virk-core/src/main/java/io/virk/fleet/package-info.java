/**
 * One picture of many cameras and JVMs: summaries that merge, what they say of single slices, of
 * groups of them and of all, and where they go.
 *
 * <p>The way: a {@link io.virk.fleet.Summarizer} makes a {@link io.virk.fleet.SliceSummary} of each
 * slice and period; a {@link io.virk.fleet.SliceJudge} compares those of one slice with its own
 * past and gives a {@link io.virk.fleet.SliceReading} a window; a {@link io.virk.fleet.FleetJudge}
 * takes the readings of all slices and tells drifts. Each of the three is a function of what it is
 * given, with a state of bytes, so that an engine of streams can run it, keyed by slice, by region,
 * or not at all: {@link io.virk.fleet.Fleet} is all of it in one JVM.
 */
package io.virk.fleet;
