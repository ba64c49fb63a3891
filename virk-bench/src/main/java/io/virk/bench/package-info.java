/** JMH micro-benchmarks. The README of the module says how to run a group and how to read it. */
package io.virk.bench;
