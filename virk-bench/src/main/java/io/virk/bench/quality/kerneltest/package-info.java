/**
 * Rivals of VIRK's kernel test, re-created from their papers, and the table that sets them beside
 * it on the same data at the same promise: {@code io.virk.bench.quality.KernelTestTable}.
 */
package io.virk.bench.quality.kerneltest;
