/**
 * What people say of observations, and what follows from it.
 *
 * <ul>
 *   <li>Which to label: {@link io.virk.label.SamplingPlan} of observations that are remembered,
 *       {@link io.virk.label.ReviewSample} of incidents, with a page on which {@link
 *       io.virk.label.ReviewDecisions} are made.
 *   <li>Whether the inputs have moved or what they mean: {@link io.virk.label.ConceptShift},
 *       against the errors that a baseline knows ({@code baseline.errors()}, where its observations
 *       were labelled).
 *   <li>Whether another version of the model is better, and for whom: {@link
 *       io.virk.label.Challenger}, and the {@link io.virk.label.ReleaseNote} that goes out before
 *       it does, {@code Report.of(note)}.
 * </ul>
 *
 * <p>Everything may be looked at every day: what is told wrongly at any time stays within the level
 * that was asked for. Measured on real images in virk-bench/labels.md.
 */
package io.virk.label;
