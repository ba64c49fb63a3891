/**
 * Frames and their pixel formats, image signals, image folders, and the catalogue of corruptions.
 */
package io.virk.image;
