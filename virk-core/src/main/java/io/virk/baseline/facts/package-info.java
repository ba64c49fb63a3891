/**
 * What a baseline says of itself and of others: where it comes from, what its null distributions
 * promise and held-back data gave, how far another is apart from it, and how far its building is.
 * Values.
 */
package io.virk.baseline.facts;
