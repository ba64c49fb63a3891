/**
 * What may be looked at every day: intervals and tests that hold at all times at once, for labels
 * that come one by one.
 *
 * <p>An ordinary interval of 95 % is wrong at some time almost surely if one looks often enough. A
 * <i>confidence sequence</i> of 95 % is wrong at any time in 5 % of all streams at most; a test
 * made so rejects wrongly, at whatever time one stops, with its level at most. The price is a
 * length: at 100 observations about 1.5 times that of the ordinary interval.
 *
 * <p>What to take: {@link io.virk.stats.sequence.BernoulliSequence} for shares (accuracy, recall);
 * {@link io.virk.stats.sequence.PairedSequence} for two models on the same observations; {@link
 * io.virk.stats.sequence.WeightedMean} for observations that were not drawn alike; {@link
 * io.virk.stats.sequence.WeightedShare} for a share of either kind of which observations may be
 * taken back; {@link io.virk.stats.sequence.BlockedShare} for one of neighbours that are alike;
 * {@link io.virk.stats.sequence.RateIncrease} and {@link io.virk.stats.sequence.StratifiedErrors}
 * to test errors against those of a baseline, whose own uncertainty is counted.
 *
 * <p>All are single-threaded, reject what is out of range with an {@link
 * java.lang.IllegalArgumentException} and are then unchanged; all but the last two write their
 * state to bytes with a version and a checksum. Evidence is an e-value in natural logarithms: where
 * the hypothesis holds it ever reaches ln(1 / alpha) with probability alpha at most (Ville).
 *
 * <p>Source: I. Waudby-Smith and A. Ramdas, <i>Estimating means of bounded random variables by
 * betting</i>, J. R. Stat. Soc. B 86 (2024), doi:10.1093/jrsssb/qkad009, arXiv:2010.09686; S. R.
 * Howard, A. Ramdas, J. McAuliffe and J. Sekhon, <i>Time-uniform, nonparametric, nonasymptotic
 * confidence sequences</i>, Ann. Stat. 49 (2021), doi:10.1214/20-AOS1991, arXiv:1810.08240.
 */
package io.virk.stats.sequence;
