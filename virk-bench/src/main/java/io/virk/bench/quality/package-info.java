/**
 * What VIRK promises and what it keeps. Five programs: {@link
 * io.virk.bench.quality.FalseAlarmTables}, {@link io.virk.bench.quality.TailTable}, {@link
 * io.virk.bench.quality.SequentialTable} and {@link io.virk.bench.quality.LongRun}. The README of
 * the module says how to run and read them.
 */
package io.virk.bench.quality;
