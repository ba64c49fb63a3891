package io.virk.examples.fleet;

import io.virk.examples.fleet.FleetEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One page of what was said of a fleet: its drifts in words, its sites over time, its cameras. */
final class FleetPage {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Digits of a day. */
  private static final int DAY = 10;

  private static final int COLUMNS = 96;
  private static final int CELL = 10;
  private static final int NAMES = 70;
  private static final int MOST_CAMERAS = 200;
  private static final String STYLE =
      "body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em;"
          + "color:#222}h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em}"
          + "td,th{text-align:left;padding:.15em .8em .15em 0;vertical-align:top}"
          + "th{font-weight:600}td:first-child{white-space:nowrap}svg text{font-size:9px}"
          + ".note{color:#666}";

  private final List<FleetEvent> events;
  private final long begin;
  private final long end;

  /** Of events in any order. */
  FleetPage(List<FleetEvent> of) {
    events = of.stream().sorted(Comparator.comparingLong(FleetEvent::epochMillis)).toList();
    begin = events.isEmpty() ? 0 : events.get(0).epochMillis();
    end = events.isEmpty() ? 1 : Math.max(begin + 1, events.get(events.size() - 1).epochMillis());
  }

  /** The events in the files of a folder that are finished. */
  static List<FleetEvent> read(Path folder) throws IOException {
    List<FleetEvent> events = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          for (String line : Files.readAllLines(file)) {
            events.add(FleetEvent.of(line));
          }
        }
      }
    }
    return events;
  }

  /** What was said of several cameras, as sentences, first things first. */
  List<String> sentences() {
    return events.stream().filter(e -> e.kind().isOfFleet()).map(FleetEvent::inWords).toList();
  }

  String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Fleet</title>");
    page.append("<style>").append(STYLE).append("</style><h1>What was said of the fleet</h1>");
    page.append("<p>").append(minute(begin)).append(" to ").append(minute(end)).append(" UTC</p>");
    page.append("<h2>Drifts of several cameras</h2>");
    table(page, events.stream().filter(e -> e.kind().isOfFleet()).toList(), false);
    page.append(
        "<h2>Sites over time</h2><p class=note>Cameras with a drift of their own, or silent:");
    page.append(" the darker, the more of the site's that were ever heard of here.</p>");
    sites(page);
    List<FleetEvent> notices = events.stream().filter(e -> e.kind() == Kind.NOTICE).toList();
    page.append("<h2>To be looked at</h2>");
    table(page, notices, true);
    page.append("<h2>Cameras that stopped</h2>");
    table(page, events.stream().filter(e -> e.kind() == Kind.STOPPED).toList(), true);
    page.append("<h2>The first drifts of cameras</h2>");
    table(page, events.stream().filter(e -> e.kind() == Kind.OPENED).toList(), true);
    return page.append("</html>").toString();
  }

  private void table(StringBuilder page, List<FleetEvent> of, boolean cameras) {
    if (of.isEmpty()) {
      page.append("<p>None.</p>");
      return;
    }
    page.append("<table><tr><th>said<th>since<th>what");
    page.append(cameras ? "<th>camera<th>site" : "").append("<th>in words</tr>");
    for (FleetEvent event : of.subList(0, Math.min(MOST_CAMERAS, of.size()))) {
      page.append("<tr><td>").append(time(event.epochMillis()));
      page.append("<td>").append(time(event.sinceMillis()));
      page.append("<td>")
          .append(event.kind().name().replace("FLEET_", "").toLowerCase(Locale.ROOT));
      if (cameras) {
        page.append("<td>").append(escaped(event.camera()));
        page.append("<td>").append(escaped(event.site()));
      }
      page.append("<td>").append(escaped(event.words())).append("</tr>");
    }
    page.append("</table>");
    if (of.size() > MOST_CAMERAS) {
      page.append("<p class=note>And ").append(of.size() - MOST_CAMERAS).append(" more.</p>");
    }
  }

  /** Of each site and time, how many of its cameras are not well. */
  private void sites(StringBuilder page) {
    TreeMap<String, int[]> bySite = new TreeMap<>();
    Map<String, Set<String>> unwell = new HashMap<>();
    int at = 0;
    for (int column = 0; column < COLUMNS; column++) {
      long until = begin + (end - begin) * (column + 1) / COLUMNS;
      for (; at < events.size() && events.get(at).epochMillis() <= until; at++) {
        FleetEvent event = events.get(at);
        if (!event.kind().isOfFleet()) {
          bySite.computeIfAbsent(event.site(), s -> new int[COLUMNS]);
          Set<String> ofSite = unwell.computeIfAbsent(event.site(), s -> new HashSet<>());
          switch (event.kind()) {
            case OPENED, STOPPED -> ofSite.add(event.camera());
            case CLOSED, RESUMED -> ofSite.remove(event.camera());
            default -> {}
          }
        }
      }
      for (Map.Entry<String, int[]> site : bySite.entrySet()) {
        site.getValue()[column] = unwell.get(site.getKey()).size();
      }
    }
    int most =
        Math.max(
            1, bySite.values().stream().flatMapToInt(java.util.Arrays::stream).max().orElse(1));
    page.append("<svg role=img width=").append(NAMES + CELL * COLUMNS);
    page.append(" height=").append(CELL * (bySite.size() + 2)).append(">");
    int row = 0;
    for (Map.Entry<String, int[]> site : bySite.entrySet()) {
      int y = CELL * row++;
      page.append("<text x=0 y=").append(y + CELL - 1).append(">");
      page.append(escaped(site.getKey())).append("</text>");
      for (int column = 0; column < COLUMNS; column++) {
        int n = site.getValue()[column];
        page.append("<rect width=9 height=9 x=").append(NAMES + CELL * column);
        page.append(" y=").append(y).append(" fill=\"").append(colour((double) n / most));
        page.append("\"><title>").append(escaped(site.getKey())).append(", ");
        page.append(time(begin + (end - begin) * (column + 1) / COLUMNS)).append(": ").append(n);
        page.append("</title></rect>");
      }
    }
    for (int column = 0; column < COLUMNS; column += COLUMNS / 8) {
      page.append("<text x=").append(NAMES + CELL * column).append(" y=").append(CELL * (row + 1));
      page.append(">").append(time(begin + (end - begin) * column / COLUMNS)).append("</text>");
    }
    page.append("</svg>");
  }

  private static String colour(double share) {
    return String.format(
        Locale.ROOT,
        "rgb(%d,%d,%d)",
        Math.round(238 - 50 * share),
        Math.round(238 - 190 * share),
        Math.round(238 - 200 * share));
  }

  /** With its day, unless all is of one. */
  private String time(long millis) {
    String minute = minute(millis);
    boolean ofOneDay = millis >= begin && minute(begin).startsWith(minute(end).substring(0, DAY));
    return ofOneDay ? minute.substring(DAY + 1) : minute;
  }

  private static String minute(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
