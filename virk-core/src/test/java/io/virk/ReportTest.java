package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentTape;
import io.virk.incident.IncidentWindow;
import io.virk.label.ReviewDecisions;
import io.virk.label.ReviewSample;
import io.virk.report.MonitorRun;
import io.virk.report.Report;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String HOSTILE =
      "</td><script>alert(1)</script><img src=x onerror=a>'\"&\u2028";

  @TempDir private static Path folder;
  private static EventLog log;
  private static Incident incident;

  @BeforeAll
  static void play() {
    log = IncidentTest.play(folder.resolve("incidents"));
    incident = IncidentReader.open(log.incidents.get(0).incident());
  }

  private static List<String> all(String pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void thePageOfAnIncidentSaysFirstWhatHappenedAndWhatToDo() {
    String html = Report.of(incident).html();
    assertEquals(
        List.of(
            "What to do",
            "What changed",
            "Pictures",
            "How it went",
            "Why",
            "Evidence",
            "What was said when",
            "Where this comes from"),
        all("<h2>([^<]*)</h2>", html).stream()
            .filter(h -> !h.equals("Who carries it") && !h.equals("Predicted classes"))
            .toList());
    assertEquals(
        List.of("camera cam-1 is darker than the baseline"), all("<h1[^>]*>([^<]*)</h1>", html));
    assertEquals(
        List.of("Before", "During", "Not affected", "After"),
        all("<div class=\"row\"><p><b>([^<]*)</b>", html));
    assertTrue(all("(<img )", html).size() > 12);
    assertTrue(all("(class=\"chart\")", html).size() >= 4);
    for (String words :
        List.of(
            incident.diagnosis().orElseThrow().step().what(),
            incident.drift().orElseThrow().onset().inWords(),
            incident.provenance().baselineHash(),
            "mean luminance")) {
      assertTrue(html.contains(words.replace("'", "&#39;")), words);
    }
    int beyond = html.replaceAll("data:image[^\"]*", "").length();
    assertTrue(beyond < 200_000, "characters beyond thumbnails: " + beyond);
  }

  /** Names, ids, tags and words of somebody who wants to be a script. */
  static Incident hostile() {
    Incident.Provenance p = incident.provenance();
    List<IncidentObservation> observations = new ArrayList<>();
    for (IncidentObservation o : incident.observations()) {
      observations.add(
          new IncidentObservation(
              o.role(),
              o.sequence(),
              Optional.of(HOSTILE),
              o.epochMillis(),
              Optional.of(new Slice(HOSTILE, HOSTILE, HOSTILE)),
              Map.of(HOSTILE, HOSTILE),
              3,
              Optional.of(HOSTILE),
              o.confidence(),
              o.verdict(),
              o.logits(),
              o.scalars(),
              o.categories(),
              o.vectors(),
              o.embeddingComputed(),
              o.logitsComputed(),
              o.image(),
              o.picture()));
    }
    return new Incident(
        HOSTILE,
        new Incident.Provenance(
            HOSTILE, HOSTILE, p.baselineHash(), HOSTILE, HOSTILE, HOSTILE, p.model()),
        HOSTILE,
        Long.MAX_VALUE,
        incident.drift(),
        1,
        incident.history(),
        IntStream.range(0, 20_000).mapToObj(i -> later(incident.windows().get(0), i)).toList(),
        incident.schema(),
        observations,
        incident.givenUp(),
        incident.tape().map(t -> new IncidentTape(t.settings(), 0, t.state(), new byte[] {9, 9})));
  }

  private static IncidentWindow later(IncidentWindow w, int by) {
    Position last = new Position(w.last().sequence() + by, w.last().epochMillis());
    return new IncidentWindow(
        w.slice(), last, w.signal(), w.detector(), w.verdict(), by, w.threshold());
  }

  @Test
  void nothingFromATagAnIdOrANameIsMarkupAndWhatIsDamagedIsSaid() {
    String html = Report.of(hostile()).html();
    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("<img src=x"));
    assertFalse(html.contains("\u2028"));
    assertEquals(2, all("(<script)", html).size());
    assertTrue(html.contains("&lt;script&gt;alert(1)"));
    assertTrue(html.contains("A part of what was recorded cannot be read"));
    assertTrue(html.length() < 1_000_000, "characters: " + html.length());
  }

  /** Cut to what an incident that the host asked for may lack. */
  @Test
  void anIncidentWithoutADriftHasAPageToo() {
    Incident bare =
        new Incident(
            "h1",
            incident.provenance(),
            "operator pressed the button",
            5,
            Optional.empty(),
            0,
            incident.history().subList(0, 1),
            List.of(),
            incident.schema(),
            List.of(),
            0,
            Optional.empty());
    String html = Report.of(bare).html();
    assertTrue(html.contains("What was said when"));
    assertFalse(html.contains("Pictures"));
  }

  @Test
  void aRunABaselineAndAComparisonHaveTheirPages() throws IOException {
    String run = Report.of(log.run.run("line <1>\nline 2")).html();
    assertTrue(run.contains("Drifts told: 1"));
    assertTrue(run.contains("is darker than the baseline"));
    assertTrue(run.contains("line &lt;1&gt;<br>line 2"));
    String baseline = Report.of(Baselines.ofVectors()).html();
    assertTrue(baseline.contains(Baselines.ofVectors().hash()));
    assertTrue(baseline.contains("detectors judge"));
    String comparison =
        Report.of(Baselines.ofVectors().compareWith(Baselines.ofTwoCameras(16, 320))).html();
    assertTrue(comparison.contains("signals moved"));

    Path file = folder.resolve("run.html");
    Report.of(log.run.run("")).writeTo(file);
    assertTrue(Files.readString(file).startsWith("<!doctype html>"));
    assertThrows(
        UncheckedIOException.class,
        () -> Report.of(log.run.run("")).writeTo(folder.resolve("none/run.html")));
  }

  private static Optional<String> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(at -> Path.of(at, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Draws every page at two widths, and says what is on it. */
  private static final String PROBE =
      """
      <!doctype html><meta charset="utf-8"><pre id="out"></pre><script>
      (async function () {
        var results = [];
        for (const page of PAGES) for (const width of [1200, 390]) {
          var frame = document.createElement("iframe");
          frame.style.cssText = "border:0;height:900px;width:" + width + "px";
          frame.src = page;
          var loaded = new Promise(function (done) { frame.onload = done; });
          document.body.appendChild(frame);
          await loaded;
          await new Promise(function (done) { setTimeout(done, 300); });
          var page0 = frame.contentDocument;
          var drawn = 0;
          page0.querySelectorAll("canvas").forEach(function (c) {
            var p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
            var colours = new Set();
            for (var i = 0; i < p.length; i += 4)
              if (p[i + 3] > 0) colours.add(p[i] << 16 | p[i + 1] << 8 | p[i + 2]);
            if (colours.size > 8) drawn++;
          });
          var plot = page0.querySelector(".plot");
          var said = "";
          if (plot) {
            plot.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
            await new Promise(function (done) { setTimeout(done, 100); });
            said = page0.querySelector(".readout").textContent;
          }
          let decisions = undefined;
          if (page0.querySelector("button[data-review]")) {
            page0.querySelector("input[value=WRONG]").click();
            page0.querySelector("input[type=text]").value = "a </scr" + "ipt> cat";
            page0.dispatchEvent(new Event("change"));
            decisions = page0.querySelector(".decisions").textContent;
          }
          results.push({
            decisions: decisions, page: page, width: width, drawn: drawn, said: said,
            figures: page0.querySelectorAll("figure.chart").length,
            wide: page0.documentElement.scrollWidth,
            paper: getComputedStyle(page0.body).backgroundColor,
            broken: Array.from(page0.images).filter(function (i) { return !i.naturalWidth; }).length
          });
          frame.remove();
        }
        document.getElementById("out").textContent = JSON.stringify(results);
      })();
      </script>
      """;

  /** What a real browser makes of them: by day and by night, on a desk and on a phone. */
  @Tag("slow")
  @Tag("once")
  @Test
  void aBrowserDrawsEveryChartAndHasNothingToSay() throws IOException, InterruptedException {
    Optional<String> browser = chromium();
    Assumptions.assumeTrue(
        browser.isPresent(),
        "no Chromium on the PATH: pages are not drawn (apt-get install chromium)");
    Map<String, Report> pages = new LinkedHashMap<>();
    pages.put("incident.html", Report.of(incident));
    pages.put("hostile.html", Report.of(hostile()));
    pages.put(
        "run.html",
        Report.of(
            new MonitorRun(
                "m",
                List.of(
                    new MonitorRun.Judged(0, 1000, 3, 1, 0, 0),
                    new MonitorRun.Judged(1000, 1000, 1, 0, 2, 0)),
                List.of(new MonitorRun.Told(1500, MonitorRun.Told.Kind.OPENED, HOSTILE)),
                0,
                1,
                0,
                Optional.empty(),
                "a\nb")));
    pages.put("baseline.html", Report.of(Baselines.ofVectors()));
    pages.put(
        "comparison.html",
        Report.of(Baselines.ofVectors().compareWith(Baselines.ofTwoCameras(16, 320))));
    ReviewSample sample = new ReviewSample(4, 1);
    sample.add(hostile());
    pages.put("review.html", Report.of(sample.review(HOSTILE)));
    pages.forEach((name, page) -> page.writeTo(folder.resolve(name)));
    String names = "[\"" + String.join("\",\"", pages.keySet()) + "\"]";
    Path probe = folder.resolve("probe.html");
    Files.writeString(probe, PROBE.replace("PAGES", names));

    List<String> papers = new ArrayList<>();
    for (boolean dark : new boolean[] {false, true}) {
      for (JsonElement one : draw(browser.get(), probe, dark)) {
        JsonObject seen = one.getAsJsonObject();
        String what = seen.toString();
        int figures = seen.get("figures").getAsInt();
        boolean drawn = !seen.get("page").getAsString().matches("(comparison|review).html");
        assertEquals(drawn, figures > 0, what);
        assertEquals(figures, seen.get("drawn").getAsInt(), what);
        assertEquals(drawn, !seen.get("said").getAsString().isEmpty(), what);
        assertEquals(0, seen.get("broken").getAsInt(), what);
        if (seen.has("decisions")) {
          Path file =
              Files.writeString(folder.resolve("d.json"), seen.get("decisions").getAsString());
          ReviewDecisions.Decision made = ReviewDecisions.read(file).decisions().get(0);
          assertEquals(ReviewDecisions.Answer.WRONG, made.answer());
          assertEquals("a </script> cat", made.label());
        }
        assertTrue(seen.get("wide").getAsInt() <= seen.get("width").getAsInt(), what);
        papers.add(seen.get("paper").getAsString());
      }
    }
    assertEquals(2, papers.stream().distinct().count(), "light and dark: " + papers);
  }

  private static Iterable<JsonElement> draw(String browser, Path probe, boolean dark)
      throws IOException, InterruptedException {
    Path dom = folder.resolve("dom.txt");
    Path errors = folder.resolve("errors.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--virtual-time-budget=60000",
                "--user-data-dir=" + folder.resolve("browser"),
                "--dump-dom",
                probe.toUri().toString()));
    if (dark) {
      command.add(1, "--force-dark-mode");
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("the browser does not end");
    }
    String told = new String(Files.readAllBytes(errors), StandardCharsets.ISO_8859_1);
    assertFalse(told.contains("CONSOLE"), told);
    List<String> out = all("(?s)<pre id=\"out\">(.*?)</pre>", Files.readString(dom));
    assertFalse(out.isEmpty() || out.get(0).isEmpty(), told);
    return JsonParser.parseString(
            out.get(0).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
        .getAsJsonArray();
  }
}
