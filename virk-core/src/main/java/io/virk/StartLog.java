package io.virk;

import io.virk.baseline.Baseline;
import io.virk.capture.EmbeddingCost;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.internal.Text;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;

/** Says in the log what a monitor watches, above all what it does not see. */
final class StartLog {
  /** A window that fills no faster than this is worth a warning. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  /** What is assumed before there is a baseline. */
  private static final int DEFAULT_WINDOW = 100;

  private final MonitorConfig config;
  private final Logger log;

  StartLog(MonitorConfig config, Logger log) {
    this.config = config;
    this.log = log;
  }

  /** What it begins with. */
  void started(long slotMemory) {
    log.info(
        "{}: {} ({} slots, {} MB; {})",
        config.name(),
        config
            .sizes()
            .map(s -> "watching against " + s.full())
            .orElse("learning its baseline from live traffic"),
        config.slots(),
        slotMemory >> 20,
        Text.clean(String.valueOf(config.sampler())));
    boolean unsliced = config.sizes().filter(s -> s.full().slices().size() == 1).isPresent();
    if (unsliced && config.sliceKey().isPresent()) {
      log.warn(
          "{}: the baseline has no reference for any {} of its own; each is compared with all"
              + " observations of the baseline",
          config.name(),
          Text.clean(config.sliceKey().get()));
    }
    config
        .mismatches()
        .forEach(m -> log.warn("{}: {}", config.name(), Text.clean(m.inWords(), Text.SENTENCE)));
  }

  /** An embedding has been timed; one that is too slow for the budget must not look like calm. */
  void embedderTimed(EmbeddingCost cost) {
    int window = config.sizes().map(s -> s.policy().observations()).orElse(DEFAULT_WINDOW);
    String words = cost.inWords(window, 1);
    if (cost.windowEvery(window, 1).compareTo(SLOW) > 0) {
      log.warn(
          "{}: {}, and as many times longer as there are slices; allow more CPU, hand embeddings"
              + " over, or use a smaller model",
          config.name(),
          words);
    } else {
      log.info("{}: {}", config.name(), words);
    }
  }

  /** The baseline has been learned. */
  void learned(Baseline baseline) {
    log.info("{}: watching against {}, which it has learned", config.name(), baseline);
  }

  /** A detector that was refused is blind; that must not look like calm. */
  void refused(Baseline baseline) {
    List<CalibratedDetector> all =
        baseline.slices().stream()
            .flatMap(slice -> baseline.reference(slice).detectors().stream())
            .toList();
    List<CalibratedDetector> refused = all.stream().filter(d -> d.refusal().isPresent()).toList();
    if (!refused.isEmpty()) {
      CalibratedDetector one = refused.get(0);
      log.warn(
          "{}: {} of {} detectors answer INSUFFICIENT_DATA, for the baseline is too short for them;"
              + " {} of {}, for example: {}",
          config.name(),
          refused.size(),
          all.size(),
          one.detector().name(),
          one.signal().name(),
          Text.clean(one.refusal().get(), Text.SENTENCE));
    }
  }
}
