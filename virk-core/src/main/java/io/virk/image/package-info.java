/** Frames and their pixel formats, the analysis of images, and image folders. */
package io.virk.image;
