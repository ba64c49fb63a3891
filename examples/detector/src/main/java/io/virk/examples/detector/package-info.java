/** A host with a detector of objects, watched by VIRK. */
package io.virk.examples.detector;
