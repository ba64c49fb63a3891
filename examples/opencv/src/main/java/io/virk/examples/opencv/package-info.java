/** A host that reads its frames with OpenCV. */
package io.virk.examples.opencv;
