/**
 * How far raters, or models, agree on categories beyond what chance would give: two of them, a
 * fixed number, or any number with missing values. Static methods alone, which keep nothing and are
 * safe for any thread; they allocate a few arrays of one number per category, or pair of them.
 */
package io.virk.stats.agreement;
