package io.virk.incident.page;

import io.virk.detect.Slice;
import io.virk.diagnose.SignalChange;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.internal.Text;
import io.virk.page.Html;
import io.virk.page.Labels;
import io.virk.page.Numbers;
import io.virk.page.Page;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The pictures of an incident in rows, each with what has changed. */
final class ContactSheet {
  private static final int IN_A_ROW = 6;
  private static final int SIGNALS = 2;

  private final Incident incident;
  private final List<SignalChange> changes;

  ContactSheet(Incident incident) {
    this.incident = incident;
    this.changes =
        LeadingChanges.of(incident).stream()
            .filter(c -> incident.schema().scalar(c.signal()).isPresent())
            .limit(SIGNALS)
            .toList();
  }

  boolean isEmpty() {
    return incident.observations().stream().allMatch(o -> o.image().isEmpty());
  }

  void write(Page page) {
    row(page, "baseline", Set.of(Exemplar.Role.BASELINE));
    row(page, "before", Set.of(Exemplar.Role.BEFORE));
    row(
        page,
        incident.drift().isPresent() ? "during" : "asked",
        Set.of(Exemplar.Role.DURING, Exemplar.Role.TYPICAL, Exemplar.Role.EXTREME));
    row(page, "other", Set.of(Exemplar.Role.OTHER));
    row(page, "after", Set.of(Exemplar.Role.AFTER));
  }

  private void row(Page page, String key, Set<Exemplar.Role> roles) {
    Map<Long, IncidentObservation> all = new LinkedHashMap<>(); // one may have two roles
    for (Exemplar.Role role :
        List.of(
            Exemplar.Role.BASELINE,
            Exemplar.Role.BEFORE,
            Exemplar.Role.TYPICAL,
            Exemplar.Role.EXTREME,
            Exemplar.Role.DURING,
            Exemplar.Role.OTHER,
            Exemplar.Role.AFTER)) {
      if (roles.contains(role)) {
        incident.observations(role).forEach(o -> all.putIfAbsent(o.sequence(), o));
      }
    }
    List<IncidentObservation> seen =
        all.values().stream().filter(o -> o.image().isPresent()).toList();
    if (seen.isEmpty()) {
      return;
    }
    List<IncidentObservation> shown = spread(seen);
    Html html = page.body();
    html.open("div", "class", "row").open("p");
    html.element("b", Labels.of("sheet." + key)).text(" " + Labels.of("sheet." + key + ".what"));
    String means = means(key, all.values());
    html.text(means.isEmpty() ? "" : " " + means);
    if (shown.size() < seen.size()) {
      html.text(" " + Labels.of("sheet.more", shown.size(), seen.size()));
    }
    html.close().open("div", "class", "sheet");
    for (IncidentObservation o : shown) {
      picture(html, o);
    }
    html.close().close();
  }

  /** The typical and extreme ones, and the rest at even distances; by their order in time. */
  private static List<IncidentObservation> spread(List<IncidentObservation> all) {
    List<IncidentObservation> kept = new ArrayList<>();
    List<IncidentObservation> rest = new ArrayList<>();
    int special = 0;
    for (IncidentObservation o : all) {
      boolean named = o.role() == Exemplar.Role.TYPICAL || o.role() == Exemplar.Role.EXTREME;
      if (named && special < IN_A_ROW - 2 && count(kept, o.role()) < 2) {
        special++;
        kept.add(o);
      } else {
        rest.add(o);
      }
    }
    int room = Math.min(IN_A_ROW - kept.size(), rest.size());
    for (int i = 0; i < room; i++) {
      kept.add(rest.get(room == 1 ? 0 : (int) ((long) i * (rest.size() - 1) / (room - 1))));
    }
    kept.sort(java.util.Comparator.comparingLong(IncidentObservation::sequence));
    return kept;
  }

  private static long count(List<IncidentObservation> of, Exemplar.Role role) {
    return of.stream().filter(o -> o.role() == role).count();
  }

  /** What has changed, of all of the row. */
  private String means(String key, Iterable<IncidentObservation> row) {
    List<String> words = new ArrayList<>();
    for (SignalChange change : changes) {
      ScalarSignal signal = incident.schema().scalar(change.signal()).orElseThrow();
      int column = incident.schema().indexOf(signal);
      double sum = 0;
      int n = 0;
      for (IncidentObservation o : row) {
        if (o.scalars().length > column && !Double.isNaN(o.scalars()[column])) {
          sum += o.scalars()[column];
          n++;
        }
      }
      double mean =
          key.equals("baseline") ? change.baseline() : n == 0 ? Double.NaN : signal.raw(sum / n);
      if (Double.isFinite(mean)) {
        words.add(CourseCharts.name(change.signal()) + " " + Text.number(mean));
      }
    }
    return words.isEmpty() ? "" : Labels.of("sheet.mean", String.join(", ", words));
  }

  private void picture(Html html, IncidentObservation o) {
    String title = o.id().map(Text::clean).orElse("#" + o.sequence());
    html.open("figure");
    Thumbnail.write(html, o.image().orElseThrow(), alternative(o, title));
    html.open("figcaption");
    if (o.role() != Exemplar.Role.BASELINE) {
      html.element("b", title);
    }
    for (String line : lines(o)) {
      html.open("br").text(line);
    }
    html.close().close();
  }

  private static String alternative(IncidentObservation o, String title) {
    return Labels.of("sheet.alt", role(o.role()), title);
  }

  private static String role(Exemplar.Role role) {
    return Labels.of("role." + role.name().toLowerCase(Locale.ROOT));
  }

  private List<String> lines(IncidentObservation o) {
    List<String> lines = new ArrayList<>();
    o.slice().filter(s -> !s.isAll()).map(Slice::toString).ifPresent(lines::add);
    if (o.role() == Exemplar.Role.BASELINE) {
      return lines;
    }
    if (o.role() == Exemplar.Role.TYPICAL || o.role() == Exemplar.Role.EXTREME) {
      lines.add(0, role(o.role()));
    }
    lines.add(Numbers.clock(o.epochMillis()));
    for (SignalChange change : changes.subList(0, Math.min(1, changes.size()))) {
      OptionalDouble value = value(o, change.signal());
      if (value.isPresent()) {
        lines.add(CourseCharts.name(change.signal()) + " " + Text.number(value.getAsDouble()));
      }
    }
    if (o.predictedClass() >= 0) {
      String name = o.className().map(Text::clean).orElse(String.valueOf(o.predictedClass()));
      lines.add(
          Double.isNaN(o.confidence())
              ? Labels.of("sheet.class", name)
              : Labels.of("sheet.class.sure", name, Text.number(o.confidence())));
    }
    return lines;
  }

  private OptionalDouble value(IncidentObservation o, String name) {
    ScalarSignal signal = incident.schema().scalar(name).orElseThrow();
    int column = incident.schema().indexOf(signal);
    double value = o.scalars().length > column ? signal.raw(o.scalars()[column]) : Double.NaN;
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
