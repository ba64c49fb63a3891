package io.virk.report;

import io.virk.incident.IncidentObservation;
import io.virk.incident.page.Thumbnail;
import io.virk.internal.Text;
import io.virk.label.Review;
import io.virk.label.ReviewDecisions.Answer;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of a review: a picture, what the model said, and what somebody says of that. */
final class ReviewPage {
  private ReviewPage() {}

  static String of(Review review) {
    Page page = new Page(Labels.of("review.title", review.name()));
    page.head(
        Labels.of("review.kicker"),
        review.name(),
        false,
        List.of("plain:" + Labels.of("review.items", review.items().size())));
    int number = 0;
    for (Review.Why why : Review.Why.values()) {
      List<Review.Item> items = review.items().stream().filter(i -> i.why() == why).toList();
      if (!items.isEmpty()) {
        int from = number;
        String key = "why." + why.name().toLowerCase(Locale.ROOT);
        page.section(Labels.of(key), Labels.of(key + ".lead"), p -> sheet(p, items, from));
        number += items.size();
      }
    }
    page.section(Labels.of("review.save"), Labels.of("review.save.lead"), p -> save(p, review));
    return page.htmlWithDecisions();
  }

  private static void sheet(Page page, List<Review.Item> items, int from) {
    Html html = page.body();
    html.open("div", "class", "sheet review");
    for (int i = 0; i < items.size(); i++) {
      item(html, items.get(i), from + i);
    }
    html.close();
  }

  private static void item(Html html, Review.Item item, int number) {
    IncidentObservation o = item.observation();
    String title = o.id().map(Text::clean).orElse("#" + o.sequence());
    html.open(
        "figure",
        "data-incident",
        item.incident(),
        "data-sequence",
        String.valueOf(o.sequence()),
        "data-id",
        escaped(o.id().orElse("")),
        "data-why",
        item.why().name());
    o.image().ifPresent(image -> Thumbnail.write(html, image, title));
    html.open("figcaption").element("b", title);
    for (String line : lines(item)) {
      html.open("br").text(line);
    }
    html.close().open("fieldset").element("legend", Labels.of("review.prediction"));
    for (Answer answer : Answer.values()) {
      html.open("label")
          .open("input", "type", "radio", "name", "d" + number, "value", answer.name())
          .text(Labels.of("review." + answer.name().toLowerCase(Locale.ROOT)))
          .close();
    }
    html.open("label").text(Labels.of("review.label"));
    html.open("input", "type", "text", "maxlength", "200", "autocomplete", "off").close();
    html.close().close();
  }

  /** As JSON in plain characters: decisions are found again by the host's own id, to the letter. */
  private static String escaped(String id) {
    StringBuilder text = new StringBuilder("\"");
    for (char c : id.toCharArray()) {
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return text.append('"').toString();
  }

  private static List<String> lines(Review.Item item) {
    IncidentObservation o = item.observation();
    List<String> lines = new ArrayList<>();
    lines.add(Labels.of("review.of", Text.clean(item.incident())));
    o.slice().filter(s -> !s.isAll()).ifPresent(s -> lines.add(s.toString()));
    lines.add(Numbers.time(o.epochMillis()));
    if (o.predictedClass() >= 0) {
      String name = o.className().map(Text::clean).orElse(String.valueOf(o.predictedClass()));
      lines.add(Labels.of("sheet.class.sure", name, Numbers.text(o.confidence())));
    }
    return lines;
  }

  private static void save(Page page, Review review) {
    page.body()
        .element(
            "button", Labels.of("review.button"), "type", "button", "data-review", review.name())
        .text(" ")
        .element("output", "", "class", "count")
        .open("details")
        .element("summary", Labels.of("review.text"))
        .element("pre", "", "class", "decisions")
        .close();
  }
}
