/** Baselines: how they are built, calibrated, saved and loaded. */
package io.virk.baseline;
