package io.virk.label;

import io.virk.internal.Durations;
import io.virk.internal.Text;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How labels are joined with what was observed: see {@link Feedback}.
 *
 * @param observations that are remembered until their labels come, 1 .. 10,000,000; about 54 bytes
 *     each, taken when the monitor starts. The oldest make room
 * @param labels that are kept once joined, 1 .. 1,000,000; about 300 bytes each, taken as they
 *     come. The oldest make room
 * @param model version of the model that predicts, 1 .. 200 printable characters
 * @param period in whose terms performance is told, by the time of the observations; 1 min .. 3,660
 *     d
 * @param normal the class of what is as it should be: all others are findings, which may be missed;
 *     empty if there is none
 * @param touchCost what one touch of a person's hand costs, finite, &ge; 0
 * @param costUnit of that, for example "EUR"; "" for none
 * @param triggers when somebody is told that something should be done
 * @param largestWeight that a label of the host's own plan may have, 1 .. 1,000,000. Intervals that
 *     hold at all times at once need it beforehand, and the larger it is, the wider they are where
 *     weights differ; studies take so many of light labels the fewer
 * @param trainedOn numbers of the manifests of {@link Feedback#export} that the model has seen
 * @param studies what is found out by labels: shift of the concept, what to label, a challenger
 */
public record FeedbackPolicy(
    int observations,
    int labels,
    String model,
    Duration period,
    OptionalInt normal,
    double touchCost,
    String costUnit,
    Triggers triggers,
    double largestWeight,
    List<Integer> trainedOn,
    Studies studies) {
  private static final int MOST_OBSERVATIONS = 10_000_000;
  private static final int MOST_LABELS = 1_000_000;
  private static final double HEAVIEST = 1e6;
  private static final int DEFAULT_LABELS = 50_000;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  public FeedbackPolicy {
    range("observations", observations, MOST_OBSERVATIONS);
    range("labels", labels, MOST_LABELS);
    Objects.requireNonNull(model, "model");
    if (!Text.isName(model)) {
      throw wrong("model", Text.clean(model), Text.NAME_RULE);
    }
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw wrong("period", Durations.exact(period), "1 min .. 3,660 d");
    }
    if (normal.isPresent() && normal.getAsInt() < 0) {
      throw wrong("normal", normal.getAsInt(), ">= 0");
    }
    if (!(touchCost >= 0 && touchCost <= Float.MAX_VALUE)) {
      throw wrong("touchCost", touchCost, "finite, >= 0");
    }
    Objects.requireNonNull(costUnit, "costUnit");
    if (!Text.isClean(costUnit, Text.WORD)) {
      throw wrong("costUnit", Text.clean(costUnit), "printable characters of one line");
    }
    Objects.requireNonNull(triggers, "triggers");
    Objects.requireNonNull(studies, "studies");
    if (!(largestWeight >= 1 && largestWeight <= HEAVIEST)) {
      throw wrong("largestWeight", largestWeight, "1 .. 1,000,000");
    }
    double ofPlan = studies.plan().map(LabelPlan::largestWeight).orElse(1.0);
    if (ofPlan > HEAVIEST) {
      throw wrong("studies.plan.largestWeight", ofPlan, "1 .. 1,000,000: more labels a day");
    }
    trainedOn = List.copyOf(trainedOn);
    if (trainedOn.size() > 1_000 || trainedOn.stream().anyMatch(n -> n < 1)) {
      throw wrong("trainedOn", trainedOn, "numbers >= 1, at most 1,000");
    }
  }

  private static void range(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(name, value, "1 .. " + most);
    }
  }

  private static IllegalArgumentException wrong(String name, Object value, String rule) {
    return new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
  }

  /**
   * Remembers so many observations, keeps 50,000 labels of a weight of 1 at most, tells performance
   * by the day, and never triggers.
   *
   * @param observations that are remembered: at least as many as are sampled until labels come
   * @return the policy
   */
  public static FeedbackPolicy of(int observations) {
    return new FeedbackPolicy(
        observations,
        DEFAULT_LABELS,
        "1",
        Duration.ofDays(1),
        OptionalInt.empty(),
        0,
        "",
        Triggers.NONE,
        1,
        List.of(),
        Studies.STANDARD);
  }

  /**
   * The same with so many labels kept.
   *
   * @param most 1 .. 1,000,000
   * @return a copy
   */
  public FeedbackPolicy labels(int most) {
    Draft draft = new Draft(this);
    draft.labels = most;
    return draft.policy();
  }

  /**
   * The same of another version of the model.
   *
   * @param version for example "2026-11-03"
   * @return a copy
   */
  public FeedbackPolicy model(String version) {
    Draft draft = new Draft(this);
    draft.model = version;
    return draft.policy();
  }

  /**
   * The same in other terms.
   *
   * @param length of a term, by the time of the observations
   * @return a copy
   */
  public FeedbackPolicy period(Duration length) {
    Draft draft = new Draft(this);
    draft.period = length;
    return draft.policy();
  }

  /**
   * The same where one class is what is as it should be, and others may be missed.
   *
   * @param normalClass &ge; 0
   * @return a copy
   */
  public FeedbackPolicy normal(int normalClass) {
    Draft draft = new Draft(this);
    draft.normal = OptionalInt.of(normalClass);
    return draft.policy();
  }

  /**
   * The same where a touch of a person's hand has a cost.
   *
   * @param cost of one, finite, &ge; 0
   * @param unit for example "EUR"
   * @return a copy
   */
  public FeedbackPolicy touchCost(double cost, String unit) {
    Draft draft = new Draft(this);
    draft.touchCost = cost;
    draft.costUnit = unit;
    return draft.policy();
  }

  /**
   * The same with triggers.
   *
   * @param when somebody is to be told that something should be done
   * @return a copy
   */
  public FeedbackPolicy triggers(Triggers when) {
    Draft draft = new Draft(this);
    draft.triggers = when;
    return draft.policy();
  }

  /**
   * The same where a plan chooses what is labelled.
   *
   * @param largest weight of a label, 1 .. 1,000,000: one over the smallest probability that the
   *     plan gives any observation
   * @return a copy
   */
  public FeedbackPolicy largestWeight(double largest) {
    Draft draft = new Draft(this);
    draft.largestWeight = largest;
    return draft.policy();
  }

  /**
   * The largest weight that a label may have: as {@link #largestWeight} says, or what VIRK's own
   * plan gives at most, if that is more.
   *
   * @return &ge; 1; heavier labels are refused
   */
  public double heaviest() {
    return Math.max(largestWeight, studies.plan().map(LabelPlan::largestWeight).orElse(1.0));
  }

  /**
   * The same of a model that was trained on exported candidates.
   *
   * @param exports numbers of their manifests
   * @return a copy
   */
  public FeedbackPolicy trainedOn(int... exports) {
    Draft draft = new Draft(this);
    draft.trainedOn = Arrays.stream(exports).boxed().toList();
    return draft.policy();
  }

  /**
   * The same with other studies. Labels may then weigh as much as their plan gives them: {@link
   * #heaviest}.
   *
   * @param what is found out by labels
   * @return a copy
   */
  public FeedbackPolicy studies(Studies what) {
    Draft draft = new Draft(this);
    draft.studies = what;
    return draft.policy();
  }

  /**
   * The same where VIRK chooses what should be labelled: {@link Feedback#toLabel}.
   *
   * @param perDay how many, 1 .. 100,000
   * @param observations that a day brings about, of those that are sampled: until it is known
   *     better, and for the largest weight of a label
   * @return a copy
   */
  public FeedbackPolicy labelsPerDay(int perDay, long observations) {
    return studies(studies.plan(LabelPlan.perDay(perDay, observations)));
  }

  /**
   * The same where another model is compared with the one that is watched.
   *
   * @param challenger name, and how it is judged
   * @return a copy
   */
  public FeedbackPolicy challenger(ChallengerPolicy challenger) {
    return studies(studies.challenger(challenger));
  }

  /** A copy of which something is another. */
  private static final class Draft {
    final int observations;
    int labels;
    String model;
    Duration period;
    OptionalInt normal;
    double touchCost;
    String costUnit;
    Triggers triggers;
    double largestWeight;
    List<Integer> trainedOn;
    Studies studies;

    Draft(FeedbackPolicy of) {
      observations = of.observations;
      labels = of.labels;
      model = of.model;
      period = of.period;
      normal = of.normal;
      touchCost = of.touchCost;
      costUnit = of.costUnit;
      triggers = of.triggers;
      largestWeight = of.largestWeight;
      trainedOn = of.trainedOn;
      studies = of.studies;
    }

    FeedbackPolicy policy() {
      return new FeedbackPolicy(
          observations,
          labels,
          model,
          period,
          normal,
          touchCost,
          costUnit,
          triggers,
          largestWeight,
          trainedOn,
          studies);
    }
  }
}
