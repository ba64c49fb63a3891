/**
 * What VIRK promises and what it keeps: the tables of {@link io.virk.bench.quality.QualityTable},
 * which {@code Suite quality} runs, and two programs that print costs, {@link
 * io.virk.bench.quality.FleetCosts} and {@link io.virk.bench.quality.LongRun}. The README of the
 * module says how to run and read them.
 */
package io.virk.bench.quality;
