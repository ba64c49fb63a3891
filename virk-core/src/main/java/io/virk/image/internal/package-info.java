/**
 * Not API: how pixels are read, reduced and measured. Of the room before, {@link
 * io.virk.image.Frame} needs it to read the images of Java 2D, {@link io.virk.image.CapturePolicy}
 * to reduce one.
 */
package io.virk.image.internal;
