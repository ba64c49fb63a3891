/** The front door: the monitor, its captures, its listener and its events. */
package io.virk;
