/**
 * Why a drift happened, in words: the {@link io.virk.diagnose.Diagnosis} of a drift and its {@link
 * io.virk.diagnose.SignalChange}s.
 *
 * <p>It says only what was measured, and nothing from outside stands in its words as it came.
 */
package io.virk.diagnose;
