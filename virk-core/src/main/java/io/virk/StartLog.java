package io.virk;

import io.virk.internal.Text;
import java.util.List;
import org.slf4j.Logger;

/** Says in the log what a monitor watches, above all what it does not see. */
final class StartLog {
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
  }

  /** What it is blind to must not look like calm. */
  void blind(List<String> spots) {
    spots.forEach(spot -> log.warn("{}: {}", config.name(), Text.clean(spot, Text.SENTENCE)));
  }
}
