/** Frames and their pixel formats, how large a frame is kept, and image folders. */
package io.virk.image;
