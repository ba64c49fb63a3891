package io.virk.tools;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.facts.BaselineProgress;
import io.virk.embed.Embedder;
import io.virk.event.Sight;
import io.virk.image.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "build",
    description = "Builds a baseline from a folder of images, or of NumPy arrays.",
    footer = {
      "",
      "The input is a folder of images, a .zip of them, an IDX file, or a folder with embeddings.npy,",
      "logits.npy, predictions.npy or labels.npy (and sources.npy, slices.npy, contexts.npy) in it.",
      "Exit codes: 0 built; 2 an error, or it was built and can judge nothing."
    })
final class BuildCommand extends Tool {
  @Parameters(paramLabel = "INPUT", description = "What is normal.")
  Path input;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where the baseline goes, for example line-3.virk.")
  Path out;

  @Option(names = "--force", description = "Replaces that file if it is there.")
  boolean force;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the baseline is called; default: the file's name.")
  String name;

  @Option(names = "--slice-by", paramLabel = "TAG", description = "The tag that slices, as camera.")
  String sliceBy;

  @Option(
      names = "--context",
      paramLabel = "TAG",
      description = "The tag whose values are different normal states, as daylight.")
  String context;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Observations of a window; default: 32.")
  Integer window;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "Keeps so many pictures of a slice in the file, to be shown; default: none.")
  Integer pictures;

  @Option(
      names = "--repeats-allowed",
      description = "Takes images that are the same to the byte as part of the scene.")
  boolean repeats;

  @Option(
      names = "--null-report",
      description = "Prints which false alarms held-back windows of the input gave.")
  boolean nullReport;

  @Mixin StreamOptions stream;
  @Mixin ModelOptions model;

  @Override
  public Integer call() {
    if (Files.exists(out) && !force) {
      throw wrong("--out", out, "a file that is not there yet, or --force");
    }
    checkFolder("--out", out);
    String called = name == null ? nameOf(out) : name;
    try (Recorded recorded = stream.open("INPUT", input, sliceBy, context);
        Progress progress = progress()) {
      Optional<Embedder> embedder = model.open();
      try {
        Baseline baseline = build(called, recorded, embedder, progress);
        progress.hide();
        baseline.save(out);
        return tell(baseline, recorded);
      } finally {
        embedder.ifPresent(Embedder::close);
      }
    }
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".virk") ? name.substring(0, name.length() - 5) : name;
  }

  private Baseline build(
      String called, Recorded recorded, Optional<Embedder> embedder, Progress progress) {
    BaselineBuilder builder = Baseline.builder(called);
    embedder.ifPresent(builder::embedder);
    if (sliceBy != null) {
      builder.sliceBy(sliceBy);
    }
    if (context != null) {
      builder.context(context);
    }
    if (window != null) {
      builder.window(window);
    }
    if (pictures != null) {
      builder.pictures(pictures, Redactor.NONE);
    }
    if (repeats) {
      builder.repeatsAllowed();
    }
    builder.progress(p -> tell(progress, p, recorded.size()));
    if (recorded instanceof RecordedImages images && images.foldersOfNothing() > 1) {
      console()
          .note(
              "note: "
                  + images.foldersOfNothing()
                  + " folders are read one after the other; if they are classes, --order shuffled;"
                  + " if they are cameras, --slice-by camera");
    }
    if (recorded instanceof RecordedImages images) {
      builder.images(images.folder(), images::describe);
    } else {
      recorded.forEach(builder::add);
    }
    return builder.build();
  }

  private static void tell(Progress progress, BaselineProgress p, long size) {
    boolean reads = p.phase() == BaselineProgress.Phase.READING;
    progress.at(
        p.phase().name().toLowerCase(Locale.ROOT),
        p.done(),
        reads && p.total() < 0 ? size : p.total());
  }

  private int tell(Baseline baseline, Recorded recorded) {
    Sight sight = sight(baseline);
    Unread.tell(this, recorded);
    if (!said(
        Facts.json(baseline, sight)
            .with("file", out)
            .with("unreadable", recorded.unreadable())
            .with(
                "nullReport", nullReport ? Facts.parsed(baseline.nullReport().toJson()) : null))) {
      say(
          Console.clean(out.toString())
              + ": "
              + Console.count(baseline.provenance().seen(), "observation")
              + ", windows of "
              + baseline.window());
      say("  of " + Console.clean(baseline.provenance().source()));
      Facts.sight(sight).forEach(line -> say("  " + line));
      if (nullReport) {
        say("");
        say(baseline.nullReport().toText().stripTrailing());
      }
    }
    if (sight.isBlind()) {
      console().note("virk build: no detector can judge by this baseline: more observations");
      return Virk.ERROR;
    }
    return Virk.OK;
  }
}
