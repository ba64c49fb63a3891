package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.process.Child;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * Runs the jcstress tests of this module in JVMs of their own: for a short while, with the C2
 * compiler alone. Longer, and with every compiler, by
 *
 * <pre>
 * mvn -pl virk-core -am test -Dtest=StressTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dvirk.stress="-m quick"
 * </pre>
 *
 * <p>in which the modes are jcstress's (quick, default, tough) and any of its options may follow,
 * {@code -t SlotRing} for example.
 */
@Tag("stress")
class StressTest {
  private static final String SHORT =
      "-f 1 -fsm 0 -iters 1 -time 250 -sc false -af NONE -jvmArgs -XX:-TieredCompilation";

  private static final Pattern VERDICT = Pattern.compile("\\[(\\w+)] (io\\.virk\\.[\\w.]+)");
  private static final Pattern COUNTS =
      Pattern.compile("(\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

  @Test
  void noRaceHasAForbiddenOutcome(@TempDir Path folder) throws IOException, InterruptedException {
    String options = System.getProperty("virk.stress", SHORT);
    List<String> command = Child.jvm("-cp", Child.classPath(), "org.openjdk.jcstress.Main", "-v");
    command.addAll(List.of("-r", folder.toString()));
    command.addAll(List.of(options.split(" ")));
    File log = folder.resolve("log").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    int status = process.waitFor();
    String text = Files.readString(log.toPath(), StandardCharsets.UTF_8);

    Set<String> passed = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (MatchResult verdict : VERDICT.matcher(text).results().toList()) {
      (verdict.group(1).equals("OK") ? passed : others).add(verdict.group(2));
    }
    assertEquals(Set.of(), others, text);
    assertEquals(0, status, text);
    // a test whose state cannot be made is a "soft error" to jcstress, and skipped
    List<MatchResult> counts = COUNTS.matcher(text).results().toList();
    assertTrue(!counts.isEmpty(), text);
    MatchResult last = counts.get(counts.size() - 1);
    assertEquals(
        List.of("0", "0", "0"), List.of(last.group(2), last.group(3), last.group(4)), text);
    assertTrue(!passed.isEmpty(), text);
    if (!options.contains("-t ")) {
      assertEquals(all(), passed, text);
    }
    if (options != SHORT) {
      System.out.println(text);
    }
  }

  private static Set<String> all() {
    return Stream.of(CaptureStress.class, SlotRingStress.class, SlotLeaseStress.class)
        .flatMap(page -> Stream.of(page.getDeclaredClasses()))
        .filter(test -> test.isAnnotationPresent(JCStressTest.class))
        .map(Class::getCanonicalName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
