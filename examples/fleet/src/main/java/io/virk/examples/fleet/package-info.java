/** A fleet of cameras, watched by a job on Apache Flink. */
package io.virk.examples.fleet;
