/** Histograms, moments and other accumulators: streaming, mergeable. */
package io.virk.stats;
