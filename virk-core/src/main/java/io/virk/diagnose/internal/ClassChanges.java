package io.virk.diagnose.internal;

import io.virk.diagnose.ClassChange;
import io.virk.internal.Words;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.stats.Interval;
import io.virk.stats.twosample.BinomialInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Compares the classes of two tables, and tells what rose and fell. */
record ClassChanges(List<ClassChange> all) {
  /** Classes of a signal that are kept: those that changed most. */
  private static final int MOST = 50;

  /** Classes that are told in a sentence. */
  private static final int TOLD = 4;

  /** Of those that rose, and of those that fell, in a headline. */
  private static final int IN_HEADLINE = 2;

  /** Of all categorical signals that both tables have, largest change of a share first. */
  static ClassChanges of(SignalTable baseline, SignalTable window, List<String> names) {
    List<ClassChange> changes = new ArrayList<>();
    for (CategoricalSignal signal : baseline.schema().categoricals()) {
      boolean named = isOfModel(signal);
      changes.addAll(
          of(
              signal.name(),
              baseline.categories(signal),
              window.categories(signal),
              named ? names : List.of()));
    }
    changes.sort(order());
    return new ClassChanges(changes);
  }

  /** Whether its classes are the model's, whose names are known. */
  private static boolean isOfModel(CategoricalSignal signal) {
    return !signal.source().equals(SignalSources.HOST)
        && SignalSources.names().contains(signal.source());
  }

  private static List<ClassChange> of(String signal, int[] before, int[] now, List<String> names) {
    if (before.length == 0 || now.length == 0) {
      return List.of();
    }
    TreeMap<Integer, long[]> counts = new TreeMap<>();
    for (int c : before) {
      counts.computeIfAbsent(c, n -> new long[2])[0]++;
    }
    for (int c : now) {
      counts.computeIfAbsent(c, n -> new long[2])[1]++;
    }
    List<ClassChange> changes = new ArrayList<>();
    counts.forEach(
        (number, count) -> {
          Interval interval = BinomialInterval.clopperPearson(count[1], now.length, 0.95);
          changes.add(
              new ClassChange(
                  signal,
                  number,
                  number < names.size() ? names.get(number) : "",
                  count[0],
                  before.length,
                  count[1],
                  now.length,
                  interval.low(),
                  interval.high()));
        });
    changes.sort(order());
    return changes.subList(0, Math.min(MOST, changes.size()));
  }

  private static Comparator<ClassChange> order() {
    return Comparator.comparingDouble((ClassChange c) -> -Math.abs(c.now() - c.before()))
        .thenComparing(ClassChange::signal)
        .thenComparingInt(ClassChange::number);
  }

  private List<ClassChange> plain(String signal) {
    return all.stream().filter(c -> c.signal().equals(signal) && c.isPlain()).toList();
  }

  /**
   * What rose and fell, the rest of a sentence about a camera; "" if no class did plainly.
   *
   * @param signal name of a categorical signal
   * @param byNewClasses whether what drifted is that there are classes the baseline does not have
   */
  String headline(String signal, boolean byNewClasses) {
    boolean predicted = signal.equals(CategoricalSignal.PREDICTED_CLASS.name());
    List<ClassChange> plain = plain(signal);
    List<ClassChange> isNew = plain.stream().filter(ClassChange::isNew).toList();
    if (byNewClasses && !isNew.isEmpty()) {
      return predicted
          ? Words.of("classes.new.predicted", inWords(isNew, TOLD))
          : Words.of("classes.new.other", Headline.name(signal), inWords(isNew, TOLD));
    }
    String rose = inWords(plain.stream().filter(c -> c.now() > c.before()).toList(), IN_HEADLINE);
    String fell = inWords(plain.stream().filter(c -> c.now() < c.before()).toList(), IN_HEADLINE);
    if (rose.isEmpty() && fell.isEmpty()) {
      return "";
    }
    List<String> both = new ArrayList<>();
    if (!rose.isEmpty()) {
      both.add(Words.of("classes.more-often", rose));
    }
    if (!fell.isEmpty()) {
      both.add(Words.of("classes.less-often", fell));
    }
    return predicted
        ? Words.of("classes.predicted", Words.commas(both))
        : Words.of("classes.other", Headline.name(signal), Words.commas(both));
  }

  /** A sentence of each signal that drifted. */
  List<String> sentences(Set<String> drifted) {
    return all.stream()
        .map(ClassChange::signal)
        .distinct()
        .filter(drifted::contains)
        .sorted()
        .map(signal -> sentence(signal, plain(signal)))
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static String sentence(String signal, List<ClassChange> plain) {
    if (plain.isEmpty()) {
      return "";
    }
    int more = plain.size() - TOLD;
    String told = inWords(plain, TOLD);
    return Words.of(
        "classes.sentence",
        Words.signal(signal),
        more > 0 ? Words.of("list.more", told, more) : told);
  }

  private static String inWords(List<ClassChange> changes, int most) {
    return Words.commas(changes.stream().limit(most).map(ClassChange::inWords).toList());
  }
}
