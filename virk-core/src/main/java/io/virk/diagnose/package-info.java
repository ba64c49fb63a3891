/**
 * Why a drift happened, in words: the {@link io.virk.diagnose.Diagnosis} of a drift and its {@link
 * io.virk.diagnose.SignalChange}s; and what to do about it, by a {@link io.virk.diagnose.Playbook}.
 *
 * <p>It says only what was measured, and nothing from outside stands in its words as it came.
 */
package io.virk.diagnose;
