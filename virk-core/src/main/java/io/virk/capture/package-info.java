/**
 * The host's side of an observation: the handles into which it copies what the model saw, and what
 * they cost it.
 */
package io.virk.capture;
