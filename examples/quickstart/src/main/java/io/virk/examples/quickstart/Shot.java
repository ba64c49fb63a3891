package io.virk.examples.quickstart;

import io.virk.image.Frame;

/**
 * One picture of the belt.
 *
 * @param index the number of the picture, from 0
 * @param frame its pixels, an array of their own
 * @param label the class of the part in it, an index into {@link ConveyorCamera#classNames()}
 */
public record Shot(long index, Frame frame, int label) {}
