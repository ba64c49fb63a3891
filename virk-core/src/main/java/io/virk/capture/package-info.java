/**
 * The host's side of an observation: the handle into which it copies what the model saw, and behind
 * it the slots, their ring, and the thread that drains them.
 */
package io.virk.capture;
