package io.virk.baseline.content;

import io.virk.detect.calibrated.CalibratedDetector;
import java.util.List;

/**
 * The detectors that judge a window together and share its allowance of false drifts.
 *
 * @param list one for each signal and detector
 * @param tests how many independent tests those that can judge are worth, 1 .. the sum of their
 *     shares; a window's probability of a false drift is divided by it, and times its {@link
 *     io.virk.detect.Detector#share} each may spend that
 */
public record DetectorSet(List<CalibratedDetector> list, double tests) {
  public DetectorSet {
    list = List.copyOf(list);
  }
}
