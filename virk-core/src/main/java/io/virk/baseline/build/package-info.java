/**
 * Internal. From observations to the content of a baseline: intake, the split into parts, the fit,
 * and whether a live stream is stable.
 */
package io.virk.baseline.build;
