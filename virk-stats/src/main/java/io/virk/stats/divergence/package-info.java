/**
 * Divergences of binned distributions. All take counts or masses, normalised inside, and name their
 * smoothing.
 */
package io.virk.stats.divergence;
