package io.virk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import picocli.CommandLine;

/** Every command, as one gives it. */
class VirkTest {
  @TempDir private static Path root;

  private static Path baseline;
  private static Run built;

  @BeforeAll
  static void build() throws IOException {
    baseline = root.resolve("scenes.virk");
    Path training = Pictures.folder(root.resolve("training"), 1, 160, 1, 0);
    built = Run.of("build", training, "-o", baseline, "--window", "16", "--pictures", "2");
  }

  private static Run check(Path folder, Object... more) {
    List<Object> words = new ArrayList<>(List.of("check", folder, "--baseline", baseline));
    words.addAll(List.of(more));
    return Run.of(words.toArray());
  }

  @Test
  void everyCommandHelps() {
    List<CommandLine> all = new ArrayList<>();
    collect(Virk.commandLine(new Console(System.out, System.err, false)), all);
    assertEquals(15, all.size(), "virk, its 10 commands, 4 of incidents");
    for (CommandLine command : all) {
      String name = command.getCommandSpec().qualifiedName();
      List<Object> words = new ArrayList<>(List.of(name.split(" ")));
      words.remove(0);
      words.add("--help");
      Run run = Run.of(words.toArray());
      assertEquals(0, run.code(), run.toString());
      assertTrue(run.out().startsWith("Usage: " + name), run.toString());
    }
  }

  private static void review(Path bundle) throws IOException {
    Path page = root.resolve("review.html");
    Run chosen = Run.of("review", bundle, "-o", page, "--of-each", "5", "--name", "week 48");
    assertEquals(0, chosen.code(), chosen.toString());
    assertTrue(chosen.out().contains("5 control"), chosen.toString());
    assertTrue(Files.readString(page).contains("week 48"));
    Path saved =
        Files.writeString(
            root.resolve("decisions.json"),
            """
            {"format": "virk-review", "formatVersion": "1", "review": "week 48", "decisions": [
              {"incident": "1", "sequence": "17", "id": "a\u001b[31m", "why": "FAR", "answer": "WRONG", "label": "cat"}]}
            """);
    Run decided = Run.of("review", "--decisions", saved);
    assertEquals(0, decided.code(), decided.toString());
    assertTrue(decided.out().contains("week 48: 1 wrong"), decided.toString());
    assertTrue(decided.out().contains(": wrong, it is cat"), decided.toString());
    assertFalse(decided.out().contains("\u001b"), decided.toString());
    assertEquals(2, Run.of("review", bundle).code());
    assertEquals(2, Run.of("review", bundle, "-o", page, "--of-each", "0").code());
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(c -> collect(c, all));
  }

  @Test
  void aBaselineIsBuiltAndShown() throws IOException {
    assertEquals(0, built.code(), built.toString());
    assertTrue(built.out().contains("160 observations, windows of 16"), built.toString());
    assertTrue(
        built.out().contains("\n  of folder training, 160 images by name\n"), built.toString());
    Run shown = Run.of("show", baseline);
    assertEquals(0, shown.code(), shown.toString());
    assertTrue(shown.out().contains("tested signals: brightness"), shown.toString());
    Path page = root.resolve("baseline.html");
    Run made = Run.of("show", baseline, "--report", page);
    assertEquals(0, made.code());
    assertTrue(made.out().endsWith("\n  page: " + page + "\n"), made.toString());
    assertTrue(Files.readString(page).contains("Null report"));
    JsonObject json = Run.of("show", "--json", baseline).json();
    assertEquals("scenes", json.get("name").getAsString());
    assertFalse(json.getAsJsonObject("sight").get("blind").getAsBoolean());
    Run again = Run.of("build", root.resolve("training"), "-o", baseline);
    assertEquals(2, again.code());
    assertTrue(again.err().contains("--out: " + baseline + " (expected: "), again.toString());
    Run alike = Run.of("compare", baseline, baseline, "--report", page);
    assertEquals(0, alike.code(), alike.toString());
    assertTrue(alike.out().endsWith("  page: " + page + "\n"), alike.toString());
    assertTrue(alike.out().contains("0 of"), alike.toString());
    assertEquals(
        0.0,
        Run.of("compare", "--json", baseline, baseline)
            .json()
            .get("driftingWindows")
            .getAsDouble());
  }

  /** The JVM's own exit code of an error is that of a drift. */
  @Test
  void anErrorOfTheMachineIsNoDrift() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream full =
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    Console console = new Console(full, new PrintStream(err, true), false);
    assertEquals(2, Virk.run(console, "show", baseline.toString()));
    assertEquals(
        "virk: failed, java.lang.OutOfMemoryError: Java heap space", err.toString().trim());
  }

  @Test
  void imagesAreReadAsAnImageFolderReadsThem() throws Exception {
    Path folder = Pictures.folder(root.resolve("odd"), 4, 2, 1, 0);
    byte[] whole = Files.readAllBytes(folder.resolve("0000.png"));
    byte[] vast = whole.clone();
    vast[16] = 0x7f; // 2 billion pixels wide
    Files.write(folder.resolve("vast.png"), vast);
    Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.createSymbolicLink(folder.resolve("gone.png"), folder.resolve("nothing"));
    Run run = check(folder, "--json");
    assertEquals(2, run.code(), run.toString());
    JsonObject unreadable = run.json().getAsJsonObject("unreadable");
    assertEquals(Set.of("vast.png", "half.png", "gone.png"), unreadable.keySet(), run.toString());
    assertEquals(2, run.json().get("observations").getAsInt());
    Run early = check(folder, "--report", root);
    assertTrue(early.err().contains("--report: " + root + " (expected: a file"), early.toString());
  }

  @Test
  void aCheckOfHeldOutImagesPassesAndOneOfDarkOnesFails() throws Exception {
    Run clean = check(Pictures.folder(root.resolve("clean"), 2, 64, 1, 0), "--json");
    assertEquals(0, clean.code(), clean.toString());
    assertEquals("normal", clean.json().get("verdict").getAsString());
    Path dark = Pictures.folder(root.resolve("dark"), 3, 64, 0.5, 32);
    Files.writeString(dark.resolve("no <picture> & \"not\" 'one'\u0007.png"), "no picture");
    Path junit = root.resolve("dark.xml");
    Run darkened = check(dark, "--junit", junit);
    assertEquals(1, darkened.code(), darkened.toString());
    assertTrue(darkened.out().contains("darker than the baseline"), darkened.toString());
    assertTrue(darkened.err().contains("1 file could not be read"), darkened.toString());
    Path page = root.resolve("dark.html");
    Run json = check(dark, "--json", "--report", page);
    String html = Files.readString(page).replace("&#39;", "'").replace("&quot;", "\"");
    JsonObject drift = json.json().getAsJsonArray("drifts").get(0).getAsJsonObject();
    assertTrue(html.contains(drift.get("explanation").getAsString()), "as the terminal has it");
    assertTrue(darkened.out().contains("\n  times are not the images' own: "), darkened.toString());
    try (Stream<Path> files = Files.list(root)) {
      assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith(".virk")));
    }
    assertEquals("drift", json.json().get("verdict").getAsString());
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(junit.toFile())
            .getDocumentElement();
    assertEquals("1", suite.getAttribute("failures"));
    String message =
        ((Element) suite.getElementsByTagName("failure").item(0)).getAttribute("message");
    assertTrue(message.contains("darker than the baseline"), message);
    assertTrue(
        suite.getTextContent().contains("no <picture> & \"not\" 'one'\uFFFD.png"),
        suite.getTextContent());
  }

  @Test
  void aFolderThatIsTooSmallIsNotCalledNormal() throws IOException {
    Path junit = root.resolve("few.xml");
    Path few = Pictures.folder(root.resolve("few"), 4, 5, 1, 0);
    Run run = check(few, "--junit", junit);
    assertEquals(2, run.code(), run.toString());
    assertTrue(
        run.out()
            .contains(
                "nothing was judged: 5 observations, a window has 8, and three windows are the"
                    + " least to see a drift by"),
        run.toString());
    assertTrue(Files.readString(junit).contains("errors=\"1\""));
    assertEquals("insufficient", check(few, "--json").json().get("verdict").getAsString());
    Run shorter = check(Pictures.folder(root.resolve("small"), 5, 30, 1, 0));
    assertEquals(0, shorter.code(), shorter.toString());
    assertTrue(shorter.out().contains("windows of 10, the baseline's are of 16"), shorter.out());
  }

  @Tag("slow")
  @Test
  void camerasAreJudgedByThemselvesAndWhatIsNotIsTold() throws IOException {
    Path cameras = root.resolve("cameras");
    Pictures.folder(cameras.resolve("a"), 7, 72, 1, 0);
    Pictures.folder(cameras.resolve("b"), 8, 72, 1, 0);
    Path sliced = root.resolve("sliced.virk");
    Run build =
        Run.of("build", cameras, "-o", sliced, "--slice-by", "camera", "--window", "8", "--json");
    assertEquals(0, build.code(), build.toString());
    assertEquals(3, build.json().getAsJsonArray("slices").size(), build.toString());
    Path stream = root.resolve("of-cameras");
    Pictures.folder(stream.resolve("a"), 9, 40, 1, 0);
    Pictures.folder(stream.resolve("b"), 10, 3, 1, 0);
    Run run = Run.of("check", stream, "-b", sliced);
    assertEquals(0, run.code(), run.toString());
    Run byName = Run.of("check", stream, "-b", sliced, "--slice-of", "^(.)/", "--json");
    assertEquals(0, byName.code(), byName.toString());
    String slices = byName.json().getAsJsonArray("slices").toString();
    assertTrue(slices.contains("camera=a"), slices);
    Pictures.folder(stream.resolve("b"), 11, 40, 0.4, 0);
    Run dark = Run.of("check", stream, "-b", sliced);
    assertEquals(1, dark.code(), dark.toString());
    assertTrue(
        dark.out().contains("  camera b ")
            && dark.out().contains("begins at b/0000.png or before, at the latest at b/"),
        dark.toString());
    assertTrue(dark.out().contains("camera=a                 normal"), dark.toString());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    Run none = check(root.resolve("nowhere"));
    assertEquals(2, none.code());
    assertEquals(
        "virk check: FOLDER: "
            + root.resolve("nowhere")
            + " (expected: an existing folder, .zip of images or IDX file)\n",
        none.err());
    Run noBaseline = Run.of("check", root, "-b", root.resolve("training/0001.png"));
    assertEquals(2, noBaseline.code());
    assertEquals(1, noBaseline.err().lines().count(), noBaseline.toString());
    Run order = Run.of("build", root.resolve("training"), "--order", "shufled");
    assertTrue(
        order.err().contains("'shufled' is no order (expected: name, time or shuffled)"),
        order.toString());
    Run nowhere = Run.of("build", root.resolve("training"), "-o", root.resolve("no/where.virk"));
    assertTrue(nowhere.err().startsWith("virk build: --out: "), nowhere.toString());
    Run verbose = check(root.resolve("nowhere"), "--verbose");
    assertTrue(verbose.err().contains("at io.virk.tools"), verbose.toString());
    Run unknown = Run.of("chekc");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("virk check"), unknown.toString());
    for (String[] words :
        new String[][] {
          {"--false-alarms", "3"},
          {"--false-alarms", "soon"},
          {"--false-alarms", "1e999"},
          {"--order", "backwards"},
          {"--slice-of", "("},
          {"--limit", "0"},
          {"--window", "5"},
          {"--window", "5000"},
          {"--model", "none.onnx"}
        }) {
      Run run = check(root.resolve("training"), words[0], words[1]);
      assertEquals(2, run.code(), run.toString());
      assertTrue(run.err().contains(words[0]), run.toString());
      assertFalse(run.err().contains("\tat "), run.toString());
      assertTrue(
          !words[1].equals("1e999")
              || run.err().contains("(expected: a number of windows, as 1000, or a time, as 7d)"),
          run.toString());
    }
  }

  /** Was told as "no drift", with the exit code 0. */
  @Test
  void aBacktestOfTooLittleSaysThatNothingCanBeSaid() throws IOException {
    Path stream = Pictures.folder(root.resolve("short"), 6, 20, 1, 96);
    Run run = Run.of("backtest", stream, "-b", baseline, "--every", "200ms");
    assertEquals(2, run.code(), run.toString());
    assertTrue(
        run.out()
            .contains(
                "20 observations, 1 window judged: nothing can be said\ntoo few windows were judged"),
        run.toString());
    Run json = Run.of("backtest", "--json", stream, "-b", baseline, "--every", "200ms");
    assertEquals(2, json.code(), json.toString());
    assertFalse(json.json().get("conclusive").getAsBoolean());
    JsonObject all = json.json().getAsJsonArray("streams").get(0).getAsJsonObject();
    assertEquals("UNCOMPARED", all.get("state").getAsString());
    assertEquals(1, all.get("windows").getAsInt());
    assertEquals(3, all.get("missing").getAsInt());
  }

  @Test
  void aBacktestLeavesAnIncidentThatReplaysAndIsDrivenWithOtherSettings() throws IOException {
    Path stream = Pictures.folder(root.resolve("stream"), 6, 160, 0.5, 96);
    Path incidents = root.resolve("incidents");
    Run run =
        Run.of(
            "backtest",
            stream,
            "-b",
            baseline,
            "--fit-accepted",
            "--incidents",
            incidents,
            "--every",
            "200ms",
            "--report",
            root.resolve("run.html"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("drift 1 opened: "), run.toString());
    assertTrue(run.out().contains("160 observations, 10 windows judged: 1 drift"), run.toString());
    assertTrue(Files.size(root.resolve("run.html")) > 10_000);
    assertTrue(run.out().endsWith("  page: " + root.resolve("run.html") + "\n"), run.toString());
    Path bundle;
    try (Stream<Path> files = Files.list(incidents)) {
      bundle = files.filter(f -> f.toString().endsWith(".zip")).findFirst().orElseThrow();
    }
    Run shown = Run.of("show", bundle);
    assertTrue(shown.out().contains("darker than the baseline"), shown.toString());
    assertEquals(shown.out(), Run.of("incident", "show", bundle).out());
    assertEquals(
        "incident", Run.of("incident", "show", "--json", bundle).json().get("kind").getAsString());
    Run replayed = Run.of("incident", "replay", bundle, "-b", baseline);
    assertEquals(0, replayed.code(), replayed.toString());
    assertTrue(replayed.out().startsWith("identical to the last bit"), replayed.toString());
    Run modelled =
        Run.of("incident", "replay", "--json", bundle, "-b", baseline, "--model", "handcrafted");
    assertEquals(0, modelled.code(), modelled.toString());
    assertEquals(0, modelled.json().get("embeddings").getAsInt(), "it has none");
    assertEquals(0, Run.of("incident", "verify", bundle).code());
    Path page = root.resolve("incident.html");
    Run report = Run.of("incident", "report", bundle, "-o", page);
    assertEquals(0, report.code(), report.toString());
    assertTrue(Files.readString(page).contains("darker than the baseline"));
    review(bundle);
    Run wrong = Run.of("incident", "verify", "--json", bundle, baseline);
    assertEquals(2, wrong.code(), wrong.toString());
    assertFalse(wrong.json().get("whole").getAsBoolean());
    Run same = Run.of("backtest", bundle, "-b", baseline);
    assertEquals(1, same.code(), same.toString());
    Run patient = Run.of("backtest", bundle, "-b", baseline, "--emission", "9/9/2");
    assertEquals(0, patient.code(), patient.toString());
    assertTrue(patient.out().contains("with these settings: "), patient.toString());
    assertTrue(Run.of("backtest", "--json", bundle, "-b", baseline).json().has("drifts"));
    assertEquals(2, Run.of("backtest", bundle, "-b", baseline, "--incidents", root).code());
  }

  @Test
  void whatIsNoWholeImageIsLeftOutAsItIsOfABaseline() throws IOException {
    Path folder = Pictures.folder(root.resolve("cut"), 3, 24, 1, 0);
    Path whole = folder.resolve("whole.jpg");
    ImageIO.write(ImageIO.read(folder.resolve("0000.png").toFile()), "jpg", whole.toFile());
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("zcut.jpg"), Arrays.copyOf(bytes, bytes.length / 2));
    JsonObject json = Run.of("check", folder, "-b", baseline, "--json").json();
    assertEquals(25, json.get("observations").getAsInt());
    assertTrue(json.getAsJsonObject("unreadable").has("zcut.jpg"), json.toString());
  }

  @Test
  void theDoctorSaysWhatThereIsAndShellsComplete() {
    Run doctor = Run.of("doctor", "--json");
    assertTrue(doctor.code() < 2, doctor.toString());
    assertTrue(doctor.json().has("kernels"), doctor.toString());
    assertTrue(doctor.json().get("findings").getAsJsonArray().size() >= 5, doctor.toString());
    assertTrue(Run.of("completion").out().contains("complete -F _complete_virk"));
  }
}
