/** A host that runs its model with the Deep Java Library. */
package io.virk.examples.djl;
