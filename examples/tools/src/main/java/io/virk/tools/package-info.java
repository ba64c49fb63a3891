/** The command line: each command is a small host of the public API. */
package io.virk.tools;
