package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.label.Challenger.Decision;
import io.virk.label.Challenger.Result;
import io.virk.report.Report;
import io.virk.stats.sequence.PairedSequence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChallengerTest {
  /** A challenger that alone is right in a share, and alone wrong in another. */
  private static void run(
      Challenger challenger, int n, double right, double wrong, String slice, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < n; i++) {
      int actual = random.nextInt(3);
      double u = random.nextDouble();
      int other = (actual + 1) % 3;
      int champion = u < right ? other : actual;
      int second = u > 1 - wrong ? other : actual;
      challenger.observe(champion, second);
      challenger.label(slice, champion, second, actual);
    }
  }

  @Test
  void theBetterIsPromotedAndTheWorseIsNot() {
    Challenger better = new Challenger(3, 0.05, 0, 0.05);
    run(better, 2000, 0.06, 0.02, "day", 1);
    Result result = better.result();
    assertEquals(Decision.PROMOTE, result.decision());
    assertEquals(0.92, result.agreement(), 0.02);
    assertTrue(result.interval().low() > 0 && result.interval().contains(0.04));
    assertTrue(result.differences().get(0).count() > 20);
    Challenger worse = new Challenger(3, 0.05, 0, 0.05);
    run(worse, 2000, 0.02, 0.06, "day", 2);
    assertEquals(Decision.KEEP, worse.result().decision());
  }

  @Test
  void whatIsNotDecidedSaysHowManyMore() {
    Challenger challenger = new Challenger(3, 0.05, 0, 0.05);
    assertEquals(Decision.NOT_YET, challenger.result().decision());
    run(challenger, 300, 0.06, 0.03, "", 3);
    Result result = challenger.result();
    assertEquals(Decision.NOT_YET, result.decision());
    assertTrue(result.moreLabels() > 50, result.toString());
    run(challenger, 4 * (int) Math.min(5000, result.moreLabels()), 0.06, 0.03, "", 4);
    assertEquals(Decision.PROMOTE, challenger.result().decision());
  }

  @Test
  void oneThatIsWorseInASliceIsNotPromoted() {
    Challenger challenger = new Challenger(3, 0.05, 0, 0.05);
    run(challenger, 3000, 0.08, 0.02, "day", 5);
    assertEquals(Decision.PROMOTE, challenger.result().decision());
    run(challenger, 200, 0.02, 0.3, "night", 6);
    Result result = challenger.result();
    assertEquals(Decision.KEEP, result.decision());
    assertEquals("night", result.slices().get(0).slice());
    assertTrue(result.slices().get(0).isWorse() && !result.slices().get(1).isWorse());
    assertTrue(result.difference() > 0, "better on the whole");
  }

  /** Each of many slices is looked at, and more come: all of them share one level. */
  @Test
  void slicesThatComeShareTheLevelOfThoseThatWereThere() {
    Challenger one = new Challenger(3, 0.05, 0, 0);
    for (int i = 0; i < 7; i++) {
      one.label("a", 0, 1, 0);
    }
    double alone = one.result().slices().get(0).interval().width();
    double half = new PairedWidth(7).at(1 - 0.05 / 2);
    assertEquals(half, alone, 1e-9);
    one.label("b", 0, 0, 0);
    Challenger.SliceResult a = one.result().slices().get(0);
    assertEquals(new PairedWidth(7).at(1 - 0.05 / 6), a.interval().width(), 1e-9);
  }

  private record PairedWidth(int losses) {
    double at(double confidence) {
      PairedSequence sequence = new PairedSequence();
      sequence.accept(0, 0, losses);
      return sequence.interval(confidence).width();
    }
  }

  @Test
  void aMarginPromotesOneThatIsAsGood() {
    Challenger challenger = new Challenger(3, 0.05, 0.03, 0.05);
    run(challenger, 2000, 0.02, 0.02, "", 7);
    assertEquals(Decision.PROMOTE, challenger.result().decision());
  }

  @Test
  void theReleaseNoteSaysWhatChangesForWhom() {
    Challenger challenger = new Challenger(3, 0.05, 0, 0.05);
    run(challenger, 3000, 0.08, 0.02, "day", 5);
    run(challenger, 200, 0.02, 0.3, "<night>", 6);
    ReleaseNote note =
        new ReleaseNote(
            "version 7",
            "version 8",
            challenger.result(),
            List.of("cat", "dog"),
            List.of(new ReleaseNote.Example("frame-3", "day", 0, 2, -1)));
    assertTrue(
        note.headline().matches("version 8 is right \\d\\.\\d points more often than version 7 .*"),
        note.headline());
    List<String> sentences = note.sentences();
    assertTrue(sentences.get(0).startsWith("Of 100 pictures 1"), sentences.toString());
    assertTrue(
        sentences.stream().anyMatch(s -> s.startsWith("In <night> it is right 2")),
        sentences.toString());
    assertTrue(sentences.stream().anyMatch(s -> s.contains("points more often, by 3000 labels")));
    String html = Report.of(note).html();
    assertTrue(html.contains("not better everywhere") && html.contains("&lt;night&gt;"));
    assertTrue(html.contains("frame-3") && html.contains("class 2"));
    assertFalse(html.contains("<figure"));
    Frame picture = Frame.of(new byte[12], 2, 2, PixelFormat.RGB);
    ReleaseNote.Example seen = new ReleaseNote.Example("<f>", "day", 0, 1, 1, Optional.of(picture));
    String shown =
        Report.of(
                new ReleaseNote(
                    "7", "8", challenger.result(), List.of("cat", "dog"), List.of(seen)))
            .html();
    assertTrue(shown.contains("<figure") && shown.contains("cat \u2192 dog"), "with its picture");
    assertEquals(
        3200, JsonParser.parseString(note.toJson()).getAsJsonObject().get("labels").getAsInt());
    Result none = new Challenger(3, 0.05, 0, 0.05).result();
    ReleaseNote empty = new ReleaseNote("a", "b", none, List.of(), List.of());
    assertEquals("b beside a: no labels say yet which is better.", empty.headline());
    assertTrue(
        empty.toJson().contains("\"difference\": null")
            || !empty.toJson().contains("difference\":"));
    assertTrue(Report.of(empty).html().contains("No observation has been seen by both yet."));
  }

  @Test
  void whatIsOutOfRangeIsRejectedAndChangesNothing() {
    Challenger challenger = new Challenger(3, 0.05, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> challenger.observe(3, 0));
    assertThrows(IllegalArgumentException.class, () -> challenger.label("", 0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> challenger.label("", 0, 0, 3));
    assertThrows(NullPointerException.class, () -> challenger.label(null, 0, 0, 0));
    assertEquals(0, challenger.result().labels() + challenger.result().observations());
    assertThrows(IllegalArgumentException.class, () -> new Challenger(3, 0.6, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Challenger(3, 0.1, -1, 0));
  }

  @Test
  @Tag("slow")
  @Tag("once")
  void oneThatIsNoBetterIsSeldomPromoted() {
    SplittableRandom random = new SplittableRandom(8);
    int promoted = 0;
    int streams = 2000;
    for (int s = 0; s < streams; s++) {
      Challenger challenger = new Challenger(2, 0.2, 0, 0.5);
      boolean ever = false;
      for (int i = 0; i < 100 && !ever; i++) {
        double u = random.nextDouble();
        challenger.label("", u < 0.2 ? 1 : 0, u > 0.8 ? 1 : 0, 0);
        ever = i % 5 == 4 && challenger.result().decision() == Decision.PROMOTE;
      }
      promoted += ever ? 1 : 0;
    }
    assertTrue(promoted <= 0.1 * streams + 40, promoted + " of " + streams);
  }

  /** Of one model: right so often in a slice. */
  private static void season(
      Seasons seasons, boolean later, String camera, int count, double right, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Slice slice = camera.isEmpty() ? Slice.ALL : new Slice("camera", camera);
    for (int i = 0; i < count; i++) {
      Prediction of = new Prediction(i, 0, 1, 0.9, 0, 0, 1, slice, "m");
      int actual = random.nextDouble() < right ? 1 : 0;
      Labelled labelled = new Labelled(of, Label.of("f" + i, actual, "ann", Instant.EPOCH));
      assertTrue(later ? seasons.after(labelled) : seasons.before(labelled));
    }
  }

  @Test
  void oneModelInTwoSeasonsHasTheSamePage() {
    Seasons seasons = new Seasons(0.05, 0.05, 1);
    season(seasons, false, "snow", 600, 0.9, 1);
    season(seasons, true, "snow", 600, 0.6, 2);
    season(seasons, false, "hall", 600, 0.9, 3);
    season(seasons, true, "hall", 600, 0.9, 4);
    Result result = seasons.result();
    assertEquals(Decision.KEEP, result.decision());
    assertEquals(2400, result.labels());
    assertEquals(-0.15, result.difference(), 0.04);
    assertEquals("camera=snow", result.slices().get(0).slice());
    assertTrue(result.slices().get(0).isWorse() && !result.slices().get(1).isWorse());
    ReleaseNote note = seasons.note("January", "July");
    assertTrue(
        note.headline().matches("July is right \\d+\\.\\d points less often than January .*"),
        note.headline());
    assertEquals(1, note.sentences().size(), "of the hall there is nothing to say");
    assertTrue(Report.of(note).html().contains("In camera=snow it is right "));
    Seasons none = new Seasons(0.05, 0.05, 1);
    season(none, false, "", 300, 0.9, 5);
    season(none, true, "", 300, 0.9, 6);
    assertEquals(Decision.NOT_YET, none.result().decision());
    assertEquals(
        List.of("By 600 labels, no part is known to differ."), none.note("a", "b").sentences());
    Prediction of = new Prediction(0, 0, 1, 0.9, 0, 0, 1, Slice.ALL, "m");
    Label label = Label.of("f", 1, "ann", Instant.EPOCH);
    assertFalse(none.after(new Labelled(of, label.weight(0))));
    assertFalse(none.after(new Labelled(of, label.weight(2))), "heavier than said");
    assertThrows(IllegalArgumentException.class, () -> new Seasons(0.05, 0.05, 0.5));
  }
}
