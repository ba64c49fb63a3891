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
 * The signals that the baseline has and no observation has brought yet: a host that forgets to hand
 * one over is watched without it, which must not look like calm. One thread at a time; the words
 * may be read by any.
 */
final class MissingSignals {
  /** Observations after which that is no accident. */
  static final int LOOKED_AT = 256;

  private final SignalSchema schema;
  private final List<Signal> missing = new ArrayList<>();
  private int observations;
  private volatile List<String> words = List.of();

  MissingSignals(Baseline baseline) {
    schema = baseline.schema();
    SignalTable pool = baseline.reference(Slice.ALL).pool();
    for (Signal signal : schema.signals()) {
      if (signal.isTested()
          && !baseline.notJudged().contains(signal.name())
          && pool.count(signal) > 0) {
        missing.add(signal);
      }
    }
  }

  /**
   * Looks at an observation.
   *
   * @return what is to be told, once: what none of the first 256 has brought; null for nothing
   */
  String accept(SignalValues values) {
    if (missing.isEmpty()) {
      return null;
    }
    boolean came = false;
    for (int i = missing.size() - 1; i >= 0; i--) {
      if (isIn(values, missing.get(i))) {
        missing.remove(i);
        came = true;
      }
    }
    boolean counted = observations < LOOKED_AT;
    observations += counted ? 1 : 0;
    if (observations < LOOKED_AT || !counted && !came) {
      return null;
    }
    words = inWords();
    return counted && !words.isEmpty() ? String.join("; ", words) : null;
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
    Map<String, List<String>> bySource = new TreeMap<>();
    missing.forEach(
        signal ->
            bySource.computeIfAbsent(signal.source(), s -> new ArrayList<>()).add(signal.name()));
    return bySource.entrySet().stream()
        .map(
            source ->
                String.format(
                    Locale.ROOT,
                    "none of %d observations or more has brought %s, so nothing is judged by it: %s",
                    LOOKED_AT,
                    Text.clean(String.join(", ", source.getValue())),
                    remedy(source.getKey())))
        .toList();
  }

  private static String remedy(String source) {
    return switch (source) {
      case SignalSources.IMAGE -> "hand over .image(..) or .tensor(..)";
      case SignalSources.LOGITS -> "hand over .logits(..), or .predictedClass(..)";
      case SignalSources.EMBEDDING -> "hand over .embedding(..), or set the embedder";
      case SignalSources.HOST -> "hand over .signal(..)";
      default -> "look at what source " + Text.clean(source) + " derives it from";
    };
  }

  /** What none has brought, a sentence each, without a full stop. Any thread. */
  List<String> words() {
    return words;
  }
}
