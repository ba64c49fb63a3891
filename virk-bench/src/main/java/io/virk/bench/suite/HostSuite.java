package io.virk.bench.suite;

import io.virk.bench.host.HostModel;
import io.virk.bench.host.HostOptions;
import io.virk.bench.host.HostRow;
import io.virk.bench.host.HostRun;
import io.virk.bench.host.HostTable;
import io.virk.bench.host.OnnxHostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A host with VIRK and without it, as a part of the suite. */
public final class HostSuite {
  /** The group's word on the command line. */
  public static final String WORD = "host";

  private static final String MODEL = "data/models/squeezenet1.1-imagenet-emb.onnx";

  private HostSuite() {}

  /** The model of the folder of {@code -Dvirk.shared}; empty if it is not there. */
  public static Optional<Path> model() {
    Path model = Path.of(System.getProperty("virk.shared", "../shared")).resolve(MODEL);
    return Files.exists(model) ? Optional.of(model) : Optional.empty();
  }

  /**
   * Runs a host in this JVM.
   *
   * @param model its file; without one it is left out with a word
   * @param options how
   * @param lines gets what is told meanwhile
   * @return results of nothing else; with what failed, whatever that is, for what was measured
   *     before it is not to be lost
   */
  public static Results run(Optional<Path> model, HostOptions options, Consumer<String> lines) {
    Environment environment =
        Environment.now(
            options.warmUp()
                ? new RowRun.Effort(0, 0, 1, 1, options.millis())
                : RowRun.Effort.QUICK);
    long begin = System.nanoTime();
    List<HostRow> rows = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    if (model.isEmpty()) {
      leftOut.add(WORD + ": no " + MODEL + " in the folder of -Dvirk.shared, ../shared without it");
      lines.accept("left out: " + leftOut.get(0));
    } else {
      try (HostModel host = new OnnxHostModel(model.get())) {
        HostRun.Result result = HostRun.run(host, options, lines);
        rows.addAll(result.rows());
        failed.addAll(result.failed());
        failed.forEach(line -> lines.accept("FAILED: " + line));
      } catch (IOException | RuntimeException | LinkageError e) { // no room, no native library
        failed.add(WORD + ": " + e);
        lines.accept("FAILED: " + failed.get(failed.size() - 1));
      }
    }
    return new Results(
            Results.FORMAT,
            environment.after((System.nanoTime() - begin) / 1e9),
            List.of(),
            List.of(),
            leftOut,
            failed)
        .withHost(rows);
  }

  /** Both loops as tables in Markdown. */
  public static String markdown(Results results) {
    StringBuilder out = new StringBuilder();
    for (String loop : results.host().stream().map(HostRow::loop).distinct().toList()) {
      out.append("\n## ").append(loop).append("\n\n");
      out.append(
          HostTable.markdown(results.host().stream().filter(r -> r.loop().equals(loop)).toList()));
    }
    return out.toString();
  }
}
