package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import io.virk.label.internal.LiveSums.Snapshot;
import io.virk.signal.Observation;
import io.virk.stats.sequence.WeightedShare;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sums that are kept up to date are those that would be counted anew. */
class LiveSumsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
  private static final long HOUR = 3_600_000;
  private static final String[] PEOPLE = {"ann", "bob", "cid"};

  private final SplittableRandom random = new SplittableRandom(7);
  private final FeedbackPolicy policy =
      FeedbackPolicy.of(300).labels(700).normal(0).period(Duration.ofHours(1)).largestWeight(5);
  private final LiveFeedback feedback = new LiveFeedback("sums", policy, InstantSource.fixed(NOW));
  private int observed;

  private void observe() {
    int i = observed++;
    Observation observation =
        Observation.builder()
            .id("f" + i)
            .epochMillis(NOW.toEpochMilli() - 40 * HOUR + i * HOUR / 50)
            .predictedClass(i % 4)
            .build();
    double weight = i % 7 == 0 ? 0 : i % 3 == 0 ? 0.25 : 1;
    double confidence = i % 11 == 0 ? Double.NaN : 1 - random.nextDouble() / 2;
    feedback.observed(
        LabelledStream.weighing(observation, weight),
        LabelledStream.values(confidence),
        i % 5 == 0 ? null : new Slice("camera", "c" + i % 5));
  }

  private void label() {
    String id = "f" + Math.max(0, observed - random.nextInt(400) + 20);
    String who = PEOPLE[random.nextInt(3)];
    Instant time = NOW.minusSeconds(random.nextInt(100));
    Label label =
        switch (random.nextInt(6)) {
          case 0 -> Label.correction(id, random.nextInt(4), who, time);
          case 1 -> Label.rejected(id, who, time);
          case 2 -> Label.confirmed(id, who, time).weight(random.nextInt(3));
          case 3 -> Label.wrong(id, who, time);
          default -> Label.of(id, random.nextInt(4), who, time).guideline("" + random.nextInt(3));
        };
    feedback.label(label);
  }

  /** Of all that is remembered and kept, one by one. */
  private Map<String, PartSums> anew() {
    Map<String, PartSums> sums = new TreeMap<>();
    Map<Long, Truth> truths = new HashMap<>();
    Truth.of(feedback.labelled()).forEach(t -> truths.put(t.prediction().number(), t));
    for (Prediction p : feedback.predictions()) {
      Truth truth = truths.get(p.number());
      if (p.weight() > 0) {
        for (PartSums part : parts(sums, p)) {
          part.observed(p.number(), (float) p.confidence(), p.weight());
          if (truth != null && truth.corrected()) {
            part.touched(p.number(), p.weight(), true);
          }
        }
      }
    }
    truths.values().forEach(t -> parts(sums, t.prediction()).forEach(p -> p.accept(t, policy)));
    return sums;
  }

  private static List<PartSums> parts(Map<String, PartSums> sums, Prediction of) {
    long from = Math.floorDiv(of.epochMillis(), HOUR) * HOUR;
    List<PartSums> parts = new ArrayList<>();
    for (String key : new String[] {"ever", from + ""}) {
      parts.add(sums.computeIfAbsent(key + " " + Slice.ALL, k -> new PartSums(true)));
      if (!of.slice().isAll()) {
        parts.add(sums.computeIfAbsent(key + " " + of.slice(), k -> new PartSums(true)));
      }
    }
    return parts;
  }

  private static Map<String, PartSums> kept(LiveFeedback feedback) {
    Map<String, PartSums> sums = new TreeMap<>();
    Snapshot copy = feedback.join().seen(true).sums();
    add(sums, "ever", copy.ever());
    copy.periods().forEach(period -> add(sums, period.from() + "", period));
    return sums;
  }

  private static void add(Map<String, PartSums> sums, String key, PeriodSums period) {
    sums.put(key + " " + Slice.ALL, period.all());
    period.slices().forEach((slice, part) -> sums.put(key + " " + slice, part));
  }

  private static void same(WeightedShare expected, WeightedShare found, String where) {
    assertEquals(expected.trials(), found.trials(), where);
    assertEquals(expected.events(), found.events(), where);
    assertEquals(expected.weight(), found.weight(), 1e-9, where);
    if (expected.trials() > 0) {
      assertEquals(expected.estimate(), found.estimate(), 1e-9, where);
    }
  }

  private static void same(PartSums expected, PartSums found, boolean estimates, String where) {
    same(expected.touched().share(), found.touched().share(), where);
    same(expected.accuracy(), found.accuracy(), where);
    same(expected.missed(), found.missed(), where);
    assertEquals(expected.precision().keySet(), found.precision().keySet(), where);
    expected.recall().forEach((c, s) -> same(s, found.recall().get(c), where + " class " + c));
    assertEquals(expected.right().weight(), found.right().weight(), 1e-9, where);
    assertEquals(expected.wrong().count(), found.wrong().count(), where);
    assertEquals(
        List.of(
            expected.unclear(),
            expected.unpredicted(),
            expected.errorsFound(),
            expected.corrected()),
        List.of(found.unclear(), found.unpredicted(), found.errorsFound(), found.corrected()),
        where);
    if (estimates) {
      assertEquals(expected.confidences().weight(), found.confidences().weight(), 1e-9, where);
    }
  }

  private static void same(Map<String, PartSums> expected, Map<String, PartSums> found) {
    found.forEach(
        (key, part) -> {
          PartSums counted = expected.get(key);
          assertTrue(counted != null || part.isEmpty(), key);
          if (counted != null) {
            same(counted, part, !key.startsWith("ever"), key);
          }
        });
  }

  @Test
  void atAnyTimeTheyAreThoseOfWhatIsRememberedAndKept() {
    for (int i = 0; i < 4_000; i++) {
      if (i % 2 == 0) {
        observe();
      } else {
        label();
      }
      if (i % 250 == 249) {
        same(anew(), kept(feedback));
      }
    }
    List<Labelled> labelled = feedback.labelled();
    assertEquals(700, labelled.size());
    assertTrue(
        labelled.get(0).prediction().number() < feedback.predictions().get(0).number(),
        "labels of forgotten observations are among them");
  }

  /** The room is for the newest; what leaves has been in. */
  @Test
  void periodsAndSlicesBeyondTheRoomAreAsOne() {
    LiveSums sums = new LiveSums(policy);
    int n = 3 * LiveSums.MOST_PARTS;
    for (int i = 0; i < n; i++) {
      sums.observed(i, i * (HOUR / 20), 0.7f, 1, new Slice("camera", "c" + i % 50));
    }
    Snapshot copy = sums.copy(true);
    assertEquals(LiveSums.MOST_PERIODS, copy.periods().size());
    assertTrue(Snapshot.isOlder(copy.periods().get(0)));
    long all = copy.periods().stream().mapToLong(p -> p.all().touched().share().trials()).sum();
    assertEquals(n, all);
    assertEquals(n, copy.ever().all().touched().share().trials());
    for (int i = 0; i < n; i++) {
      sums.forgotten(i, i * (HOUR / 20), 0.7f, 1, new Slice("camera", "c" + i % 50), false);
    }
    copy = sums.copy(true);
    assertEquals(0, copy.periods().size());
    assertEquals(0, copy.ever().slices().size());
    assertTrue(sums.memory() < 10_000, sums.memory() + " bytes of nothing");
  }

  @Test
  void aMillionWithTheirSumsTakeLessThan64Megabytes() {
    LiveSums sums = new LiveSums(policy);
    int cameras = 50;
    int hourly = 200 * cameras;
    for (int i = 0; i < 10 * hourly; i++) {
      float confidence = (float) (1 - 0.9 * Math.pow(random.nextDouble(), 3));
      sums.observed(i, i / hourly * HOUR, confidence, 1, new Slice("camera", "c" + i % cameras));
    }
    Snapshot copy = sums.copy(true);
    long each = copy.periods().get(0).memory() / (cameras + 1);
    long ever = copy.ever().memory() / (cameras + 1);
    long most = LiveSums.MOST_PARTS + LiveSums.MOST_PERIODS;
    assertTrue(
        LabelIndex.bytes(1_000_000) + each * most + ever * LiveSums.MOST_PARTS <= 64_000_000,
        each + " and " + ever + " bytes a part");
  }
}
