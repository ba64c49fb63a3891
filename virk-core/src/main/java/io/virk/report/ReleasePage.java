package io.virk.report;

import io.virk.incident.page.Thumbnail;
import io.virk.internal.Text;
import io.virk.label.Challenger.Decision;
import io.virk.label.Challenger.Difference;
import io.virk.label.Challenger.SliceResult;
import io.virk.label.ReleaseNote;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of what changes with another version of a model. */
final class ReleasePage {
  private static final int ROWS = 200;
  private static final int PICTURES = 48;

  private ReleasePage() {}

  static String of(ReleaseNote note) {
    Page page =
        new Page(Labels.of("release.title", Text.clean(note.before()), Text.clean(note.after())));
    Decision decision = note.result().decision();
    List<String> badges = new ArrayList<>();
    badges.add(
        switch (decision) {
          case PROMOTE -> "good:" + Labels.of("release.promote");
          case KEEP -> "bad:" + Labels.of("release.keep");
          case NOT_YET -> "warn:" + Labels.of("release.not-yet");
        });
    badges.add("plain:" + Labels.of("release.seen", note.result().observations()));
    badges.add("plain:" + Labels.of("release.labels", note.result().labels()));
    page.head(Labels.of("release.kicker"), note.headline(), false, badges);
    page.section(
        Labels.of("release.changes"),
        "",
        p -> {
          p.body().open("ul");
          note.sentences().forEach(sentence -> p.body().element("li", sentence));
          p.body().close();
        });
    if (!note.result().slices().isEmpty()) {
      page.section(Labels.of("release.whom"), Labels.of("release.whom.lead"), p -> slices(p, note));
    }
    if (!note.result().differences().isEmpty()) {
      page.section(Labels.of("release.answers"), "", p -> differences(p, note));
    }
    if (!note.examples().isEmpty()) {
      page.section(Labels.of("release.examples"), "", p -> examples(p, note));
    }
    return page.html();
  }

  private static void slices(Page page, ReleaseNote note) {
    List<List<String>> rows = new ArrayList<>();
    for (SliceResult slice : note.result().slices().stream().limit(ROWS).toList()) {
      rows.add(
          List.of(
              Text.clean(slice.slice()),
              Long.toString(slice.labels()),
              points(slice.difference()),
              points(slice.interval().low()),
              points(slice.interval().high()),
              slice.isWorse()
                  ? Labels.of("release.worse")
                  : slice.interval().low() > 0 ? Labels.of("release.better") : ""));
    }
    page.table(
        List.of(
            Labels.of("release.slice"),
            "#" + Labels.of("release.of"),
            "#" + Labels.of("release.points"),
            "#" + Labels.of("release.least"),
            "#" + Labels.of("release.most"),
            Labels.of("release.means")),
        rows);
  }

  private static String points(double share) {
    return String.format(Locale.ROOT, "%+.1f", 100 * share);
  }

  private static void differences(Page page, ReleaseNote note) {
    List<List<String>> rows = new ArrayList<>();
    for (Difference one : note.result().differences()) {
      rows.add(
          List.of(
              note.className(one.champion()),
              note.className(one.challenger()),
              Long.toString(one.count())));
    }
    page.table(
        List.of(
            Text.clean(note.before()), Text.clean(note.after()), "#" + Labels.of("release.times")),
        rows);
  }

  private static void examples(Page page, ReleaseNote note) {
    List<ReleaseNote.Example> shown =
        note.examples().stream().filter(e -> e.picture().isPresent()).limit(PICTURES).toList();
    if (!shown.isEmpty()) {
      pictures(page, note, shown);
    }
    List<List<String>> rows = new ArrayList<>();
    for (ReleaseNote.Example one : note.examples().stream().limit(ROWS).toList()) {
      rows.add(
          List.of(
              Text.clean(one.id()),
              Text.clean(one.slice()),
              note.className(one.before()),
              note.className(one.after()),
              note.className(one.actual())));
    }
    page.table(
        List.of(
            Labels.of("release.id"),
            Labels.of("release.slice"),
            Text.clean(note.before()),
            Text.clean(note.after()),
            Labels.of("release.actual")),
        rows);
  }

  private static void pictures(Page page, ReleaseNote note, List<ReleaseNote.Example> shown) {
    Html html = page.body();
    html.open("div", "class", "sheet");
    for (ReleaseNote.Example one : shown) {
      String id = Text.clean(one.id());
      html.open("figure");
      Thumbnail.write(html, one.picture().orElseThrow(), id);
      html.open("figcaption").element("b", id);
      html.open("br").text(note.className(one.before()) + " \u2192 " + note.className(one.after()));
      if (one.actual() >= 0) {
        html.open("br").text(Labels.of("release.actual") + ": " + note.className(one.actual()));
      }
      html.close().close();
    }
    html.close();
  }
}
