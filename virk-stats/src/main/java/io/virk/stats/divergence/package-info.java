/**
 * Divergences of binned distributions. All take counts or masses, normalised inside, and name their
 * smoothing. Static methods alone, which keep and allocate nothing and are safe for any thread.
 *
 * <p>The drift monitor, virk-core, compares by {@link
 * io.virk.stats.divergence.PopulationStabilityIndex}, {@link
 * io.virk.stats.divergence.JensenShannon} and {@link io.virk.stats.divergence.KullbackLeibler}. The
 * others are what other tools report under these names ({@link io.virk.stats.divergence.Hellinger},
 * {@link io.virk.stats.divergence.TotalVariation}, {@link
 * io.virk.stats.divergence.BinnedWasserstein}, {@link
 * io.virk.stats.divergence.ChiSquareDivergence}): for dashboards and thresholds that one already
 * has.
 */
package io.virk.stats.divergence;
