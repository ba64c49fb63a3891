/**
 * Windows of observations, the detectors that compare them with a reference, their null
 * distributions, verdicts, the emission policy, and drift episodes.
 */
package io.virk.detect;
