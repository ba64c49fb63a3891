/** Tests whether two samples come from one distribution. */
package io.virk.stats.twosample;
