package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.SliceChange;
import io.virk.diagnose.SliceFinding;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The sentences of an explanation. Each is "" if nothing can be said. */
final class Sentences {
  private static final int TOLD = 4;

  /** Values of a tag that are named. */
  private static final int VALUES = 6;

  private static final int SHARES = 4;

  /** Values that were not looked at, from which on it is told. */
  private static final int MANY = 100;

  private Sentences() {}

  /** When and how a drift began. */
  static String since(Drift drift, Kind kind, Rhythm rhythm) {
    String onset = drift.onset().inWords();
    return switch (kind) {
      case UNKNOWN -> Words.of("since.unknown", onset);
      case ABRUPT -> Words.of("since.abrupt", onset);
      case GRADUAL -> Words.of("since.gradual", onset);
      case INTERMITTENT ->
          Double.isNaN(rhythm.share())
              ? Words.of("since.intermittent", onset)
              : Words.of("since.share", onset, percent(rhythm.share()) + " %");
      case PERIODIC -> Words.of("since.periodic", onset, period(rhythm));
    };
  }

  /** After what a drift returns. */
  static String period(Rhythm rhythm) {
    String seconds = Text.number(rhythm.seconds());
    if (Double.isNaN(rhythm.observations())) {
      return Words.of("period.seconds", seconds);
    }
    String observations = percent(rhythm.observations() / 100);
    return Double.isNaN(rhythm.seconds())
        ? Words.of("period.observations", observations)
        : Words.of("period.both", observations, seconds);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f", 100 * share);
  }

  /**
   * What has changed; where nothing is to be told, what was looked at.
   *
   * @param measured names of signals that were looked at and have not drifted
   * @param seldom names of signals of which too few values came to look at them
   */
  static String changed(
      String since, List<SignalChange> told, List<String> measured, List<String> seldom) {
    if (!told.isEmpty()) {
      return Words.of(
          "changed", since, Words.commas(told.stream().map(SignalChange::inWords).toList()));
    }
    if (measured.isEmpty() && seldom.isEmpty()) {
      return Words.of("changed.nothing", since);
    }
    return measured.isEmpty()
        ? Words.of(
            number(seldom, "changed.seldom.one", "changed.seldom.several", "changed.seldom.like"),
            since,
            first(seldom))
        : Words.of(
            number(measured, "changed.still.one", "changed.still.several", "changed.still.like"),
            since,
            first(measured));
  }

  private static String number(List<String> signals, String one, String several, String like) {
    return signals.size() > TOLD ? like : signals.size() > 1 ? several : one;
  }

  private static String first(List<String> signals) {
    return Words.commas(signals.stream().limit(TOLD).map(Headline::name).toList());
  }

  /** Which observations carry the drift. */
  static String slices(SliceFinding found) {
    String sentence =
        switch (found.pattern()) {
          case NONE -> "";
          case WITHIN -> within(found);
          case MIX -> mix(found);
        };
    boolean many = found.leftOut() >= MANY || found.leftOut() > 0 && !sentence.isEmpty();
    return many ? join(List.of(sentence, Words.of("slices.left-out", found.leftOut()))) : sentence;
  }

  private static String within(SliceFinding found) {
    SliceChange rest = found.rest().get(0);
    String of = found.unit().isEmpty() ? "" : " " + found.unit();
    double before = mean(found.carriers(), SliceChange::beforeCount, SliceChange::before);
    double now = mean(found.carriers(), SliceChange::count, SliceChange::now);
    double largest =
        DoubleStream.of(before, now, rest.before(), rest.now()).map(Math::abs).max().orElse(0);
    String only =
        Words.of(
            "slices.within",
            names(found.carriers()),
            Headline.name(found.signal()),
            Text.number(before, largest),
            Text.number(now, largest) + of,
            Text.number(rest.before(), largest),
            Text.number(rest.now(), largest) + of);
    return found.same().isEmpty()
        ? only
        : join(List.of(only, Words.of("slices.same", names(found.same()))));
  }

  private static double mean(
      List<SliceChange> changes,
      ToLongFunction<SliceChange> count,
      ToDoubleFunction<SliceChange> value) {
    double sum = 0;
    double n = 0;
    for (SliceChange change : changes) {
      sum += count.applyAsLong(change) * value.applyAsDouble(change);
      n += count.applyAsLong(change);
    }
    return sum / n;
  }

  private static String mix(SliceFinding found) {
    List<String> values =
        found.rest().stream()
            .flatMap(c -> c.slices().stream())
            .map(s -> Text.clean(s.value()))
            .limit(VALUES)
            .toList();
    return Words.of("slices.mix", shares(found), Words.list(values), Headline.name(found.signal()));
  }

  /** Of a mix of two values one alone. */
  static String shares(SliceFinding found) {
    List<SliceChange> carriers = found.carriers();
    boolean two =
        carriers.size() == 2
            && Math.abs(carriers.get(0).shareNow() + carriers.get(1).shareNow() - 1) < 1e-9;
    return Words.commas(
        carriers.stream()
            .sorted(Comparator.comparingDouble(c -> c.shareBefore() - c.shareNow()))
            .limit(two ? 1 : SHARES)
            .map(
                c ->
                    Words.of(
                        "slices.share", c.label(), percent(c.shareBefore()), percent(c.shareNow())))
            .toList());
  }

  /** Sentences one after the other. */
  static String join(List<String> sentences) {
    return sentences.stream().filter(s -> !s.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String names(List<SliceChange> changes) {
    List<String> names = changes.stream().limit(VALUES).map(SliceChange::label).toList();
    return changes.size() > VALUES
        ? Words.of("list.more", Words.commas(names), changes.size() - VALUES)
        : Words.list(names);
  }

  /** Whose own windows have drifted, of a drift of all. */
  static String named(Drift drift) {
    return drift.selection().selected().isEmpty() || drift.selection().among() == 1
        ? ""
        : Words.of("selection", drift.selection().inWords());
  }

  /** Of the signals that are told, or that the cause moves, where there is any. */
  static String strongestEvidence(Drift drift, List<Set<String>> preferred) {
    Optional<DetectionResult> best = Optional.empty();
    for (Set<String> signals : preferred) {
      if (best.isEmpty()) {
        best = drift.evidence().stream().filter(e -> signals.contains(e.signal())).findFirst();
      }
    }
    return best.or(() -> drift.evidence().stream().findFirst())
        .map(
            e ->
                Words.of(
                    "evidence",
                    e.detector(),
                    e.signal(),
                    String.format(Locale.ROOT, "%.3g", e.evidence().statistic()),
                    String.format(Locale.ROOT, "%.3g", e.evidence().threshold()),
                    String.format(Locale.ROOT, "%.1e", e.evidence().pValue()),
                    e.sample().n()))
        .orElse("");
  }
}
