package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * README and docs say what is so: all Java compiles as it stands there, each block by itself (what
 * blocks without imports take from their host, a frame, a registry, a detector of its own, is
 * declared here), links lead somewhere, quoted messages exist.
 */
class DocsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path README = ROOT.resolve("README.md");

  /** A stranger reads no more. */
  private static final int LONGEST_README = 9_000;

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  private static final String HOST =
      """
      import io.micrometer.core.instrument.MeterRegistry;
      import io.virk.*;
      import io.virk.baseline.*;
      import io.virk.capture.*;
      import io.virk.cause.*;
      import io.virk.detect.*;
      import io.virk.diagnose.*;
      import io.virk.embed.*;
      import io.virk.event.*;
      import io.virk.fleet.*;
      import io.virk.image.*;
      import io.virk.incident.*;
      import io.virk.label.*;
      import io.virk.metrics.*;
      import io.virk.onnx.*;
      import io.virk.report.*;
      import io.virk.sampling.*;
      import io.virk.signal.*;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;

      abstract class Host {
        Frame frame;
        byte[] pixels, secret;
        Cause oilOnTheLens;
        float[] embedding, logits, embeddings, scores, corners, sureness;
        int[] types;
        int count;
        byte[] ids;
        Baseline baseline;
        Monitor monitor;
        Detector mine;
        MeterRegistry registry;
        String sha256OfTheModelFile;

        abstract void page(String text);

        abstract void warn(String what);

        void run() {
      """;
  @TempDir private Path classes;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(p -> p.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void theReadmeIsShort() throws IOException {
    long length = Files.size(README);
    assertTrue(length <= LONGEST_README, length + " bytes");
  }

  @Tag("slow")
  @TestFactory
  List<DynamicTest> everyBlockCompiles() throws IOException {
    List<DynamicTest> blocks = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher matcher = JAVA.matcher(text);
      while (matcher.find()) {
        String block = matcher.group(1);
        long line = text.substring(0, matcher.start(1)).lines().count() + 1;
        String name = page.getFileName() + ", line " + line;
        blocks.add(DynamicTest.dynamicTest(name, () -> assertCompiles(block)));
      }
    }
    assertTrue(blocks.size() > 10, blocks.size() + " blocks of Java");
    return blocks;
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        Path to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        boolean found =
            Files.exists(to) && (link.group(2) == null || anchors(to).contains(link.group(2)));
        if (!found) {
          dead.add(page.getFileName() + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  /** Of the headings of a page, as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(h -> "#" + h.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(h -> h.replaceAll("[^#a-z0-9 -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void everyMessageOfTroubleshootingExists() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String module : List.of("virk-core", "virk-embed")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sources.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    }
    String joined = sources.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    List<String> messages = MESSAGE.matcher(page).results().map(m -> m.group(1)).toList();
    assertTrue(messages.size() > 10, messages.toString());
    assertEquals(List.of(), messages.stream().filter(m -> !joined.contains(m)).toList());
  }

  private void assertCompiles(String block) {
    String source = block.startsWith("import ") ? block : HOST + block + "  }\n}\n";
    String name = block.startsWith("import ") ? "Watch" : "Host";
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    boolean compiled = compiler.getTask(null, null, problems, options, null, List.of(file)).call();
    assertEquals(List.of(), problems.getDiagnostics());
    assertTrue(compiled);
  }
}
