/** A service whose baseline is made by the Python job that trained its model. */
package io.virk.examples.pythonjob;
