package io.virk.label;

import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.internal.SplitMix64;
import io.virk.label.Review.Item;
import io.virk.label.Review.Why;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses what is worth a person's half hour from any number of incidents: the observations of
 * which the model was least sure, those that are furthest from the baseline to it, and some by
 * chance. Holds at most eight times as many of them as of each reason. The same incidents in the
 * same order give the same review. Not thread-safe.
 */
public final class ReviewSample {
  /** The most of each reason. */
  public static final int MOST = 100;

  private static final int REASONS = 3;

  private final int ofEach;
  private final SplitMix64 random;
  private final List<Scored> unsure = new ArrayList<>();
  private final List<Scored> far = new ArrayList<>();
  private final List<Item> control = new ArrayList<>();
  private final List<Item> disputed = new ArrayList<>();
  private final Set<String> disputedIds = new HashSet<>();
  private long seen;

  private record Scored(double score, Item item) {}

  /**
   * An empty sample.
   *
   * @param ofEach observations of each reason, 1 .. {@value #MOST}
   * @param seed of what is drawn by chance
   * @throws IllegalArgumentException if {@code ofEach} is out of its range
   */
  public ReviewSample(int ofEach, long seed) {
    if (ofEach < 1 || ofEach > MOST) {
      throw new IllegalArgumentException("ofEach: " + ofEach + " (expected: 1 .. " + MOST + ")");
    }
    this.ofEach = ofEach;
    this.random = new SplitMix64(seed);
  }

  /**
   * Takes observations, too, on which labellers disagree, where an incident that is added from now
   * on has them.
   *
   * @param ids as {@link AnnotationQuality#disputed} has them
   * @return this
   */
  public ReviewSample disputed(Collection<String> ids) {
    disputedIds.addAll(ids);
    return this;
  }

  /**
   * Looks at the observations of an incident that have a picture; not at those of the baseline.
   *
   * @param incident any
   */
  public void add(Incident incident) {
    Objects.requireNonNull(incident, "incident");
    String key = incident.key();
    Set<Long> once = new HashSet<>(); // one may be shown for two reasons
    int distance = incident.schema().indexOf(ScalarSignal.MAHALANOBIS);
    for (IncidentObservation o : incident.observations()) {
      if (o.role() == Exemplar.Role.BASELINE || o.image().isEmpty() || !once.add(o.sequence())) {
        continue;
      }
      if (o.id().filter(disputedIds::contains).isPresent() && disputed.size() < ofEach) {
        disputed.add(new Item(Why.DISPUTED, key, o));
      }
      if (!Double.isNaN(o.confidence())) {
        keep(unsure, o.confidence(), new Item(Why.UNSURE, key, o));
      }
      if (distance >= 0 && o.scalars().length > distance && !Double.isNaN(o.scalars()[distance])) {
        keep(far, -o.scalars()[distance], new Item(Why.FAR, key, o));
      }
      Item item = new Item(Why.CONTROL, key, o);
      long place = random.nextLong(++seen);
      if (control.size() < ofEach) {
        control.add(item);
      } else if (place < ofEach) {
        control.set((int) place, item);
      }
    }
  }

  private void keep(List<Scored> kept, double score, Item item) {
    kept.add(new Scored(score, item));
    kept.sort(Comparator.comparingDouble(Scored::score)); // stable: of equal ones the first
    if (kept.size() > REASONS * ofEach) { // as many as may be shown for other reasons
      kept.remove(REASONS * ofEach);
    }
  }

  /**
   * What was chosen by now, each observation once.
   *
   * @param name of the review, for example "2026, week 48"
   * @return at most four times as many as of each
   */
  public Review review(String name) {
    Set<String> once = new HashSet<>();
    control.forEach(item -> once.add(key(item))); // a fair sample, whatever else it is
    List<Item> items = new ArrayList<>();
    for (List<Scored> reason : List.of(unsure, far)) {
      reason.stream()
          .map(Scored::item)
          .filter(item -> once.add(key(item)))
          .limit(ofEach)
          .forEach(items::add);
    }
    disputed.stream().filter(item -> once.add(key(item))).forEach(items::add);
    items.addAll(control);
    return new Review(name, items);
  }

  private static String key(Item item) {
    return item.incident() + "\0" + item.observation().sequence();
  }
}
