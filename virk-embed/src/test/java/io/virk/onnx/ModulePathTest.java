package io.virk.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.virk.process.Child;
import io.virk.stats.Acceleration;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A modular host that requires {@code io.virk.core} and {@code io.virk.embed} is compiled and
 * started on the module path, with no other option. Its sources lie in src/test/modular.
 */
@Tag("slow")
class ModulePathTest {
  private static final String LIBRARIES =
      ".*(virk-(stats|core|embed)[/\\\\](target[/\\\\])?[^/\\\\]*"
          + "|(gson|HdrHistogram|slf4j-api|slf4j-simple|uplot|ejml-ddense|ejml-core|onnxruntime\\w*)"
          + "-[0-9.]+jar)";

  @TempDir private Path folder;

  private static String modulePath() {
    return Stream.of(Child.classPath().split(File.pathSeparator))
        .filter(entry -> entry.matches(LIBRARIES) && !entry.contains("test"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path compile() throws IOException {
    Path classes = folder.resolve("host");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-d", classes.toString(), "--module-path", modulePath()));
    try (Stream<Path> sources = Files.walk(Path.of("src/test/modular"))) {
      sources.filter(Files::isRegularFile).forEach(f -> arguments.add(f.toString()));
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
    return classes;
  }

  private String run(List<String> options, Path... arguments) throws Exception {
    List<String> command = Child.jvm(options.toArray(String[]::new));
    command.addAll(List.of("--module-path", compile() + File.pathSeparator + modulePath()));
    command.addAll(List.of("--module", "io.example.host/io.example.host.Host"));
    Stream.of(arguments).map(Path::toString).forEach(command::add);
    return Child.run(folder, command);
  }

  @Test
  void aModularHostStartsWithoutAFlag() throws Exception {
    Path model = TinyOnnx.identity("embedding", "N", 3, 2, 2).write(folder.resolve("tiny.onnx"));
    String said = run(List.of(), model, folder);
    for (String line :
        List.of(
            "drifts 1",
            "restored 1",
            "replayed true",
            "charts true",
            "module io.virk.core",
            "kernels scalar")) {
      assertTrue(said.lines().anyMatch(line::equals), line + " of " + said);
    }
    assertTrue(said.lines().anyMatch(l -> l.matches("version \\d+\\.\\d+.*")), said);
  }

  @Test
  void itsKernelsReadTheIncubatorModule() throws Exception {
    assumeTrue(
        !Acceleration.inUse().reason().contains("fused") && Runtime.version().feature() <= 25,
        "no kernels of the Vector API here");
    String said = run(List.of("--add-modules", "jdk.incubator.vector"));
    assertTrue(said.lines().anyMatch(l -> l.startsWith("kernels vector ")), said);
  }
}
