/** The record of a drift: what the recorder held, and the bundle that it is written to. */
package io.virk.incident;
