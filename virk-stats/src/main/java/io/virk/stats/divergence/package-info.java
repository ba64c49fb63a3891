/**
 * Divergences of binned distributions. All take counts or masses, normalised inside, and name their
 * smoothing. Static methods alone, which keep and allocate nothing and are safe for any thread.
 */
package io.virk.stats.divergence;
