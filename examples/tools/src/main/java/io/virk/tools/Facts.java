package io.virk.tools;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.virk.CheckpointFacts;
import io.virk.baseline.Baseline;
import io.virk.baseline.facts.Provenance;
import io.virk.detect.Slice;
import io.virk.embed.EmbedderProvenance;
import io.virk.event.Exemplar;
import io.virk.event.Sight;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.VectorSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What VIRK's files say, in words and as JSON. */
final class Facts {
  private static final int SLICES = 12;

  private Facts() {}

  static JsonElement parsed(String json) {
    return JsonParser.parseString(json);
  }

  /** A baseline as JSON. */
  static Json json(Baseline b, Sight sight) {
    Provenance p = b.provenance();
    return Json.of("kind", "baseline")
        .with("name", b.name())
        .with("hash", b.hash())
        .with("created", p.created())
        .with("version", p.libraryVersion())
        .with("source", p.source())
        .with("observations", p.seen())
        .with("window", b.window())
        .with("sliceBy", b.sliceKey().orElse(null))
        .with("slices", b.slices().stream().map(Slice::toString).toList())
        .with("context", b.contextKey().orElse(null))
        .with("contexts", b.contexts())
        .with("model", p.embedder().map(EmbedderProvenance::model).orElse(null))
        .with("modelSha256", p.modelSha256().orElse(null))
        .with("preprocessing", p.preprocessing().orElse(null))
        .with("tensor", p.tensor().orElse(null))
        .with("flaws", p.flaws())
        .with("parents", p.parents())
        .with(
            "signals",
            b.schema().signals().stream()
                .map(
                    s ->
                        Json.of("name", s.name())
                            .with("kind", kind(s))
                            .with("role", s.role().name().toLowerCase(Locale.ROOT))
                            .with("source", s.source()))
                .toList())
        .with("sight", Json.sight(sight));
  }

  /** A baseline in words. */
  static List<String> lines(Baseline b, Sight sight) {
    Provenance p = b.provenance();
    List<String> lines = new ArrayList<>();
    lines.add("baseline " + Console.clean(b.name()) + ", " + b.hash());
    lines.add(
        "  made "
            + Console.time(p.created().toEpochMilli())
            + " by VIRK "
            + p.libraryVersion()
            + " of "
            + source(p));
    p.modelSha256()
        .ifPresent(
            sha ->
                lines.add(
                    "  model "
                        + p.embedder().map(e -> Console.clean(e.model()) + ", ").orElse("")
                        + "SHA-256 "
                        + sha));
    p.preprocessing().ifPresent(words -> lines.add("  its input: " + Console.clean(words)));
    p.tensor().ifPresent(words -> lines.add("  tensors: " + Console.clean(words)));
    lines.add("  keeps images of " + p.capturePolicy());
    lines.add("  windows of " + b.window() + " observations");
    b.sliceKey()
        .ifPresent(
            key ->
                lines.add(
                    "  sliced by "
                        + Console.clean(key)
                        + ", with references of their own: "
                        + named(b.slices().stream().filter(s -> !s.isAll()).toList())));
    b.contextKey()
        .ifPresent(
            key ->
                lines.add(
                    "  the context is "
                        + Console.clean(key)
                        + ": "
                        + String.join(", ", b.contexts())));
    if (!p.flaws().isEmpty()) {
      lines.add("  unusable parts of observations: " + p.flaws());
    }
    if (!p.parents().isEmpty()) {
      lines.add("  made from " + String.join(", ", p.parents()));
    }
    for (Signal.Role role : Signal.Role.values()) {
      lines.add(
          "  "
              + role.name().toLowerCase(Locale.ROOT)
              + " signals: "
              + b.schema().signals().stream()
                  .filter(s -> s.role() == role)
                  .map(s -> Console.clean(s.name()))
                  .collect(Collectors.joining(", ")));
    }
    sight(sight).forEach(line -> lines.add("  " + line));
    return lines;
  }

  /** What a baseline sees, of which nothing has come yet: the last sentence is of its pace. */
  static List<String> sight(Sight sight) {
    List<String> words = sight.inWords();
    return words.subList(0, words.size() - 1);
  }

  private static String source(Provenance p) {
    String source = Console.clean(p.source());
    String all = p.seen() + " observations";
    return source.equals(all) ? all : source + " (" + all + ")";
  }

  private static String kind(Signal signal) {
    if (signal instanceof ScalarSignal) {
      return "scalar";
    }
    return signal instanceof VectorSignal
        ? "vector"
        : signal instanceof CategoricalSignal ? "categorical" : "other";
  }

  private static String named(List<Slice> slices) {
    return slices.isEmpty()
        ? "none"
        : slices.stream().limit(SLICES).map(Slice::toString).collect(Collectors.joining(", "))
            + (slices.size() > SLICES ? " and " + (slices.size() - SLICES) + " more" : "");
  }

  /** An incident as JSON. */
  static Json json(Incident i) {
    Map<String, Object> observations = new LinkedHashMap<>();
    for (Exemplar.Role role : Exemplar.Role.values()) {
      observations.put(role.name().toLowerCase(Locale.ROOT), i.observations(role).size());
    }
    return Json.of("kind", "incident")
        .with("name", i.name())
        .with("monitor", i.provenance().monitor())
        .with("baseline", i.provenance().baseline())
        .with("baselineHash", i.provenance().baselineHash())
        .with("version", i.provenance().version())
        .with("java", i.provenance().java())
        .with("kernels", i.provenance().kernels())
        .with("reason", i.reason())
        .with("opened", Instant.ofEpochMilli(i.openedMillis()))
        .with("reopened", i.reopened())
        .with(
            "drift",
            i.drift().isPresent() && i.diagnosis().isPresent()
                ? Json.drift(i.drift().get(), i.diagnosis().get())
                : null)
        .with(
            "history",
            i.history().stream()
                .map(
                    c ->
                        Json.of("kind", c.kind().name().toLowerCase(Locale.ROOT))
                            .with("number", c.at().sequence())
                            .with("time", Instant.ofEpochMilli(c.at().epochMillis()))
                            .with("words", c.words()))
                .toList())
        .with("observations", observations)
        .with("pictures", i.observations().stream().filter(o -> o.image().isPresent()).count())
        .with("givenUp", i.givenUp())
        .with("replayable", i.tape().isPresent());
  }

  /** An incident in words. */
  static List<String> lines(Incident i) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "incident "
            + Console.clean(i.name())
            + " of "
            + Console.clean(i.provenance().monitor())
            + ": "
            + Console.clean(i.headline()));
    lines.add("  opened " + Console.time(i.openedMillis()));
    i.diagnosis()
        .ifPresent(
            d -> {
              lines.add("  " + Console.clean(d.explanation()));
              lines.add("  to do: " + Console.clean(d.recommendedAction()));
              lines.add("  " + Console.clean(d.step().whoAndWhen()));
            });
    i.drift().ifPresent(d -> lines.add("  onset " + Console.clean(d.onset().inWords())));
    lines.add("  what was said, and when:");
    for (IncidentChapter c : i.history()) {
      lines.add(
          "    "
              + Console.time(c.at().epochMillis())
              + " observation "
              + c.at().sequence()
              + ", "
              + c.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ": "
              + Console.clean(c.words()));
    }
    lines.add(
        "  observations: "
            + Arrays.stream(Exemplar.Role.values())
                .filter(role -> !i.observations(role).isEmpty())
                .map(
                    role ->
                        i.observations(role).size() + " " + role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))
            + "; "
            + Console.count(
                i.observations().stream().filter(o -> o.image().isPresent()).count(), "picture")
            + (i.givenUp() > 0 ? "; " + i.givenUp() + " more found no room" : ""));
    lines.add(
        "  baseline "
            + Console.clean(i.provenance().baseline())
            + ", "
            + Console.clean(i.provenance().baselineHash()));
    lines.add(
        "  by VIRK "
            + Console.clean(i.provenance().version())
            + ", Java "
            + Console.clean(i.provenance().java())
            + ", "
            + Console.clean(i.provenance().kernels())
            + " kernels; "
            + (i.tape().isPresent()
                ? "can be replayed"
                : "cannot be replayed, for it has no tape"));
    return lines;
  }

  /** A checkpoint as JSON. */
  static Json json(CheckpointFacts c) {
    return Json.of("kind", "checkpoint")
        .with("baselineHash", c.baselineHash())
        .with("observations", c.observations())
        .with("nextSequence", c.nextSequence())
        .with("watchedSeconds", c.ran().toMillis() / 1000.0)
        .with("windows", c.windows())
        .with("sliceBy", c.sliceKey().isEmpty() ? null : c.sliceKey())
        .with("settings", c.settings())
        .with("signals", c.signals())
        .with("open", c.open().stream().map(d -> d.number() + ": " + d.where()).toList());
  }

  /** A checkpoint in words. */
  static List<String> lines(CheckpointFacts c) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "checkpoint of a monitor that has judged "
            + Console.count(c.observations(), "observation")
            + " in "
            + words(c.ran()));
    lines.add("  goes by the baseline " + Console.clean(c.baselineHash()));
    lines.add(
        "  windows of "
            + Console.clean(c.windows())
            + (c.sliceKey().isEmpty() ? "" : ", sliced by " + Console.clean(c.sliceKey())));
    c.settings().forEach((key, value) -> lines.add("  " + Console.clean(key + ": " + value)));
    lines.add("  signals: " + Console.clean(String.join(", ", c.signals())));
    lines.add(
        c.open().isEmpty()
            ? "  no drift is open"
            : "  open: "
                + c.open().stream()
                    .map(d -> "drift " + d.number() + " of " + Console.clean(d.where()))
                    .collect(Collectors.joining(", ")));
    return lines;
  }

  /** About how long something is. */
  static String words(Duration span) {
    double seconds = span.toMillis() / 1000.0;
    if (seconds < 1) {
      return Console.format("%.0f ms", 1000 * seconds);
    }
    if (seconds < 120) {
      return Console.format("%.1f s", seconds);
    }
    if (seconds < 7200) {
      return Console.format("%.0f min", seconds / 60);
    }
    return seconds < 172_800
        ? Console.format("%.1f h", seconds / 3600)
        : Console.format("%.1f days", seconds / 86_400);
  }
}
