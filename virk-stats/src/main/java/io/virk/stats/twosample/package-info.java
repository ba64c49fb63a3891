/**
 * Tests whether two samples come from one distribution, and corrections for many tests at once.
 *
 * <p>Classes of static methods keep nothing and are safe for any thread; they allocate sorted
 * copies of their arguments, and what their page says beyond that. Results are immutable. For
 * windows against one reference {@link io.virk.stats.twosample.ReferenceComparison} allocates
 * nothing.
 *
 * <p>The drift monitor, virk-core, takes the statistics of {@link
 * io.virk.stats.twosample.KolmogorovSmirnov}, {@link io.virk.stats.twosample.Wasserstein}, {@link
 * io.virk.stats.twosample.ChiSquareTest} and {@link io.virk.stats.twosample.MannWhitney}, and
 * simulates what they are worth, for frames are not independent; {@link
 * io.virk.stats.twosample.MultipleTesting}, {@link io.virk.stats.twosample.BinomialInterval} and
 * {@link io.virk.stats.twosample.NormalTail} as they are. The p-values, {@link
 * io.virk.stats.twosample.CramerVonMises}, {@link io.virk.stats.twosample.EnergyDistance} and
 * {@link io.virk.stats.twosample.ClassifierTwoSample} are for samples that are independent: two
 * data sets, two versions of a model.
 */
package io.virk.stats.twosample;
