package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.event.ContextFound;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.Flaws;
import io.virk.signal.internal.SignalExtractor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Turns an observation into its signals, its context and its slice; counts and tells what is flawed
 * in it. One thread at a time; the counts may be read by any.
 */
final class Intake {
  /** Contexts that are told of, each once; a tag that is no context must not fill the memory. */
  private static final int MAXIMUM_NEW_CONTEXTS = 1000;

  /** A batch's embeddings, centred, whitened: so often working memory holds them. */
  private static final long BATCH_COPIES = 3;

  private final String monitor;
  private final Optional<String> sliceKey;
  private final Optional<String> contextKey;
  private final SortedSet<String> contexts;
  private final SignalExtractor extractor;
  private final Failures failures;
  private final Consumer<MonitorEvent> events;
  private final Flaws flaws = new Flaws();
  private final MissingSignals missing;
  private final Set<String> newContexts = new HashSet<>();
  private final int embeddingLength;

  /** The last tag that was too long; null before there was one. */
  private FlawFound leftOut;

  private volatile long memory;

  Intake(
      String monitor,
      Optional<String> sliceKey,
      Baseline baseline,
      Failures failures,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.sliceKey = sliceKey;
    this.contextKey = baseline.contextKey();
    this.contexts = baseline.contexts();
    this.failures = failures;
    this.events = events;
    this.embeddingLength = baseline.embeddingLength();
    this.missing = new MissingSignals(baseline);
    this.extractor =
        new SignalExtractor(
            baseline.schema(),
            baseline.sources(),
            baseline.randomFeatures().orElse(null),
            sliceKey.orElse(null),
            contextKey.orElse(null));
  }

  void prepare(List<? extends Observation> batch) {
    extractor.prepare(batch);
    memory = Math.max(memory, batch.size() * (BATCH_COPIES * Float.BYTES * embeddingLength + 8L));
  }

  /**
   * Derives the signals.
   *
   * @return valid until the next call
   */
  SignalValues take(Observation observation) {
    SignalValues values = extractor.extract(observation);
    List<FlawFound> found = extractor.flaws();
    for (int i = 0; i < found.size(); i++) {
      flaw(found.get(i));
    }
    flaws.observed().ifPresent(failures::mostlyUnusable);
    String none = missing.accept(values);
    if (none != null) {
      failures.input("MISSING", none);
    }
    return values;
  }

  /** The context of an observation, "" if there are none; null if it cannot be judged in its. */
  String context(SignalValues values) {
    if (contextKey.isEmpty() || contexts.isEmpty()) {
      return "";
    }
    String context = values.context();
    if (context == null) {
      noTag(Flaw.CONTEXT_TAG, contextKey.get(), values.sequence());
      return null;
    }
    if (contexts.contains(context)) {
      return context;
    }
    flaws.count(Flaw.CONTEXT_NEW); // an event of its own, no failure
    if (newContexts.size() < MAXIMUM_NEW_CONTEXTS && newContexts.add(context)) {
      events.accept(
          new ContextFound(
              monitor, contextKey.get(), context, values.sequence(), values.epochMillis()));
    }
    return null;
  }

  /** The slice of an observation; null if it is in none. */
  Slice slice(SignalValues values, String context) {
    if (sliceKey.isEmpty()) {
      return null;
    }
    if (values.slice() == null) {
      noTag(Flaw.SLICE_TAG, sliceKey.get(), values.sequence());
      return null;
    }
    return new Slice(sliceKey.get(), values.slice(), context);
  }

  /** There is no window for one more slice. */
  void noRoom(int maximum, long sequence) {
    flaw(
        new FlawFound(
            Flaw.SLICE_LIMIT,
            "one more slice, all others with open drifts",
            "at most " + maximum,
            sequence));
  }

  /** A tag is missing, which is told once: by why, if that is known. */
  private void noTag(Flaw flaw, String key, long sequence) {
    if (leftOut == null || !leftOut.leftOut(key, sequence)) {
      flaw(FlawFound.tag(flaw, key, sequence));
    }
  }

  void flaw(FlawFound found) {
    if (found.flaw() == Flaw.TAG_LENGTH) {
      leftOut = found;
    }
    flaws.count(found);
    failures.unusable(found);
  }

  /** How many of each flaw so far. Any thread. */
  Map<Flaw, Long> flaws() {
    return flaws.counts();
  }

  /** Signals that no observation has brought yet, in words. Any thread. */
  List<String> missing() {
    return missing.words();
  }

  /** Working memory for batches, bytes, about. Any thread. */
  long memory() {
    return memory;
  }

  /** The contexts that were told of. */
  List<String> newContexts() {
    return List.copyOf(new TreeSet<>(newContexts));
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IllegalArgumentException if those are more than are ever told of
   */
  void restore(List<String> told) {
    if (told.size() > MAXIMUM_NEW_CONTEXTS) {
      throw new IllegalArgumentException(
          "new contexts: " + told.size() + " (expected: <= " + MAXIMUM_NEW_CONTEXTS + ")");
    }
    newContexts.addAll(told);
  }
}
