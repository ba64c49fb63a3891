/** Runs the benchmarks by groups, keeps what they give, compares it and draws it. */
package io.virk.bench.suite;
