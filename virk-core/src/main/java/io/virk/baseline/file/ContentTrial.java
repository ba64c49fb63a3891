package io.virk.baseline.file;

import io.virk.baseline.content.Content;
import io.virk.baseline.content.ContentParts;
import io.virk.baseline.content.Reference;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.SignalTable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a baseline that was read does what it is for. Ranges of single values do not say that a
 * file holds together: here every detector judges a window of its own reference, and one of a
 * single row over and over.
 */
final class ContentTrial {
  private static final double DRIFT = 1e-6;
  private static final double WARNING = 0.05;

  private ContentTrial() {}

  /**
   * Tries a baseline.
   *
   * @throws MalformedFile if a detector cannot judge, naming the entry of its reference
   */
  static void of(Content content) {
    ContentParts parts = content.parts();
    for (int i = 0; i < parts.references().size(); i++) {
      String entry = BaselineCodec.prefix(i);
      Reference reference = content.reference(parts.references().get(i).slice());
      try {
        judge(reference, parts.window());
      } catch (RuntimeException e) {
        throw BaselineFile.malformed(
            entry, "cannot judge a window of its own rows: " + e.getMessage(), e);
      }
    }
  }

  private static void judge(Reference reference, int window) {
    SignalTable pool = reference.pool();
    List<SignalTable> windows =
        List.of(
            pool.take(IntStream.range(0, window).toArray()),
            pool.take(IntStream.range(pool.rows() - window, pool.rows()).toArray()),
            pool.take(new int[window]));
    for (SignalTable rows : windows) {
      for (CalibratedDetector detector : reference.calibrated()) {
        check(detector.judge(Slice.ALL, rows, DRIFT, WARNING));
      }
    }
  }

  private static void check(DetectionResult result) {
    DetectionResult.Evidence evidence = result.evidence();
    if (result.verdict() != Verdict.INSUFFICIENT_DATA
        && !(Double.isFinite(evidence.threshold())
            && Double.isFinite(evidence.warningThreshold())
            && evidence.pValue() > 0)) {
      throw new IllegalArgumentException(
          result.detector()
              + " on "
              + result.signal()
              + " has the threshold "
              + evidence.threshold()
              + " (expected: finite)");
    }
  }
}
