package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The signals that the baseline has and no observation has brought yet, or none of late: a host
 * that forgets to hand one over, or no longer does, is watched without it, which must not look like
 * calm. One thread at a time; the words may be read by any.
 */
final class MissingSignals {
  /** Observations after which that is no accident. */
  static final int LOOKED_AT = 256;

  private final SignalSchema schema;
  private final List<Signal> signals = new ArrayList<>();

  /** Of each signal, the number of the observation that brought it last; 0 if none has. */
  private final long[] last;

  private final boolean[] missing;
  private long observations;
  private volatile List<String> words = List.of();

  MissingSignals(Baseline baseline) {
    schema = baseline.schema();
    SignalTable pool = baseline.reference(Slice.ALL).pool();
    for (Signal signal : schema.signals()) {
      boolean derived = signal instanceof VectorSignal vector && vector.isDerived();
      if (signal.isTested()
          && !derived
          && !baseline.notJudged().contains(signal.name())
          && pool.count(signal) > 0) {
        signals.add(signal);
      }
    }
    last = new long[signals.size()];
    missing = new boolean[signals.size()];
  }

  /**
   * Looks at an observation.
   *
   * @return what is to be told, when it begins: what none of the last 256 has brought; null for
   *     nothing
   */
  String accept(SignalValues values) {
    observations++;
    boolean more = false;
    boolean fewer = false;
    for (int i = 0; i < last.length; i++) {
      if (isIn(values, signals.get(i)) || isOfNothing(values, signals.get(i))) {
        last[i] = observations;
        fewer |= missing[i];
        missing[i] = false;
      } else if (observations - last[i] >= LOOKED_AT && !missing[i]) {
        missing[i] = true;
        more = true;
      }
    }
    if (more || fewer) {
      words = inWords();
    }
    return more ? String.join("; ", words) : null;
  }

  /** Where a detector finds no object, nothing is missing. */
  private boolean isOfNothing(SignalValues values, Signal signal) {
    return switch (signal.source()) {
      case SignalSources.DETECTIONS -> values.analysed(schema.indexOf(ScalarSignal.OBJECTS)) == 0;
      case SignalSources.SCORES -> values.analysed(schema.indexOf(ScalarSignal.LABELS)) == 0;
      default -> false;
    };
  }

  private boolean isIn(SignalValues values, Signal signal) {
    if (signal instanceof ScalarSignal scalar) {
      return !Double.isNaN(values.analysed(schema.indexOf(scalar)));
    }
    return signal instanceof VectorSignal vector
        ? values.vector(schema.indexOf(vector)) != null
        : values.category(schema.indexOf((CategoricalSignal) signal)) != Observation.NO_CLASS;
  }

  private List<String> inWords() {
    Map<String, List<String>> never = new TreeMap<>();
    Map<String, List<String>> noMore = new TreeMap<>();
    for (int i = 0; i < last.length; i++) {
      if (missing[i]) {
        (last[i] == 0 ? never : noMore)
            .computeIfAbsent(signals.get(i).source(), s -> new ArrayList<>())
            .add(signals.get(i).name());
      }
    }
    List<String> all = new ArrayList<>();
    never.forEach((source, names) -> all.add(inWords("%d observations or more", source, names)));
    noMore.forEach((source, names) -> all.add(inWords("the last %d observations", source, names)));
    return List.copyOf(all);
  }

  private String inWords(String whose, String source, List<String> names) {
    return String.format(
        Locale.ROOT,
        "none of " + whose + " has brought %s, so nothing is judged by it: %s",
        LOOKED_AT,
        Text.clean(String.join(", ", names)),
        remedy(source));
  }

  private String remedy(String source) {
    return switch (source) {
      case SignalSources.IMAGE -> "hand over .image(..) or .tensor(..)";
      case SignalSources.LOGITS ->
          schema.indexOf(ScalarSignal.CLASS_ENTROPY) >= 0
              ? "hand over .probabilities(..)"
              : "hand over .logits(..), or .predictedClass(..)";
      case SignalSources.SCORES -> "hand over .scores(..)";
      case SignalSources.DETECTIONS -> "hand over .detections(..), with classes and confidences";
      case SignalSources.MASK -> "hand over .mask(..)";
      case SignalSources.EMBEDDING -> "hand over .embedding(..), or set the embedder";
      case SignalSources.HOST -> "hand over .signal(..) or .category(..)";
      default -> "look at what source " + Text.clean(source) + " derives it from";
    };
  }

  /** What none has brought, a sentence each, without a full stop. Any thread. */
  List<String> words() {
    return words;
  }
}
