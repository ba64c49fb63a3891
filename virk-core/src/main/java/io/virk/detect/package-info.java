/**
 * What is looked for, how often it may be told for nothing, and what was found.
 *
 * <p>{@link io.virk.detect.Detector} compares a window of a signal with the baseline, {@link
 * io.virk.detect.SequentialDetector} watches observation by observation. VIRK's are made by name
 * and are nothing else to anybody; both are for detectors of one's own, too, with {@link
 * io.virk.detect.Comparison} and, for windows that allocate nothing, {@link
 * io.virk.detect.Scratch}.
 *
 * <p>Policies: {@link io.virk.detect.WindowPolicy} says when a window is full, {@link
 * io.virk.detect.FalseAlarms} how often there may be a drift for nothing, {@link
 * io.virk.detect.EmissionPolicy} when verdicts are a drift and when it is over.
 *
 * <p>Results: a {@link io.virk.detect.DetectionResult} of one window, with its {@link
 * io.virk.detect.Verdict}; a {@link io.virk.detect.Drift}, which lasts, on one or more {@link
 * io.virk.detect.Slice slices}.
 *
 * <p>Detectors with what a baseline taught them are in {@code io.virk.detect.calibrated}, which is
 * no API and on which nothing here depends; the algebra that is no detector's own is in {@code
 * io.virk.detect.internal}, which depends on nothing here.
 */
package io.virk.detect;
