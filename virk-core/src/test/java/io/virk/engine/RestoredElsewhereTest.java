package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.virk.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that goes on in another JVM. In plain Java it is the same on every JDK, to the last bit.
 * Kernels of the Vector API add up in another order, so that where they are in use before or after
 * alone, what is restored is the same to the last bit and what is computed of it afterwards to four
 * digits. The other JDK is the one that {@code VIRK_OTHER_JDK} names, as {@code .ci/run} does.
 */
@Tag("slow")
@Tag("once")
class RestoredElsewhereTest {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?");
  private static final Path THIS = Path.of(System.getProperty("java.home"));

  @TempDir private static Path folder;

  /** Where engines ran through, by JDK and kernels. */
  private static final Map<String, Path> THROUGH = new HashMap<>();

  private static Path other() {
    String other = System.getenv("VIRK_OTHER_JDK");
    assumeTrue(other != null, "VIRK_OTHER_JDK names no second JDK: nothing is restored on one");
    return Path.of(other);
  }

  /** Runs an engine through, or on from where another one was, and gives its folder. */
  private static Path run(Path jdk, boolean vector, Path... from) throws Exception {
    Path to = Files.createTempDirectory(folder, "run");
    Streams.contexts().save(to.resolve("line.virk"));
    List<String> jvm =
        vector ? Child.jvm(jdk, "--add-modules", "jdk.incubator.vector") : Child.jvm(jdk);
    List<String> command = Child.program(jvm, EngineElsewhere.class, to);
    for (Path path : from) {
      command.add(path.toString());
    }
    String said = Child.run(to, command);
    assumeTrue(
        said.contains("kernels " + (vector ? "vector" : "scalar")),
        "no kernels of the Vector API here: " + said);
    return to;
  }

  private static Path through(Path jdk, boolean vector) throws Exception {
    String key = jdk + " " + vector;
    if (!THROUGH.containsKey(key)) {
      THROUGH.put(key, run(jdk, vector));
    }
    return THROUGH.get(key);
  }

  private static List<String> lines(Path run, int at) throws IOException {
    return Files.readAllLines(run.resolve(EngineElsewhere.lines(at))).stream()
        .filter(l -> !l.startsWith("Failed")) // counts begin anew
        .toList();
  }

  private static byte[] bytes(Path run, String file) throws IOException {
    return Files.readAllBytes(run.resolve(file));
  }

  /** With every number to its last bit: JDK 19 and later write some of them shorter. */
  private static List<String> exact(List<String> lines) {
    return lines.stream()
        .map(
            line ->
                NUMBER
                    .matcher(line)
                    .replaceAll(n -> Double.toHexString(Double.parseDouble(n.group()))))
        .toList();
  }

  private static void same(Path whole, Path restored) throws IOException {
    for (int at : EngineElsewhere.AT) {
      assertEquals(exact(lines(whole, at)), exact(lines(restored, at)), "from " + at);
      assertArrayEquals(
          bytes(whole, EngineElsewhere.end(at)),
          bytes(restored, EngineElsewhere.end(at)),
          "state from " + at);
    }
    List<String> first = lines(whole, EngineElsewhere.AT.get(0));
    assertTrue(first.stream().anyMatch(l -> l.startsWith("DriftOpened")), "no drift: says nothing");
  }

  private static void alike(Path whole, Path restored) throws IOException {
    for (int at : EngineElsewhere.AT) {
      assertArrayEquals(
          bytes(whole, EngineElsewhere.snapshot(at)),
          bytes(restored, EngineElsewhere.restoredSnapshot(at)),
          "what was restored at " + at);
      List<String> expected = lines(whole, at);
      List<String> said = lines(restored, at);
      assertEquals(expected.size(), said.size(), "lines from " + at);
      for (int i = 0; i < expected.size(); i++) {
        alike(expected.get(i), said.get(i));
      }
    }
  }

  private static void alike(String expected, String said) {
    assertEquals(NUMBER.matcher(expected).replaceAll("#"), NUMBER.matcher(said).replaceAll("#"));
    Matcher a = NUMBER.matcher(expected);
    Matcher b = NUMBER.matcher(said);
    while (a.find() && b.find()) {
      double number = Double.parseDouble(a.group());
      double error = Math.abs(number - Double.parseDouble(b.group()));
      assertTrue(error <= 1e-4 * (1 + Math.abs(number)), () -> expected + "\n" + said);
    }
  }

  @Test
  void onAnotherJdkItIsTheSame() throws Exception {
    Path other = other();
    Path whole = through(THIS, false);
    same(whole, run(other, false, whole));
    same(through(other, false), run(THIS, false, whole));
  }

  @Test
  void withKernelsBeforeOrAfterItIsAsGood() throws Exception {
    Path whole = through(THIS, true);
    alike(whole, run(THIS, false, whole));
    Path plain = through(THIS, false);
    alike(plain, run(THIS, true, plain));
  }

  @Test
  void withKernelsOnAnotherJdkItIsAsGood() throws Exception {
    Path other = other();
    Path whole = through(THIS, true);
    alike(whole, run(other, false, whole));
    Path ofTheOther = through(other, true);
    alike(ofTheOther, run(THIS, false, ofTheOther));
  }
}
