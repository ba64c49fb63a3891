/** Observations, and the scalar, categorical and vector signals that are derived from them. */
package io.virk.signal;
