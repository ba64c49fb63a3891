package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Slice;
import io.virk.internal.DataText;
import io.virk.internal.SplitMix64;
import io.virk.label.Label;
import io.virk.label.LabelPlan;
import io.virk.label.Studied.Planned;
import io.virk.label.ToLabel;
import io.virk.label.ToLabel.Why;
import io.virk.signal.Observation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Chooses what should be labelled as it comes, and keeps the ids of what it chose. Each reason
 * draws by itself, by the hash of the id, so that what chance or a low confidence would have chosen
 * is known of each; that it lay far, too, does not matter then. Guarded by the lock of {@link
 * LabelJoin}.
 */
final class LivePlan {
  private static final long DAY = 86_400_000;
  private static final long HOUR = 3_600_000;
  private static final int LAST = 256;

  /** So many in a row of days before: a clock was ahead for once. */
  private static final int PATIENCE = 64;

  private static final int SOME = 32;
  private static final double FAR_SHARE = 0.1;

  /** How much more often an observation of a drift is chosen for that alone. */
  private static final double IN_DRIFT = 4;

  /**
   * How unsure a band of confidence is: within one all are chosen alike, so that they err as those
   * of the baseline's band do, whose concept labels are compared with.
   */
  private static final double[] UNSURE = {0.6, 0.35, 0.12, 0.03, 0.005};

  private static final long DRAWS = 0x6C61_6265_6C73L;

  private final LabelPlan plan;
  private final double largestWeight;
  private final Map<Long, Chosen> chosen = new LinkedHashMap<>();
  private final Map<Why, Long> byReason = new EnumMap<>(Why.class);
  private final float[] distances = new float[LAST];
  private long far;
  private float farFrom = Float.NaN;
  private double unsureSum;
  private long unsureCount;
  private long day = Long.MIN_VALUE;
  private long firstOfDay;
  private long seenToday;
  private long seenBefore;
  private int today;
  private int behind;
  private long all;
  private long labelled;
  private long forgotten;
  private long beyond;

  /** Up to here chosen ones made room: of others it is not known whether they were chosen. */
  private long droppedUntil;

  /** One, and whether a label has come. */
  private static final class Chosen {
    final ToLabel what;
    boolean isLabelled;

    Chosen(ToLabel what, boolean isLabelled) {
      this.what = what;
      this.isLabelled = isLabelled;
    }
  }

  LivePlan(LabelPlan plan, double largestWeight) {
    this.plan = plan;
    this.largestWeight = largestWeight;
    this.seenBefore = plan.observations();
  }

  /**
   * Looks at an observation once.
   *
   * @param number of it
   * @param id of the host's
   * @param hash of that
   * @param predicted by the model
   * @param confidence NaN without
   * @param distance NaN without
   * @param inDrift whether a drift is open where it is
   */
  void offer(
      long number,
      String id,
      IdHash hash,
      long epochMillis,
      int predicted,
      float confidence,
      float distance,
      Slice slice,
      boolean inDrift) {
    long of = Math.floorDiv(epochMillis, DAY);
    if (of > day || isOfDaysBefore(of)) {
      behind = 0;
      if (of == day + 1) {
        long rest = Math.max(HOUR, of * DAY - firstOfDay); // it may have begun in its middle
        seenBefore = seenToday * DAY / rest;
      }
      day = of;
      firstOfDay = epochMillis;
      seenToday = 0;
      today = 0;
    }
    int left = plan.perDay() - today;
    if (left <= 0) {
      beyond++;
    } else {
      double rate = Math.min(1, left / expected(epochMillis, left));
      choose(number, id, hash, epochMillis, predicted, confidence, distance, slice, inDrift, rate);
    }
    seenToday++;
    learn(confidence, distance);
  }

  private boolean isOfDaysBefore(long of) {
    behind = of < day - 1 ? behind + 1 : 0;
    return behind == PATIENCE;
  }

  /** Observations that the rest of the day will bring, as far as it can be told. */
  private double expected(long now, int left) {
    double rest = Math.max(0, (day + 1) * DAY - now);
    double pace = seenToday / (double) Math.max(HOUR, now - firstOfDay) * rest;
    double expected = Math.max((double) seenBefore * rest / DAY, pace / 2);
    return Math.max(left, expected);
  }

  private void choose(
      long number,
      String id,
      IdHash hash,
      long epochMillis,
      int predicted,
      float confidence,
      float distance,
      Slice slice,
      boolean inDrift,
      double rate) {
    boolean isSure = confidence >= 0 && unsureCount >= SOME && unsureSum > 0;
    boolean isPlaced = distance == distance && farFrom == farFrom;
    double byChance =
        rate * (plan.control() + (isSure ? 0 : plan.unsure()) + (isPlaced ? 0 : plan.far()));
    double[] shares = {
      Math.max(byChance, 1 / largestWeight),
      isSure ? rate * plan.unsure() * unsure(confidence) * unsureCount / unsureSum : 0,
      inDrift ? rate * plan.drift() * IN_DRIFT : 0,
      isPlaced && distance > farFrom ? rate * plan.far() / FAR_SHARE : 0
    };
    SplitMix64 random = new SplitMix64(DRAWS ^ hash.hash());
    double not = 1;
    Why why = null;
    for (int i = 0; i < shares.length; i++) {
      double share = Math.min(1, shares[i]);
      not *= 1 - share;
      if (random.nextDouble() < share && why == null) {
        why = Why.values()[i];
      }
    }
    if (why != null) {
      double weight = Math.min(largestWeight, 1 / (1 - not));
      put(number, new ToLabel(id, epochMillis, slice, why, weight, predicted), false);
      today++;
      all++;
      byReason.merge(why, 1L, Long::sum);
    }
  }

  private static double unsure(float confidence) {
    return UNSURE[ErrorProfile.band(Math.min(1, confidence))];
  }

  private void put(long number, ToLabel one, boolean isLabelled) {
    if (chosen.size() == plan.kept()) {
      Map.Entry<Long, Chosen> oldest = chosen.entrySet().iterator().next();
      forgotten += oldest.getValue().isLabelled ? 0 : 1;
      droppedUntil = oldest.getKey();
      chosen.remove(droppedUntil);
    }
    chosen.put(number, new Chosen(one, isLabelled));
  }

  private void learn(float confidence, float distance) {
    if (confidence >= 0) {
      unsureSum += unsure(confidence);
      unsureCount++;
    }
    if (distance - distance == 0) { // finite
      distances[(int) (far++ % LAST)] = distance;
      if (far % SOME == 0) {
        float[] sorted = Arrays.copyOf(distances, (int) Math.min(far, LAST));
        Arrays.sort(sorted);
        farFrom = sorted[(int) (sorted.length * (1 - FAR_SHARE))];
      }
    }
  }

  /**
   * A label with the weight of its observation's choice; the same if that was not chosen. Where it
   * is not known any more, one that brings no weight of its own stands for no others.
   */
  Label weighed(Label label, long number) {
    Chosen of = chosen.get(number);
    if (label.kind() == Label.Kind.CORRECTION) {
      return label;
    }
    if (of == null) {
      return number <= droppedUntil && label.weight() == 1 ? label.weight(0) : label;
    }
    labelled += of.isLabelled ? 0 : 1;
    of.isLabelled = true;
    return label.weight(of.what.weight());
  }

  /** Why an observation was chosen; null if it was not. */
  Why why(long number) {
    Chosen of = chosen.get(number);
    return of == null ? null : of.what.why();
  }

  /** What is not labelled yet and can be, the oldest first. */
  List<ToLabel> waiting(int most, LongPredicate isRemembered) {
    forget(isRemembered);
    return chosen.values().stream()
        .filter(c -> !c.isLabelled)
        .limit(most)
        .map(c -> c.what)
        .toList();
  }

  /** Numbers ascend: the oldest are forgotten first. */
  private void forget(LongPredicate isRemembered) {
    Iterator<Map.Entry<Long, Chosen>> each = chosen.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Long, Chosen> oldest = each.next();
      if (isRemembered.test(oldest.getKey())) {
        return;
      }
      forgotten += oldest.getValue().isLabelled ? 0 : 1;
      each.remove();
    }
  }

  Planned status(LongPredicate isRemembered) {
    forget(isRemembered);
    int waiting = (int) chosen.values().stream().filter(c -> !c.isLabelled).count();
    return new Planned(waiting, all, labelled, forgotten, beyond, today, byReason);
  }

  void writeTo(DataOutput out) throws IOException {
    for (long value :
        new long[] {
          far,
          unsureCount,
          day,
          firstOfDay,
          seenToday,
          seenBefore,
          today,
          all,
          labelled,
          forgotten,
          beyond,
          droppedUntil,
          behind
        }) {
      out.writeLong(value);
    }
    out.writeDouble(unsureSum);
    out.writeFloat(farFrom);
    for (float distance : distances) {
      out.writeFloat(distance);
    }
    for (Why why : Why.values()) {
      out.writeLong(byReason.getOrDefault(why, 0L));
    }
    out.writeInt(chosen.size());
    for (Map.Entry<Long, Chosen> entry : chosen.entrySet()) {
      ToLabel what = entry.getValue().what;
      out.writeLong(entry.getKey());
      DataText.write(out, what.id());
      out.writeLong(what.epochMillis());
      StudyState.write(what.slice(), out);
      out.writeByte(what.why().ordinal());
      out.writeDouble(what.weight());
      out.writeInt(what.predicted());
      out.writeBoolean(entry.getValue().isLabelled);
    }
  }

  void readFrom(DataInput in) throws IOException {
    far = StudyState.counter(in);
    unsureCount = StudyState.counter(in);
    day = in.readLong();
    firstOfDay = in.readLong();
    seenToday = StudyState.counter(in);
    seenBefore = StudyState.counter(in);
    today = (int) Math.min(Integer.MAX_VALUE, StudyState.counter(in));
    all = StudyState.counter(in);
    labelled = StudyState.counter(in);
    forgotten = StudyState.counter(in);
    beyond = StudyState.counter(in);
    droppedUntil = StudyState.counter(in);
    behind = (int) Math.min(PATIENCE - 1, StudyState.counter(in));
    unsureSum = in.readDouble();
    if (!(unsureSum >= 0 && unsureSum <= unsureCount)) {
      throw new IOException("plan: " + unsureSum + " of " + unsureCount + " unsure");
    }
    farFrom = in.readFloat();
    for (int i = 0; i < LAST; i++) {
      distances[i] = in.readFloat();
    }
    for (Why why : Why.values()) {
      byReason.put(why, StudyState.counter(in));
    }
    byReason.values().removeIf(n -> n == 0);
    int count = FeedbackState.count(in, 1_000_000, "observations that should be labelled");
    long before = -1;
    for (int i = 0; i < count; i++) {
      long number = in.readLong();
      ToLabel what = one(in);
      boolean isLabelled = in.readBoolean();
      if (number <= before || !(what.weight() >= 1) || what.predicted() < Observation.NO_CLASS) {
        throw new IOException("plan: observation " + number + " of weight " + what.weight());
      }
      before = number;
      put(number, what, isLabelled);
    }
  }

  private static ToLabel one(DataInput in) throws IOException {
    String id = FeedbackState.text(in);
    long epochMillis = in.readLong();
    Slice slice = StudyState.slice(in);
    int why = in.readUnsignedByte();
    if (why >= Why.values().length) {
      throw new IOException("plan: reason " + why);
    }
    return new ToLabel(id, epochMillis, slice, Why.values()[why], in.readDouble(), in.readInt());
  }
}
