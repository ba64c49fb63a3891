package io.virk.incident.page;

import io.virk.cause.CauseMatch;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.ClassChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.SliceChange;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.Step;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentTape;
import io.virk.internal.Text;
import io.virk.page.Chart;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The page of an incident: first what happened and what to do, then what shows it. The same
 * incident gives the same page; whatever is in it, there is one.
 */
public final class IncidentPage {
  private static final int CHANGES = 6;
  private static final int CHARTED = 3;
  private static final int CAUSES = 5;
  private static final int ROWS = 40;
  private static final double LEAST_SHARE = 0.005;

  private final Incident incident;
  private final Page page;

  private IncidentPage(Incident incident) {
    this.incident = incident;
    this.page = new Page(Labels.of("incident.title", incident.headline()));
  }

  /**
   * Makes the page.
   *
   * @param incident of which
   * @return HTML in one piece
   */
  public static String of(Incident incident) {
    try {
      return new IncidentPage(incident).html();
    } catch (RuntimeException e) { // a bundle is worth more than its page
      Page plain = new Page(Labels.of("incident.title", incident.headline()));
      plain.head(Labels.of("incident.failed"), incident.headline(), true, List.of());
      plain.body().element("p", Text.message(e));
      return plain.html();
    }
  }

  private String html() {
    page.head(
        Labels.of(
            "incident.kicker",
            Text.clean(incident.name()),
            Text.clean(incident.provenance().monitor())),
        incident.headline(),
        true,
        badges());
    answer();
    ContactSheet sheet = new ContactSheet(incident);
    if (!sheet.isEmpty()) {
      page.section(Labels.of("pictures"), Labels.of("pictures.lead"), sheet::write);
    }
    course();
    incident.diagnosis().ifPresent(this::whereAndWhy);
    evidence();
    history();
    provenance();
    return page.html();
  }

  private List<String> badges() {
    List<String> badges = new ArrayList<>();
    incident
        .drift()
        .ifPresent(
            d -> {
              badges.add(
                  d.isOpen()
                      ? "warn:" + Labels.of("open")
                      : incident.hasRecovered()
                          ? "good:" + Labels.of("closed")
                          : "warn:" + Labels.of("closed.silent"));
              badges.add("plain:" + where(d));
            });
    incident
        .diagnosis()
        .ifPresent(
            d -> {
              badges.add(tone(d.severity()) + ":" + d.severity().inWords());
              if (!d.kind().inWords().isEmpty()) {
                badges.add("plain:" + d.kind().inWords());
              }
            });
    if (incident.reopened() > 0) {
      badges.add("warn:" + Labels.of("reopened", incident.reopened()));
    }
    return badges;
  }

  private static String where(Drift drift) {
    boolean all = drift.slices().size() == 1 && drift.slices().first().equals(Slice.ALL);
    return all ? Labels.of("where.all") : drift.where();
  }

  private static String tone(Severity severity) {
    return severity
        .level()
        .map(
            l ->
                switch (l) {
                  case MILD -> "plain";
                  case MODERATE -> "warn";
                  case SEVERE -> "bad";
                })
        .orElse("plain");
  }

  private void answer() {
    Html html = page.body();
    Optional<Diagnosis> diagnosis = incident.diagnosis();
    html.open("div", "class", "answer");
    diagnosis.ifPresent(d -> todo(html, d));
    html.open("section").element("h2", Labels.of("what-changed"));
    diagnosis.ifPresent(
        d -> {
          html.open("ul", "class", "changes");
          LeadingChanges.of(incident).stream()
              .limit(CHANGES)
              .forEach(c -> html.element("li", c.inWords()));
          html.close();
        });
    page.facts(times());
    html.close().close();
  }

  private void todo(Html html, Diagnosis diagnosis) {
    Step step = diagnosis.step();
    html.open("section", "class", "do").element("h2", Labels.of("what-to-do"));
    html.element("p", step.what(), "class", "what");
    long again = incident.openedMillis() + step.lookAgain().toMillis();
    boolean open = incident.drift().map(Drift::isOpen).orElse(true);
    page.facts(
        List.of(
            Labels.of("who"), step.who(),
            Labels.of("look-again"), open ? Numbers.time(again) : "",
            Labels.of("how-sure"), step.howSure()));
    html.element("h3", Labels.of("explanation"));
    html.element("p", diagnosis.explanation(), "class", "prose");
    html.close();
  }

  private List<String> times() {
    List<String> facts = new ArrayList<>();
    facts.add(Labels.of("opened"));
    facts.add(Numbers.time(incident.openedMillis()));
    incident
        .drift()
        .ifPresent(
            d -> {
              facts.addAll(List.of(Labels.of("began"), d.onset().inWords()));
              d.closing()
                  .ifPresent(
                      c ->
                          facts.addAll(
                              List.of(Labels.of("closed-at"), Numbers.time(c.at().epochMillis()))));
              facts.addAll(List.of(Labels.of("where"), where(d)));
              facts.addAll(List.of(Labels.of("windows"), String.valueOf(d.windows())));
            });
    return facts;
  }

  private void course() {
    RecordedCourse course = RecordedCourse.of(incident);
    CourseCharts charts = new CourseCharts(incident, course);
    Optional<Chart> statistics = charts.statistics();
    List<SignalChange> changes = LeadingChanges.of(incident);
    List<Chart> signals = new ArrayList<>();
    for (SignalChange change : changes.stream().limit(CHANGES).toList()) {
      Optional<Chart> values = charts.values(change);
      if (values.isPresent() && signals.size() < 2 * CHARTED) {
        signals.add(values.get());
        charts.spread(change).ifPresent(signals::add);
      }
    }
    if (statistics.isEmpty() && signals.isEmpty()) {
      return;
    }
    String lead = Labels.of(course.isDamaged() ? "course.damaged" : "course.lead");
    page.section(
        Labels.of("course"),
        lead,
        p -> {
          statistics.ifPresent(p::chart);
          p.body().open("div", "class", "charts");
          signals.forEach(p::chart);
          p.body().close();
        });
  }

  private void whereAndWhy(Diagnosis d) {
    if (!d.fingerprint().causes().isEmpty()) {
      page.section(Labels.of("causes"), Labels.of("causes.lead"), p -> causes(p, d));
    }
    if (d.slices().pattern() != SliceFinding.Pattern.NONE) {
      page.section(Labels.of("slices"), Labels.of("slices.lead"), p -> slices(p, d.slices()));
    }
    List<ClassChange> classes = d.classes().stream().filter(ClassChange::isPlain).limit(8).toList();
    if (!classes.isEmpty()) {
      page.section(Labels.of("classes"), Labels.of("classes.lead"), p -> classes(p, classes));
    }
  }

  private void causes(Page p, Diagnosis d) {
    Html html = p.body();
    html.open("div", "class", "bars");
    List<CauseMatch> shown =
        d.fingerprint().causes().stream()
            .filter(c -> c.probability() >= LEAST_SHARE)
            .limit(CAUSES)
            .toList();
    for (CauseMatch cause : shown) {
      bar(html, Text.clean(cause.cause()).replace('-', ' '), cause.probability(), 1);
      String moved =
          String.join(", ", cause.signals().stream().limit(4).map(CourseCharts::name).toList());
      html.element(
          "span",
          Labels.of(
              "causes.why", Text.clean(cause.family()), Numbers.text(cause.severity()), moved),
          "class",
          "why");
    }
    bar(html, Labels.of("causes.unknown"), d.fingerprint().unknown(), 5);
    bar(html, Labels.of("causes.unchanged"), d.fingerprint().unchanged(), 5);
    html.close();
    List<String> facts = new ArrayList<>();
    facts.add(Labels.of("ruled-out"));
    facts.add(String.join(", ", d.ruledOut().stream().map(Text::clean).toList()));
    facts.add(Labels.of("unchanged"));
    facts.add(String.join(", ", d.unchanged().stream().map(Text::clean).toList()));
    p.facts(facts);
  }

  private static void bar(Html html, String name, double share, int tone) {
    html.element("span", name)
        .bar(share, tone)
        .element("span", Numbers.percent(share), "class", "n");
  }

  private static void slices(Page p, SliceFinding found) {
    List<List<String>> rows = new ArrayList<>();
    found.carriers().stream().limit(ROWS).forEach(c -> rows.add(slice(c, "slices.carrier")));
    found.rest().stream().limit(ROWS).forEach(c -> rows.add(slice(c, "slices.rest")));
    p.table(
        List.of(
            Labels.of("slices.slice"),
            Labels.of("slices.role"),
            "#" + Labels.of("slices.before", CourseCharts.name(found.signal())),
            "#" + Labels.of("slices.now"),
            "#" + Labels.of("slices.share-before"),
            "#" + Labels.of("slices.share-now"),
            "#" + Labels.of("slices.count")),
        rows);
  }

  private static List<String> slice(SliceChange c, String role) {
    return List.of(
        c.slices().isEmpty() ? Labels.of("slices.others") : c.label(),
        Labels.of(role),
        Numbers.text(c.before()),
        Numbers.text(c.now()),
        Numbers.percent(c.shareBefore()),
        Numbers.percent(c.shareNow()),
        String.valueOf(c.count()));
  }

  private static void classes(Page p, List<ClassChange> classes) {
    Html html = p.body();
    html.open("div", "class", "bars");
    for (ClassChange c : classes) {
      bar(html, Labels.of("classes.before", c.label()), c.before(), 1);
      bar(html, Labels.of("classes.now", c.label()), c.now(), 2);
    }
    html.close();
  }

  private void evidence() {
    List<DetectionResult> results = incident.drift().map(Drift::evidence).orElse(List.of());
    if (results.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (DetectionResult r : results.stream().limit(ROWS).toList()) {
      rows.add(
          List.of(
              CourseCharts.name(r.signal()),
              Text.clean(r.detector()),
              r.slice().toString(),
              Numbers.text(r.evidence().statistic()),
              Numbers.text(r.evidence().threshold()),
              Numbers.text(r.evidence().exceedance()),
              Numbers.text(r.evidence().pValue()),
              Numbers.text(r.effect().size()),
              Labels.of("evidence.worth", r.sample().n(), Numbers.text(r.sample().effectiveSize())),
              r.sample().bounds().first().sequence()
                  + " .. "
                  + r.sample().bounds().last().sequence()));
    }
    page.section(
        Labels.of("evidence"),
        Labels.of("evidence.lead"),
        p ->
            p.table(
                List.of(
                    Labels.of("evidence.signal"),
                    Labels.of("evidence.detector"),
                    Labels.of("evidence.slice"),
                    "#" + Labels.of("evidence.statistic"),
                    "#" + Labels.of("evidence.threshold"),
                    "#" + Labels.of("evidence.times"),
                    "#" + Labels.of("evidence.p"),
                    "#" + Labels.of("evidence.effect"),
                    "#" + Labels.of("evidence.n"),
                    "#" + Labels.of("evidence.window")),
                rows));
  }

  private void history() {
    page.section(
        Labels.of("history"),
        "",
        p -> {
          Html html = p.body();
          html.open("ul", "class", "history");
          for (IncidentChapter chapter : incident.history().stream().limit(ROWS).toList()) {
            html.open("li").element("time", Numbers.time(chapter.at().epochMillis()));
            html.open("span");
            html.element(
                "b", Labels.of("chapter." + chapter.kind().name().toLowerCase(Locale.ROOT)));
            html.text(" " + chapter.words());
            html.close().close();
          }
          html.close();
          if (incident.history().size() > ROWS) {
            html.element("p", Labels.of("history.more", incident.history().size() - ROWS));
          }
        });
  }

  private void provenance() {
    Incident.Provenance of = incident.provenance();
    List<String> facts = new ArrayList<>();
    facts.addAll(List.of(Labels.of("of.monitor"), Text.clean(of.monitor())));
    facts.addAll(List.of(Labels.of("of.baseline"), Text.clean(of.baseline())));
    facts.addAll(List.of(Labels.of("of.hash"), Text.clean(of.baselineHash())));
    of.model()
        .embedder()
        .ifPresent(e -> facts.addAll(model(Text.clean(e.model()), e.modelSha256())));
    of.model().stated().ifPresent(m -> facts.addAll(model(Labels.of("of.stated"), m.sha256())));
    facts.addAll(List.of(Labels.of("of.version"), Text.clean(of.version())));
    facts.addAll(
        List.of(
            Labels.of("of.java"),
            Labels.of("of.kernels", Text.clean(of.java()), Text.clean(of.kernels()))));
    incident
        .tape()
        .map(IncidentTape::settings)
        .ifPresent(
            s ->
                facts.addAll(
                    List.of(
                        Labels.of("of.alarms"), s.falseAlarms().toString(),
                        Labels.of("of.windows"), s.windows().toString(),
                        Labels.of("of.seed"), String.valueOf(s.seed()))));
    facts.addAll(
        List.of(
            Labels.of("of.observations"),
            Labels.of("of.kept", incident.observations().size(), incident.givenUp())));
    page.section(
        Labels.of("provenance"),
        Labels.of("provenance.lead"),
        p -> {
          p.facts(facts);
          p.body()
              .open("pre")
              .text("virk incident replay BUNDLE --baseline BASELINE")
              .open("br")
              .text(
                  "IncidentReplay.of(IncidentReader.open(bundle), Baseline.load(baseline)).inWords()")
              .close();
        });
  }

  private static List<String> model(String name, String sha256) {
    return List.of(Labels.of("of.model"), Labels.of("of.model.sha", name, Text.clean(sha256)));
  }
}
