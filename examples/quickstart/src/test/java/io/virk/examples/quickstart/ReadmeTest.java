package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * All Java of the README compiles as it stands there, each block by itself. What the blocks take
 * from their host (a frame, a registry, a detector of its own) is declared here.
 */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

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
      import io.virk.image.*;
      import io.virk.metrics.*;
      import io.virk.onnx.*;
      import io.virk.sampling.*;
      import io.virk.signal.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.List;

      abstract class Host {
        Frame frame;
        byte[] pixels;
        Cause oilOnTheLens;
        float[] embedding, logits, embeddings, scores;
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

  @Tag("slow")
  @TestFactory
  List<DynamicTest> everyBlockCompiles() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    List<DynamicTest> blocks = new ArrayList<>();
    Matcher matcher = JAVA.matcher(readme);
    while (matcher.find()) {
      String block = matcher.group(1);
      long line = readme.substring(0, matcher.start(1)).lines().count() + 1;
      blocks.add(DynamicTest.dynamicTest("line " + line, () -> assertCompiles(block)));
    }
    assertTrue(blocks.size() > 1, "the README has " + blocks.size() + " blocks of Java");
    return blocks;
  }

  private void assertCompiles(String block) {
    String source = HOST + block + "  }\n}\n";
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Host.java"), JavaFileObject.Kind.SOURCE) {
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
