package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Position;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation;
import io.virk.label.Review.Why;
import io.virk.label.ReviewDecisions.Answer;
import io.virk.label.ReviewDecisions.Decision;
import io.virk.report.Report;
import io.virk.scenes.Scenes;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTest {
  private static final SignalSchema SCHEMA = SignalSchema.of(List.of(ScalarSignal.MAHALANOBIS));

  @TempDir private Path folder;

  /** The lower its number the surer the model, and the nearer. */
  private static IncidentObservation observation(int number) {
    return new IncidentObservation(
        Exemplar.Role.DURING,
        number,
        Optional.of("<b>\u202e" + number),
        1000L * number,
        Optional.empty(),
        Map.of(),
        1,
        Optional.of("<i>cat"),
        1 - number / 100.0,
        Optional.empty(),
        new float[0],
        new double[] {number % 10},
        new int[0],
        List.of(),
        false,
        false,
        Optional.of(Scenes.frame(0, number, 24, 18)),
        IncidentObservation.Picture.ORIGINAL);
  }

  private static Incident incident(String name, long opened, int from, int to) {
    return incident(
        "m", name, opened, IntStream.range(from, to).mapToObj(ReviewTest::observation).toList());
  }

  private static Incident incident(String name, int from, int to) {
    return incident(name, 5, from, to);
  }

  private static Incident incident(
      String monitor, String name, long opened, List<IncidentObservation> observations) {
    return new Incident(
        name,
        new Incident.Provenance(monitor, "b", "hash", "1", "17", "scalar", Incident.Model.NONE),
        "asked for",
        opened,
        Optional.empty(),
        0,
        List.of(
            new IncidentChapter(
                IncidentChapter.Kind.ASKED_FOR,
                new Position(1, 1),
                "asked for",
                Optional.empty(),
                Optional.empty())),
        List.of(),
        SCHEMA,
        observations,
        0,
        Optional.empty());
  }

  private static List<Long> of(Review review, Why why) {
    return review.items().stream()
        .filter(i -> i.why() == why)
        .map(i -> i.observation().sequence())
        .toList();
  }

  @Test
  void aSampleHasTheUnsureTheFarAndSomeByChanceEachOnce() {
    ReviewSample sample = new ReviewSample(3, 42);
    sample.add(incident("1", 0, 30));
    sample.add(incident("2", 30, 60));
    Review review = sample.review("week 48");
    List<Long> control = of(review, Why.CONTROL);
    assertEquals(3, control.size());
    assertEquals(
        LongStream.iterate(59, i -> i - 1)
            .filter(i -> !control.contains(i))
            .limit(3)
            .boxed()
            .toList(),
        of(review, Why.UNSURE));
    assertEquals(3, of(review, Why.FAR).size());
    assertTrue(of(review, Why.FAR).stream().allMatch(i -> i % 10 >= 8), "" + review);
    assertEquals(
        review.items().size(),
        review.items().stream().map(i -> i.observation().sequence()).distinct().count());
    ReviewSample again = new ReviewSample(3, 42);
    again.add(incident("1", 0, 30));
    again.add(incident("2", 30, 60));
    assertEquals(of(review, Why.CONTROL), of(again.review("week 48"), Why.CONTROL));
    assertThrows(IllegalArgumentException.class, () -> new ReviewSample(0, 1));
  }

  /** A monitor that starts anew counts its incidents and observations from the first again. */
  @Test
  void incidentsOfTheSameNameAreToldApart() {
    ReviewSample sample = new ReviewSample(10, 1);
    Incident before = incident("1", 5, 0, 2);
    Incident after = incident("1", 6, 0, 2);
    sample.add(before);
    sample.add(after);
    List<Review.Item> items = sample.review("both").items();
    assertEquals(4, items.size());
    assertEquals(
        Set.of(before.key(), after.key()),
        items.stream().map(Review.Item::incident).collect(Collectors.toSet()));
  }

  @Test
  void oneThatIsShownForTwoReasonsCountsOnceAndNamesakesOfTwoMonitorsAreTwo() {
    List<IncidentObservation> twice = List.of(observation(5), observation(5));
    ReviewSample sample = new ReviewSample(4, 1);
    sample.add(incident("m", "1", 5, twice));
    assertEquals(1, sample.review("one").items().size());
    sample.add(incident("n", "1", 5, twice));
    assertEquals(
        2, sample.review("two").items().stream().map(Review.Item::incident).distinct().count());
  }

  @Test
  void thePageAsksOfEveryPictureWhetherThePredictionIsRight() {
    ReviewSample sample = new ReviewSample(3, 1);
    sample.add(incident("1", 0, 3));
    String html = Report.of(sample.review("</script>")).html();
    assertEquals(3 * 3, html.split("type=\"radio\"", -1).length - 1);
    assertEquals(3, html.split("<img ", -1).length - 1);
    assertTrue(html.contains("data-id=\"&quot;&lt;b&gt;\\u202e2&quot;\""));
    assertEquals(1, html.split("<script", -1).length - 1);
  }

  @Test
  void whatLabellersDisagreeOnIsInTheReview() {
    ReviewSample sample = new ReviewSample(1, 1).disputed(Set.of("<b>\u202e5", "<b>\u202e6"));
    sample.add(incident("1", 0, 10));
    List<Why> why = sample.review("r").items().stream().map(Review.Item::why).toList();
    assertEquals(1, why.stream().filter(w -> w == Why.DISPUTED).count(), why.toString());
  }

  private ReviewDecisions read(String json) throws IOException {
    return ReviewDecisions.read(Files.writeString(folder.resolve("d.json"), json));
  }

  @Test
  void decisionsAreReadBack() throws IOException {
    assertEquals(
        new ReviewDecisions(
            "week 48",
            List.of(
                new Decision("1", 7, Optional.of("f-7"), Why.FAR, Answer.WRONG, "a dog"),
                new Decision("2", 8, Optional.empty(), Why.CONTROL, Answer.RIGHT, ""))),
        read(
            "{\"format\":\"virk-review\",\"formatVersion\":1,\"review\":\"week 48\",\"decisions\":["
                + "{\"incident\":\"1\",\"sequence\":\"7\",\"id\":\"f-7\",\"why\":\"FAR\",\"answer\":\"WRONG\",\"label\":\"a dog\"},"
                + "{\"incident\":\"2\",\"sequence\":\"8\",\"id\":\"\",\"why\":\"CONTROL\",\"answer\":\"RIGHT\",\"label\":\"\"}]}"));
  }

  @Test
  void whatIsNoFileOfDecisionsIsRefusedWithItsName() {
    String head = "{\"format\":\"virk-review\",\"formatVersion\":1,\"decisions\":";
    for (String json :
        List.of(
            "",
            "[]",
            "{}",
            "\u0000",
            "{\"format\":[\"virk-review\",2]}",
            "{\"format\":\"virk-review\",\"formatVersion\":2,\"decisions\":[]}",
            head + "3}",
            head + "[3]}",
            head + "[{\"answer\":\"MAYBE\",\"sequence\":1}]}",
            head + "[{\"answer\":\"RIGHT\",\"sequence\":-1}]}",
            head + "[{\"answer\":{},\"sequence\":1}]}",
            "[".repeat(100_000))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> read(json), json).getMessage();
      assertTrue(message.contains("d.json"), message);
    }
    assertThrows(
        UncheckedIOException.class, () -> ReviewDecisions.read(folder.resolve("none.json")));
  }
}
