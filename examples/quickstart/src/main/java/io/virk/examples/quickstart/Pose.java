package io.virk.examples.quickstart;

/**
 * One part as it lies on the belt.
 *
 * @param relief its shape
 * @param finish its surface
 * @param x of its origin, along the belt
 * @param y of its origin, across the belt
 * @param angle it is turned by, radians
 * @param scale half-widths of the belt for one unit of the shape
 * @param oil how dirty it is: factor on the light it gives back, 1 = clean
 */
record Pose(Relief relief, Finish finish, float x, float y, double angle, float scale, float oil) {}
