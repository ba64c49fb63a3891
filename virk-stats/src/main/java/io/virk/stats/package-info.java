/**
 * Statistics of samples and streams of numbers and vectors. Here the accumulators: {@link
 * io.virk.stats.Moments}, {@link io.virk.stats.Covariance}, {@link io.virk.stats.Histogram} over
 * {@link io.virk.stats.Bins}, {@link io.virk.stats.VectorReservoir}, {@link
 * io.virk.stats.ExponentialMoments}. All are streaming and mergeable, allocate nothing once warm,
 * and have a compact binary form with a version, of which every reader rejects what it does not
 * know; none is thread-safe. {@link io.virk.stats.Means} are those of samples that are there as a
 * whole; {@link io.virk.stats.Interval} is what an unknown number lies in.
 *
 * <p>The drift monitor, virk-core, uses moments, covariance, bins and means. Histograms, reservoirs
 * and exponential moments are for who keeps summaries of his own: of a day or a camera, to be
 * merged, or to be drawn. {@link io.virk.stats.Acceleration} says which kernels run.
 */
package io.virk.stats;
