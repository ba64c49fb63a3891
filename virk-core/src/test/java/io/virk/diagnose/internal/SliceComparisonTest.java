package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.SliceChange;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.SliceFinding.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which tag values carry a change: by observations of three products on three lines, and more. */
class SliceComparisonTest {
  private static final int BEFORE = 400;
  private static final int SINCE = 200;

  private final SplittableRandom random = new SplittableRandom(12);
  private final String[] product = new String[BEFORE + SINCE];
  private final String[] line = new String[BEFORE + SINCE];
  private final double[] numbers = new double[BEFORE + SINCE];

  /** A level by product, line, and whether the drift has begun. */
  private interface Level {
    double of(String product, String line, boolean since);
  }

  private void fill(Level level) {
    for (int i = 0; i < numbers.length; i++) {
      product[i] = "ABC".substring(i % 3, i % 3 + 1);
      line[i] = Integer.toString(1 + random.nextInt(3));
      numbers[i] = level.of(product[i], line[i], i >= BEFORE) + 5 * random.nextGaussian();
    }
  }

  private SliceFinding found() {
    return found(SliceKey.of("line", line), SliceKey.of("product", product));
  }

  private SliceFinding found(SliceKey... keys) {
    return SliceComparison.of("brightness", "", numbers, BEFORE, List.of(keys), x -> x);
  }

  private static List<String> labels(List<SliceChange> changes) {
    return changes.stream().map(SliceChange::label).sorted().toList();
  }

  @Test
  void aPairIsFoundWhereOneValueAloneIsNot() {
    fill((p, l, since) -> 100 - (since && p.equals("A") && l.equals("2") ? 20 : 0));
    SliceFinding found = found();
    assertEquals(Pattern.WITHIN, found.pattern());
    assertEquals(List.of("line 2 of product A"), labels(found.carriers()));
    assertEquals(2, found.carriers().get(0).slices().size());
    String said = Sentences.slices(found);
    assertTrue(
        said.matches(
            "Only line 2 of product A moved: mean luminance (99|10\\d)\\S* to (79|80|81)\\S*;"
                + " elsewhere (99|100)\\S* to (99|100)\\S*"),
        said);
    assertEquals(List.of("line", "product"), found.keys());
    assertEquals(3 + 3 + 9, found.looked());
  }

  @Test
  void valuesOfOneTagAreFoundAndTheirTwinsInAnother() {
    fill((p, l, since) -> 100 - (since && !p.equals("B") ? 20 : 0));
    String[] belt = new String[numbers.length];
    for (int i = 0; i < belt.length; i++) {
      belt[i] = product[i].equals("B") ? "wide" : "narrow";
    }
    SliceFinding found =
        found(
            SliceKey.of("line", line), SliceKey.of("product", product), SliceKey.of("belt", belt));
    assertEquals(Pattern.WITHIN, found.pattern());
    List<String> all = new ArrayList<>(labels(found.carriers()));
    all.addAll(labels(found.same()));
    assertEquals(List.of("belt narrow", "product A", "product C"), all.stream().sorted().toList());
  }

  @Test
  void anotherMixIsNoChangeWithin() {
    String[] light = new String[numbers.length];
    for (int i = 0; i < light.length; i++) {
      boolean night = random.nextDouble() < (i < BEFORE ? 0.2 : 0.55);
      light[i] = night ? "night" : "day";
      product[i] = "ABC".substring(i % 3, i % 3 + 1);
      numbers[i] = (night ? 40 : 110) + 8 * random.nextGaussian();
    }
    SliceFinding found = found(SliceKey.of("product", product), SliceKey.of("light", light));
    assertEquals(Pattern.MIX, found.pattern());
    String said = Sentences.slices(found);
    assertTrue(said.matches("The mix changed: light night (1\\d|2\\d) % to (5\\d) %;.*"), said);
    assertTrue(said.endsWith("; within day and night mean luminance has not moved."), said);
  }

  @Test
  void aChangeOfAllIsPutOnNobody() {
    fill((p, l, since) -> (p.equals("A") ? 60 : 100) - (since ? 20 : 0));
    assertEquals(Pattern.NONE, found().pattern());
    assertEquals("", Sentences.slices(found()));
  }

  /** The night is darker, and by night the lamp has failed, too: it is not the mix alone. */
  @Test
  void aMixWithAChangeWithinIsNotTheMixAlone() {
    String[] light = new String[numbers.length];
    for (int i = 0; i < light.length; i++) {
      boolean night = random.nextDouble() < (i < BEFORE ? 0.3 : 0.5);
      light[i] = night ? "night" : "day";
      numbers[i] = (night ? (i < BEFORE ? 80 : 40) : 110) + 8 * random.nextGaussian();
    }
    SliceFinding found = found(SliceKey.of("light", light));
    assertEquals(Pattern.WITHIN, found.pattern());
    assertEquals(List.of("light night"), labels(found.carriers()));
  }

  @Test
  void tenThousandValuesAreNotLookedAtAndSaidSo() {
    fill((p, l, since) -> 100 - (since && l.equals("3") ? 20 : 0));
    String[] serial = new String[numbers.length];
    for (int i = 0; i < serial.length; i++) {
      serial[i] = "s" + random.nextInt(10_000);
    }
    SliceFinding found = found(SliceKey.of("serial", serial), SliceKey.of("line", line));
    assertEquals(List.of("line 3"), labels(found.carriers()));
    assertTrue(found.leftOut() > 500, "" + found.leftOut());
    String said = Sentences.slices(found);
    assertTrue(said.endsWith(" tag values had too few observations to be looked at."), said);
  }

  /** Observations that resemble their neighbours, and come in runs of a value, do not fool it. */
  @Test
  void falseFindingsAreRareWhereNothingChanged() {
    int runs = 200;
    int named = 0;
    for (int run = 0; run < runs; run++) {
      double state = 0;
      String shift = "early";
      for (int i = 0; i < numbers.length; i++) {
        state = 0.7 * state + random.nextGaussian();
        shift = random.nextInt(20) == 0 ? "s" + random.nextInt(4) : shift;
        product[i] = "p" + random.nextInt(12);
        line[i] = shift;
        numbers[i] = 100 + state;
      }
      named += found().pattern() == Pattern.NONE ? 0 : 1;
    }
    assertTrue(named <= 0.02 * runs, named + " of " + runs);
  }
}
