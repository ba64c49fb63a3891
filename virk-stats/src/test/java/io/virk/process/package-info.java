/** Processes that tests start, of every module. */
package io.virk.process;
