/**
 * How good a classifier is: counted where there are labels, estimated from its confidence where
 * there are none.
 *
 * <p>With labels: {@link io.virk.stats.performance.ConfusionCounts} (accuracy, precision, recall,
 * false-negative rate), {@link io.virk.stats.performance.Reliability} (whether a confidence means
 * what it says). Their intervals are those of {@link io.virk.stats.sequence}.
 *
 * <p>Without: {@link io.virk.stats.performance.ConfidenceBasedAccuracy} from calibrated confidence
 * (CBPE; re-weighted to live inputs by {@link io.virk.stats.performance.DensityRatio}, PAPE),
 * {@link io.virk.stats.performance.ThresholdedConfidence} (ATC) and {@link
 * io.virk.stats.performance.DifferenceOfConfidences} for comparison, {@link
 * io.virk.stats.performance.LabelShift} for the mix of classes; all from arrays, or from {@link
 * io.virk.stats.performance.ConfidenceSums}, which are kept while observations come and go. All of
 * them assume something that data alone cannot show, and say what: above all that there is no
 * concept shift. Only labels tell.
 *
 * <p>Numbers out of range, NaN among them, are an {@link java.lang.IllegalArgumentException}, and
 * change nothing.
 */
package io.virk.stats.performance;
