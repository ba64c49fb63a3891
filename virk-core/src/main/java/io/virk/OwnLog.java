package io.virk;

import io.virk.baseline.Baseline;
import io.virk.capture.EmbeddingCost;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.event.Fit;
import io.virk.internal.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/** Says in the log what a monitor watches, above all what it does not see, and how it ends. */
final class OwnLog {
  /** A window that fills no faster than this is worth a warning. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  /** What is assumed before there is a baseline. */
  private static final int DEFAULT_WINDOW = 100;

  private final MonitorConfig config;
  private final Logger log;

  OwnLog(MonitorConfig config, Logger log) {
    this.config = config;
    this.log = log;
  }

  /** What it begins with. */
  void started(long slotMemory) {
    log.info(
        "{}: {} ({} slots, {} MB; {})",
        config.name(),
        config
            .comparison()
            .sizes()
            .map(s -> "watching against " + s.full())
            .orElse("learning its baseline from live traffic"),
        config.captures().slots(),
        slotMemory >> 20,
        Text.clean(String.valueOf(config.captures().sampler())));
    config.comparison().sizes().ifPresent(s -> playbook(s.full()));
    boolean unsliced =
        config.comparison().sizes().filter(s -> s.full().slices().size() == 1).isPresent();
    if (unsliced && config.engine().slices().key().isPresent()) {
      log.warn(
          "{}: the baseline has no reference for any {} of its own; each is compared with all"
              + " observations of the baseline",
          config.name(),
          Text.clean(config.engine().slices().key().get()));
    }
  }

  /** A rule of the playbook that fits nothing must not look like one that does. */
  private void playbook(Baseline baseline) {
    Set<String> known = new HashSet<>();
    for (List<Cause> causes : List.of(Causes.all(), Causes.published(), baseline.causes())) {
      causes.forEach(c -> known.addAll(List.of(c.name(), c.family())));
    }
    for (CauseSignature signature : baseline.reference(Slice.ALL).signatures()) {
      known.addAll(List.of(signature.cause(), signature.family()));
    }
    List<String> unknown = config.engine().playbook().unknownNames(known);
    if (!unknown.isEmpty()) {
      log.warn(
          "{}: the playbook has rules for {}, which the baseline does not know",
          config.name(),
          Text.clean(String.join(", ", unknown), Text.SENTENCE));
    }
  }

  /** It goes on from a checkpoint, which must not look like a fresh start. */
  void restored(Path file, long next, int open, List<String> differing) {
    log.info(
        "{}: restored from {}, at observation {}, {} open",
        config.name(),
        Text.clean(file.toString(), Text.SENTENCE),
        next,
        Text.count(open, "drift"));
    for (String setting : differing) {
      log.warn(
          "{}: {}: what is judged from here on is not what would have been",
          config.name(),
          Text.clean(setting, Text.SENTENCE));
    }
  }

  /** An embedding has been timed; one that is too slow for the budget must not look like calm. */
  void embedderTimed(EmbeddingCost timed) {
    int window =
        config.comparison().sizes().map(s -> s.policy().observations()).orElse(DEFAULT_WINDOW);
    EmbeddingCost cost = timed.of(window, 1);
    if (cost.windowEvery().compareTo(SLOW) > 0) {
      log.warn(
          "{}: {}, and as many times longer as there are slices; allow more CPU, hand embeddings"
              + " over, or use a smaller model",
          config.name(),
          cost.text());
    } else {
      log.info("{}: {}", config.name(), cost.text());
    }
  }

  /** What it is blind to must not look like calm. */
  void blind(List<String> spots) {
    spots.forEach(spot -> log.warn("{}: {}", config.name(), Text.clean(spot, Text.SENTENCE)));
  }

  /** It is closed; what is left undone must not look like done. */
  void closed(MonitorStatus end, long incidentsLost) {
    MonitorStatus.Events events = end.events();
    if (events.incidentsWaiting() > 0) {
      log.warn(
          "{}: {} incident bundles are not written yet, for {} does not answer",
          config.name(),
          events.incidentsWaiting(),
          Text.clean(config.outlets().incidents().map(Path::toString).orElse(""), Text.SENTENCE));
    }
    if (incidentsLost > 0) {
      log.warn(
          "{}: {} could not be written, or not sent to a sink, and {} lost: see the failures before",
          config.name(),
          Text.count(incidentsLost, "state") + " of incidents",
          incidentsLost == 1 ? "is" : "are");
    }
    if (events.summariesWaiting() > 0) {
      log.warn(
          "{}: summaries that were not handed over are lost ({}), for {} does not take them; a"
              + " checkpoint has those that waited when it was written",
          config.name(),
          events.summariesWaiting(),
          config.outlets().summaries().map(s -> Text.clean(s.sink().toString())).orElse(""));
    }
    if (events.waiting() > 0) {
      log.warn(
          "{}: {} events are not told yet, for listener {} has not returned",
          config.name(),
          events.waiting(),
          events.listening().map(MonitorStatus.Call::listener).orElse("that was called"));
    }
    log.info(
        "{}: closed after {}, {} dropped, {}{}",
        config.name(),
        Text.count(end.judged().observations(), "observation"),
        end.captured().dropped(),
        Text.count(end.judged().driftsOpened(), "drift"),
        noneCouldOpen(end.judged())
            ? ": none could open, for no stream has been found to fit the baseline"
            : "");
  }

  private static boolean noneCouldOpen(MonitorStatus.Judged judged) {
    boolean asked = judged.uncompared() > 0 || !judged.fits().isEmpty();
    return asked
        && judged.driftsOpened() == 0
        && !judged.fits().containsKey(Fit.FITS)
        && !judged.fits().containsKey(Fit.NARROWER);
  }
}
