package io.virk.incident;

import io.virk.baseline.facts.StatedModel;
import io.virk.detect.ClosingReason;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.embed.EmbedderProvenance;
import io.virk.event.Exemplar;
import io.virk.incident.internal.BundleWriter;
import io.virk.signal.SignalSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The record of one drift, or of a moment that the host asked to be kept: what came before it, what
 * it looks like, what did not change, what came after, and what was said when. A snapshot: it grows
 * while the drift is open, and a later one of the same incident has the same name.
 *
 * @param name that tells it from others of its monitor, for example "1" for its first drift
 * @param provenance of what monitor, baseline and software it is
 * @param reason what happened, in a sentence: the headline, or the host's words
 * @param openedMillis when it opened; milliseconds since 1970
 * @param drift the episode as it is by now; empty if the host asked for the incident
 * @param reopened how often the drift was closed and is open again
 * @param history what was said when, oldest first
 * @param windows how the detectors that opened it went on, oldest first
 * @param schema the columns of the observations' signals
 * @param observations by role, oldest first within each
 * @param givenUp observations, pictures and chapters that found no room in it
 * @param tape what it can be replayed with; empty if the monitor's state was too large to be kept
 */
public record Incident(
    String name,
    Provenance provenance,
    String reason,
    long openedMillis,
    Optional<Drift> drift,
    int reopened,
    List<IncidentChapter> history,
    List<IncidentWindow> windows,
    SignalSchema schema,
    List<IncidentObservation> observations,
    long givenUp,
    Optional<IncidentTape> tape) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String UNSAFE = "[^A-Za-z0-9._=-]+";
  private static final int LONGEST = 80;

  /**
   * Of what an incident is.
   *
   * @param monitor name of the monitor
   * @param baseline name of the baseline
   * @param baselineHash SHA-256 of the baseline, as it is judged by
   * @param version of VIRK
   * @param java version of Java
   * @param kernels that computed the statistics: "scalar" or "vector"
   * @param model what embeddings and logits are of
   */
  public record Provenance(
      String monitor,
      String baseline,
      String baselineHash,
      String version,
      String java,
      String kernels,
      Model model) {
    public Provenance {
      Objects.requireNonNull(monitor, "monitor");
      Objects.requireNonNull(baseline, "baseline");
      Objects.requireNonNull(baselineHash, "baselineHash");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(java, "java");
      Objects.requireNonNull(kernels, "kernels");
      Objects.requireNonNull(model, "model");
    }
  }

  /**
   * What embeddings and logits are of, so that they can be computed again.
   *
   * @param embedder the monitor's, which saw images as the bundle has them; empty without one
   * @param stated the model whose embeddings or logits the host handed over, as it stated it; empty
   *     if it did not
   * @param tensor the format of the input tensors that images were read back from, as {@link
   *     io.virk.image.TensorFormat#toString} has it; empty if they were pixels
   */
  public record Model(
      Optional<EmbedderProvenance> embedder,
      Optional<StatedModel> stated,
      Optional<String> tensor) {
    /** Of a monitor that was told of none. */
    public static final Model NONE =
        new Model(Optional.empty(), Optional.empty(), Optional.empty());

    public Model {
      Objects.requireNonNull(embedder, "embedder");
      Objects.requireNonNull(stated, "stated");
      Objects.requireNonNull(tensor, "tensor");
    }
  }

  public Incident {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(drift, "drift");
    history = List.copyOf(history);
    if (history.isEmpty()) {
      throw new IllegalArgumentException("history: empty (expected: its opening at least)");
    }
    windows = List.copyOf(windows);
    Objects.requireNonNull(schema, "schema");
    observations = List.copyOf(observations);
    Objects.requireNonNull(tape, "tape");
  }

  /**
   * Its name among all incidents, of whatever monitor and process: the same for every state of it,
   * and fit for a file or an object of a store.
   *
   * @return for example "20260302T061601Z-1-line-3-5f0c2a91": when it opened, its name, that of its
   *     monitor, and digits of a checksum of how it opened
   */
  public String key() {
    IncidentChapter first = history.get(0);
    CRC32C checksum = new CRC32C();
    checksum.update(
        String.join(
                "\n",
                provenance.monitor(),
                provenance.baselineHash(),
                name,
                Long.toString(openedMillis),
                first.at().toString(),
                first.words())
            .getBytes(StandardCharsets.UTF_8));
    return String.format(
        Locale.ROOT,
        "%s-%s-%s-%08x",
        STAMP.format(Instant.ofEpochMilli(openedMillis)),
        safe(name),
        safe(provenance.monitor()),
        checksum.getValue());
  }

  private static String safe(String text) {
    String safe = text.replaceAll(UNSAFE, "_");
    return safe.length() > LONGEST ? safe.substring(0, LONGEST) : safe;
  }

  /**
   * Writes its bundle, as {@link IncidentReader} reads it: for sinks of the host's. The same
   * incident gives the same bytes.
   *
   * @param target where to; not closed
   * @throws IOException if it cannot be written
   */
  public void writeTo(OutputStream target) throws IOException {
    BundleWriter.write(this, target);
  }

  /**
   * The observations that show one thing.
   *
   * @param role what
   * @return oldest first
   */
  public List<IncidentObservation> observations(Exemplar.Role role) {
    return observations.stream().filter(o -> o.role() == role).toList();
  }

  /**
   * What it was: what was said last, or of a drift that is over when it was at its worst, for what
   * is said last of it is of observations of which most have recovered.
   *
   * @return that diagnosis; empty if the host asked for the incident
   */
  public Optional<Diagnosis> diagnosis() {
    List<Diagnosis> said = history.stream().flatMap(c -> c.diagnosis().stream()).toList();
    return drift.isEmpty() || drift.get().isOpen()
        ? said.stream().reduce((a, b) -> b)
        : said.stream().reduce(Diagnosis::worse);
  }

  /**
   * What happened, in a sentence, as far as it is known by now.
   *
   * @return the headline of {@link #diagnosis()}; {@link #reason()} if the host asked for it
   */
  public String headline() {
    return diagnosis().map(Diagnosis::headline).orElse(reason);
  }

  /**
   * Whether its drift has recovered. One that was closed because nothing more was heard has not, as
   * far as anybody knows.
   *
   * @return false while it is open, and of an incident without a drift
   */
  public boolean hasRecovered() {
    return drift
        .flatMap(Drift::closing)
        .filter(closing -> closing.reason() == ClosingReason.RECOVERED)
        .isPresent();
  }
}
