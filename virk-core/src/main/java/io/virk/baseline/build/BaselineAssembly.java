package io.virk.baseline.build;

import io.virk.baseline.content.ContentParts;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.baseline.facts.Provenance;
import io.virk.internal.LibraryVersion;
import io.virk.signal.Flaw;
import io.virk.signal.SignalSchema;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a baseline of what was gathered. */
public final class BaselineAssembly {
  private BaselineAssembly() {}

  /**
   * What came in.
   *
   * @param source in words
   * @param tensor what images were read back from; empty for pixels
   */
  public record Intaken(
      String source,
      Optional<String> tensor,
      SignalSchema schema,
      int logitsLength,
      long embeddedReduced,
      long seen,
      Map<String, Long> flaws) {}

  /**
   * Splits, fits, calibrates and freezes.
   *
   * @throws IllegalArgumentException if there are too few observations, sources, or too many copies
   */
  public static ContentParts of(
      BaselineSettings settings, ReferenceCollector collector, Intaken intaken) {
    ErrorProfile errors = collector.errors(intaken.logitsLength()); // before rows are chosen
    ReferenceCollector.Split split =
        collector.split(
            new ReferenceCollector.Plan(
                settings.window(),
                intaken.schema(),
                settings.sliceKey(),
                settings.contextKey(),
                settings.seed(),
                settings.detectors(),
                settings.causes(),
                settings.causesEmbedded(),
                settings.repeats(),
                settings.ticker()));
    CalibrationLog.leftOut(settings.name(), split.failedCauses());
    if (settings.causesEmbedded().isPresent() && split.directions() == null) {
      CalibrationLog.causesNotEmbedded(settings.name());
    }
    Map<String, Long> flaws = new TreeMap<>(intaken.flaws());
    if (split.copies() > 0) {
      flaws.put(Flaw.COPY_IN_ANOTHER_PART.name(), (long) split.copies());
    }
    Provenance provenance =
        new Provenance(
            settings.clock().instant(),
            LibraryVersion.CURRENT,
            intaken.source(),
            settings.capturePolicy(),
            settings.embeddedBy(),
            settings.model(),
            intaken.tensor(),
            intaken.embeddedReduced(),
            intaken.seen(),
            flaws,
            settings.parents());
    return new ContentParts(
        settings.name(),
        provenance,
        settings.sliceKey(),
        settings.contextKey(),
        intaken.schema(),
        intaken.logitsLength(),
        settings.outputs(),
        settings.window(),
        settings.seed(),
        split.model(),
        split.features(),
        split.directions(),
        split.references(),
        errors,
        collector.pictures(settings.name(), settings.pictures(), settings.sliceKey()));
  }
}
