package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.SignalChange;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.VectorSignal;
import java.util.List;
import java.util.Optional;

/** What happened, and to whom, in one sentence. */
final class Headline {
  private static final int SLICES_TOLD = 20;

  /** The detector of classes that the baseline does not have. */
  private static final String NEW_CLASS = "new-class";

  /** Standard errors from which a mean has moved; else it is how values scatter that has. */
  private static final double SHIFT = 2;

  /** How signals of the areas of a mask begin; the name of a class follows. */
  private static final String AREA = "area-of-";

  private Headline() {}

  /** The rest of the sentence. */
  static String what(Findings found, List<SignalChange> changes, ClassChanges classes) {
    if (found.blank()) {
      return Words.of("what.blank");
    }
    if (found.isMix()) {
      return Words.of("what.mix", Sentences.shares(found.slices()));
    }
    if (found.outliers().isGap()) {
      return Words.of(
          "what.gap",
          Sentences.percent(found.outliers().before()),
          Sentences.percent(found.outliers().now()));
    }
    return found
        .cause()
        .map(NamedCause::words)
        .or(() -> found.family().map(FamilyWords::words))
        .orElseGet(
            () -> {
              String moved = whatMoved(found.drift(), found.schema(), changes, classes);
              return found.isNewContent() ? Words.of("what.same-images", moved) : moved;
            });
  }

  /** Its subject: whose observations drifted. */
  static String subject(Drift drift) {
    Slice first = drift.slices().first();
    List<String> values = drift.slices().stream().map(Slice::value).distinct().toList();
    if (drift.slices().stream().anyMatch(Slice::isAll)) {
      return inContext(drift, Words.of("subject.all"));
    }
    int more = values.size() - SLICES_TOLD;
    String names = Words.commas(values.stream().limit(SLICES_TOLD).map(Text::clean).toList());
    return inContext(
        drift,
        Words.of(
            "subject.slices",
            Text.clean(first.key()),
            more > 0 ? Words.of("list.more", names, more) : names));
  }

  private static String inContext(Drift drift, String subject) {
    List<String> contexts =
        drift.slices().stream()
            .map(Slice::context)
            .filter(c -> !c.isEmpty())
            .distinct()
            .map(Text::clean)
            .toList();
    return contexts.isEmpty()
        ? subject
        : Words.of("subject.context", subject, Words.list(contexts));
  }

  /** What a signal is called. */
  static String name(String signal) {
    return Words.signal(signal);
  }

  /** Without a known cause: the signal that drifted most, in words. */
  private static String whatMoved(
      Drift drift, SignalSchema schema, List<SignalChange> changes, ClassChanges classes) {
    for (DetectionResult evidence : drift.evidence()) {
      Signal signal = schema.named(evidence.signal()).orElse(null);
      if (signal instanceof ScalarSignal scalar) {
        Optional<SignalChange> change =
            changes.stream().filter(c -> c.signal().equals(scalar.name())).findFirst();
        double deviations = change.map(SignalChange::deviations).orElse(0.0);
        if (Math.abs(deviations) * Math.sqrt(evidence.sample().n()) >= SHIFT) {
          return moved(scalar, deviations < 0);
        }
        boolean ofSpread = change.filter(SignalChange::isOfSpread).isPresent();
        String way =
            !ofSpread
                ? "what.differs-in"
                : change.get().spread() > 1 ? "what.varies.more" : "what.varies.less";
        return Words.of(way, name(scalar.name()));
      }
      if (signal instanceof CategoricalSignal) {
        String words = classes.headline(signal.name(), evidence.detector().equals(NEW_CLASS));
        return !words.isEmpty()
            ? words
            : signal.name().equals(CategoricalSignal.PREDICTED_CLASS.name())
                ? Words.of("what.classes")
                : Words.of("what.differs-in", name(signal.name()));
      }
      Optional<String> area = areaMoved(signal, schema, changes);
      if (area.isPresent()) {
        return area.get();
      }
      if (signal != null) {
        return signal.name().equals(VectorSignal.EMBEDDING.name())
            ? Words.of("what.embedding")
            : Words.of("what.differs-in", name(signal.name()));
      }
    }
    return Words.of("what.differs");
  }

  /** Of the areas of a mask, the one that moved most. */
  private static Optional<String> areaMoved(
      Signal signal, SignalSchema schema, List<SignalChange> changes) {
    return signal == null || !signal.name().equals(VectorSignal.MASK_AREAS.name())
        ? Optional.empty()
        : changes.stream()
            .filter(c -> c.signal().startsWith(AREA))
            .findFirst()
            .flatMap(c -> schema.scalar(c.signal()).map(s -> moved(s, c.deviations() < 0)));
  }

  private static String moved(ScalarSignal signal, boolean lower) {
    String way = lower ? ".lower" : ".higher";
    boolean amount = SignalSources.names().contains(signal.source()) && signal.unit().isEmpty();
    return Words.find("moved." + signal.name() + way)
        .orElseGet(
            () -> Words.of((amount ? "moved.amount" : "moved.value") + way, name(signal.name())));
  }
}
