/**
 * Internal. Two baselines beside each other: the difference, the merged one; and one beside its own
 * held-back data.
 */
package io.virk.baseline.compare;
