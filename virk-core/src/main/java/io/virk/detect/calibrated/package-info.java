/**
 * Not API: may change in any release. Detectors with what the baseline taught them: the null
 * distribution of a statistic, a window's verdict, and the watch over a slice of a sequential
 * detector.
 */
package io.virk.detect.calibrated;
