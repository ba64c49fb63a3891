/**
 * Why a drift happened, in words: the {@link io.virk.diagnose.Diagnosis} of a drift, made by the
 * {@link io.virk.diagnose.Explainer} of its fingerprint, its {@link io.virk.diagnose.SignalChange}s
 * and its slices; and which slices carry a change of all, by {@link
 * io.virk.diagnose.SliceAttribution}.
 *
 * <p>Takes tables, fingerprints and results, and knows no baseline and no monitor. It says only
 * what was measured, and nothing from outside stands in its words as it came.
 */
package io.virk.diagnose;
