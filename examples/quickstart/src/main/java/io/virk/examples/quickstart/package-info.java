/** The quickstart: four cameras, a classifier, and VIRK wired in by one line. */
package io.virk.examples.quickstart;
