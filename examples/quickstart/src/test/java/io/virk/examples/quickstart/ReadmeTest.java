package io.virk.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README compiles as it stands there. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String BEFORE =
      """
      import io.virk.*;
      import io.virk.baseline.*;
      import io.virk.detect.*;
      import io.virk.embed.*;
      import io.virk.image.*;
      import io.virk.onnx.*;
      import io.virk.sampling.*;
      import java.nio.file.Path;
      class Snippet {
        void page(String text) {}
        void warn(Throwable cause) {}
        void run(Frame frame, float[] logits) {
      """;

  @TempDir private Path classes;

  @Test
  void theExampleCompiles() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    Matcher matcher = JAVA.matcher(readme);
    assertTrue(matcher.find(), "the README has a Java example");
    String source = BEFORE + matcher.group(1) + "  }\n}\n";
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    boolean compiled =
        compiler
            .getTask(
                null,
                null,
                problems,
                List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none"),
                null,
                List.of(file))
            .call();
    assertEquals(List.of(), problems.getDiagnostics());
    assertTrue(compiled);
  }
}
