/**
 * Not API: who makes diagnoses. {@link io.virk.diagnose.internal.Explainer} puts a drift, its
 * fingerprint and its tables into words; {@link io.virk.diagnose.internal.SliceAttribution} says
 * which slices carry a change of all.
 *
 * <p>Takes tables, fingerprints and results, and knows no baseline and no monitor.
 */
package io.virk.diagnose.internal;
