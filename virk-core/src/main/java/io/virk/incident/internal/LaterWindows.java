package io.virk.incident.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Verdict;
import io.virk.event.WindowJudged;
import io.virk.incident.IncidentWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The windows of an episode, of the detectors that opened it. VIRK's thread alone. */
final class LaterWindows {
  private static final int MOST = 256;
  private static final int DETECTORS = 4;

  private final List<IncidentWindow> windows = new ArrayList<>();
  private final Set<String> detectors = new TreeSet<>();

  /** Takes the strongest detectors of an opening, once. */
  void follow(Drift drift) {
    if (detectors.isEmpty()) {
      drift.evidence().stream().limit(DETECTORS).map(LaterWindows::key).forEach(detectors::add);
    }
  }

  private static String key(DetectionResult result) {
    return result.signal() + "\0" + result.detector();
  }

  /** Takes a window of the drift's slices. Where there are too many, one in the middle goes. */
  void judged(WindowJudged event) {
    for (DetectionResult r : event.results()) {
      if (r.verdict() != Verdict.INSUFFICIENT_DATA && detectors.contains(key(r))) {
        if (windows.size() == MOST) {
          windows.remove(MOST / 2);
        }
        windows.add(
            new IncidentWindow(
                r.slice(),
                r.sample().bounds().last(),
                r.signal(),
                r.detector(),
                r.verdict(),
                r.evidence().statistic(),
                r.evidence().threshold()));
      }
    }
  }

  List<IncidentWindow> all() {
    return List.copyOf(windows);
  }
}
