/**
 * What can happen to a camera, its data or its model.
 *
 * <p>A {@link io.virk.cause.Cause} is an object: name, family, how it is applied to clean images,
 * its words, its action. {@link io.virk.cause.catalogue.Causes} is the catalogue; a host may add
 * its own. A baseline keeps how each shows on its own images, and a drift's change is compared with
 * that: the {@link io.virk.cause.Fingerprint} ranks the causes as {@link
 * io.virk.cause.CauseMatch}es.
 */
package io.virk.cause;
