/**
 * Tests whether two samples come from one distribution, and corrections for many tests at once.
 *
 * <p>Classes of static methods keep nothing and are safe for any thread; they allocate sorted
 * copies of their arguments, and what their page says beyond that. Results are immutable. For
 * windows against one reference {@link io.virk.stats.twosample.ReferenceComparison} allocates
 * nothing.
 */
package io.virk.stats.twosample;
