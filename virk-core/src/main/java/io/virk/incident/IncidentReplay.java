package io.virk.incident;

import io.virk.baseline.Baseline;
import io.virk.detect.SequentialDetector;
import io.virk.diagnose.Playbook;
import io.virk.embed.Embedder;
import io.virk.incident.internal.Replayer;
import io.virk.internal.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What comes of it when the same engine is driven again by what was recorded: the signals of the
 * observations from their pixels and outputs, the statistics and verdicts of every window, the
 * drift and its diagnosis. What pictures in a row say of a camera ({@link
 * io.virk.diagnose.Diagnosis#cameras}) is taken as it was recorded, for a bundle has few of them.
 *
 * @param observations that the engine was driven with
 * @param windows that were compared
 * @param signals values that were computed again and compared
 * @param skipped values that could not be: of images that were redacted, of the host's own sources
 * @param embeddings that the model computed again from the pictures, and that were compared
 * @param logits of as many observations the same
 * @param notComputed embeddings and logits that a model was given for and could not compute again,
 *     and why
 * @param differences what is not the same to the last bit
 */
public record IncidentReplay(
    long observations,
    int windows,
    long signals,
    long skipped,
    long embeddings,
    long logits,
    List<NotComputed> notComputed,
    List<Difference> differences) {
  /**
   * Something that is not the same.
   *
   * @param what for example "window camera=cam-2 480 .. 495, brightness by mean-shift, statistic"
   * @param recorded what was recorded
   * @param replayed what came of it now
   * @param why as far as it can be told; "" if it cannot
   */
  public record Difference(String what, String recorded, String replayed, String why) {
    public Difference {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(recorded, "recorded");
      Objects.requireNonNull(replayed, "replayed");
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * What a model could not compute again.
   *
   * @param what "embeddings" or "logits"
   * @param observations of how many
   * @param why for example "the picture was redacted"
   */
  public record NotComputed(String what, long observations, String why) {
    public NotComputed {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(why, "why");
    }
  }

  public IncidentReplay {
    notComputed = List.copyOf(notComputed);
    differences = List.copyOf(differences);
  }

  /**
   * Replays an incident of a monitor that went by {@link Playbook#standard} and VIRK's sequential
   * detectors.
   *
   * @param incident what was recorded
   * @param baseline that the monitor was given; with the host's own sources, if it has some
   * @return what is the same, and what is not
   * @throws IllegalArgumentException if it is another baseline, or what was recorded is damaged
   */
  public static IncidentReplay of(Incident incident, Baseline baseline) {
    return of(incident, baseline, Playbook.standard(), SequentialDetector.all(), Optional.empty());
  }

  /**
   * The same, and has the model compute embeddings and logits again from the pictures. What the
   * host handed over is compared only where its model saw the same pixels as the bundle has.
   *
   * @param incident what was recorded
   * @param baseline that the monitor was given; with the host's own sources, if it has some
   * @param embedder the monitor's, or of the model that the host ran. Not closed.
   * @return what is the same, and what is not
   * @throws IllegalArgumentException if it is another baseline, what was recorded is damaged, or
   *     the embedder's embeddings have another length
   */
  public static IncidentReplay of(Incident incident, Baseline baseline, Embedder embedder) {
    return of(
        incident, baseline, Playbook.standard(), SequentialDetector.all(), Optional.of(embedder));
  }

  /**
   * Replays an incident.
   *
   * @param incident what was recorded
   * @param baseline that the monitor was given; with the host's own sources, if it has some
   * @param playbook that the monitor went by
   * @param sequential among which those of the monitor are
   * @param embedder computes embeddings and logits again; empty to leave them. Not closed.
   * @return what is the same, and what is not
   * @throws IllegalArgumentException if it is another baseline, what was recorded is damaged, or
   *     the embedder's embeddings have another length
   */
  public static IncidentReplay of(
      Incident incident,
      Baseline baseline,
      Playbook playbook,
      List<SequentialDetector> sequential,
      Optional<Embedder> embedder) {
    Objects.requireNonNull(incident, "incident");
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(playbook, "playbook");
    Objects.requireNonNull(embedder, "embedder");
    return new Replayer(incident, baseline, playbook, sequential, embedder).replay();
  }

  /**
   * Whether all that could be compared is the same to the last bit.
   *
   * @return true without a difference
   */
  public boolean isIdentical() {
    return differences.isEmpty();
  }

  /**
   * In words.
   *
   * @return for example "identical to the last bit: 212 observations, 14 windows, 3,410 signals (36
   *     others not computed again)", or the first differences, a line each; what the model could
   *     not compute, in lines of its own
   */
  public String inWords() {
    String compared =
        Text.count(observations, "observation")
            + ", "
            + Text.count(windows, "window")
            + ", "
            + Text.count(signals, "signal")
            + (skipped == 0 ? "" : " (" + Text.count(skipped, "other") + " not computed again)")
            + (embeddings == 0 ? "" : ", " + Text.count(embeddings, "embedding"))
            + (logits == 0 ? "" : ", the logits of " + Text.count(logits, "observation"));
    StringBuilder words =
        new StringBuilder(
            isIdentical()
                ? "identical to the last bit: " + compared
                : Text.count(differences.size(), "difference") + " in " + compared);
    for (NotComputed n : notComputed) {
      words.append("\n").append(n.what()).append(" of ");
      words.append(Text.count(n.observations(), "observation"));
      words.append(" cannot be recomputed: ").append(n.why());
    }
    for (Difference d : differences.subList(0, Math.min(10, differences.size()))) {
      words.append("\n").append(d.what()).append(": ").append(d.recorded()).append(" recorded, ");
      words.append(d.replayed()).append(" now").append(d.why().isEmpty() ? "" : "; " + d.why());
    }
    return words.toString();
  }
}
