/**
 * Accumulators: moments, covariance, histograms over bins, reservoirs, exponentially weighted
 * moments. All are streaming and mergeable, allocate nothing once warm, and have a compact binary
 * form with a version, of which every reader rejects what it does not know; none is thread-safe.
 */
package io.virk.stats;
