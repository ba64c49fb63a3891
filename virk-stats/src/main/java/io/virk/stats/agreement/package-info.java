/**
 * How far raters, or models, agree on categories beyond what chance would give: two of them, a
 * fixed number, or any number with missing values. Static methods alone, which keep nothing and are
 * safe for any thread; they allocate a few arrays of one number per category, or pair of them.
 *
 * <p>Nothing of this is in the drift monitor, virk-core, as yet: it is for who has labels. Two
 * labellers of the frames of an incident, a champion and a challenger, a model and its auditors are
 * compared with {@link io.virk.stats.agreement.CohenKappa}, panels with {@link
 * io.virk.stats.agreement.FleissKappa} or {@link io.virk.stats.agreement.KrippendorffAlpha}.
 */
package io.virk.stats.agreement;
