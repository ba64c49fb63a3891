/**
 * The capture ring, the drain thread, guarded listeners, and file helpers. Not API: anything here
 * may change in any release.
 *
 * <p>Words for memory order: a <em>plain</em> access is seen by its own thread only; a
 * <em>release</em> write makes everything before it visible to whoever reads it with
 * <em>acquire</em>.
 */
package io.virk.internal;
