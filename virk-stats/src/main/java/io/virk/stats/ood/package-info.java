/** Out-of-distribution scores of single observations: larger = more out of distribution. */
package io.virk.stats.ood;
