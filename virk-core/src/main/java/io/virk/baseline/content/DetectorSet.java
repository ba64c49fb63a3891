package io.virk.baseline.content;

import io.virk.detect.calibrated.CalibratedDetector;
import java.util.List;

/**
 * The detectors that judge a window together and share its allowance of false drifts.
 *
 * @param list one for each signal and detector
 * @param tests how many independent tests those that can judge are worth, 1 .. their number; a
 *     window's probability of a false drift is divided by it
 */
public record DetectorSet(List<CalibratedDetector> list, double tests) {
  public DetectorSet {
    list = List.copyOf(list);
  }
}
