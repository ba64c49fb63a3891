/**
 * Internal. The null distributions of detectors: the memory of signals, the block bootstrap, the
 * number of independent tests. Of tables alone; knows no baseline.
 */
package io.virk.baseline.calibrate;
