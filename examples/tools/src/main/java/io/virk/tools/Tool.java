package io.virk.tools;

import io.virk.Backtest;
import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.event.Sight;
import io.virk.image.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands share. */
@Command
abstract class Tool implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  private Virk virk() {
    return (Virk) spec.root().userObject();
  }

  Console console() {
    return virk().console;
  }

  boolean json() {
    return virk().json;
  }

  void say(String line) {
    console().say(line);
  }

  /** Where the page is; nothing if none was asked for. */
  void sayPage(Path report) {
    if (report != null) {
      say("  page: " + Console.clean(report.toString()));
    }
  }

  /** Prints JSON if it was asked for; whether it was. */
  boolean said(Json json) {
    if (json()) {
      say(json.toString());
    }
    return json();
  }

  Progress progress() {
    return new Progress(console(), System::nanoTime);
  }

  static IllegalArgumentException wrong(String argument, Object value, String rule) {
    return new IllegalArgumentException(
        argument + ": " + Console.clean(String.valueOf(value)) + " (expected: " + rule + ")");
  }

  /** Checks before anything takes long whether a file can be written at its end. */
  static void checkFolder(String argument, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean writable = folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!writable || Files.isDirectory(file)) {
      throw wrong(argument, file, "a file in a folder that exists and can be written to");
    }
  }

  /** Reads a baseline; the message of what is wrong names the argument. */
  static Baseline baseline(String argument, Path file) {
    if (!Files.isRegularFile(file)) {
      throw wrong(argument, file, "a baseline's file, as virk build writes it");
    }
    return Baseline.load(file);
  }

  /** What a baseline sees, whether its model is at hand or not. */
  static Sight sight(Baseline baseline) {
    var settings = Monitor.builder(baseline).blindAccepted().mismatchAccepted();
    if (baseline.provenance().embedder().isPresent()) {
      settings.embedder(absent(baseline, baseline.provenance().embedder().get()));
    }
    try (Backtest.Run run = Backtest.of(settings).start()) {
      return run.result().sight().orElseThrow();
    }
  }

  /** Stands for a model that is not needed. */
  static Embedder absent(Baseline baseline, EmbedderProvenance provenance) {
    return new Absent(baseline, provenance);
  }

  private record Absent(Baseline baseline, EmbedderProvenance provenance) implements Embedder {
    @Override
    public int embeddingLength() {
      return baseline.embeddingLength();
    }

    @Override
    public int logitsLength() {
      return baseline.logitsLength();
    }

    @Override
    public Embeddings embed(List<Frame> frames) {
      throw new IllegalStateException("the model is not at hand");
    }

    @Override
    public void close() {}
  }
}
