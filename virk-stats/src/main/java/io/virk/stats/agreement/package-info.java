/**
 * How far raters, or models, agree on categories beyond what chance would give: two of them, a
 * fixed number, or any number with missing values.
 */
package io.virk.stats.agreement;
