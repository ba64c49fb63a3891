/** The index in which labels find their observations, and what is computed of the two. */
package io.virk.label.internal;
