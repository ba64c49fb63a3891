package io.virk.incident;

import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One observation of an incident, with all that is known of it. Arrays are not to be modified.
 *
 * @param role what it shows
 * @param sequence its number; of {@link Exemplar.Role#BASELINE}, among the observations that the
 *     baseline was built of
 * @param id the name by which the host finds it again; empty if it gave none
 * @param epochMillis its time; milliseconds since 1970
 * @param slice in whose windows it is, or all of its context; empty if it is in none
 * @param tags all of them, but for private ones
 * @param predictedClass &ge; 0; {@link io.virk.signal.Observation#NO_CLASS} if there is none
 * @param className its name, where the baseline knows it
 * @param confidence the probability of the most likely class; NaN without logits
 * @param verdict the gravest of the window that it is in; empty if it was not judged by then
 * @param logits as the model gave them; empty if there are none
 * @param scalars the scalar signals of the schema on their scales of analysis; NaN where missing
 * @param categories the categorical signals of the schema; {@link
 *     io.virk.signal.Observation#NO_CLASS} where missing
 * @param vectors the vector signals of the schema, the embedding among them; of length 0 where
 *     missing
 * @param embeddingComputed whether the monitor's embedder computed the embedding, of the image as
 *     it was captured; otherwise the host handed it over
 * @param logitsComputed the same of the logits
 * @param image as it may be written; empty without
 * @param picture what became of its image
 */
public record IncidentObservation(
    Exemplar.Role role,
    long sequence,
    Optional<String> id,
    long epochMillis,
    Optional<Slice> slice,
    Map<String, String> tags,
    int predictedClass,
    Optional<String> className,
    double confidence,
    Optional<Verdict> verdict,
    float[] logits,
    double[] scalars,
    int[] categories,
    List<float[]> vectors,
    boolean embeddingComputed,
    boolean logitsComputed,
    Optional<Frame> image,
    Picture picture) {
  /** What became of an image. */
  public enum Picture {
    /** There was none. */
    NONE,
    /** It is as it was captured. */
    ORIGINAL,
    /** The host's redactor has made another of it. */
    REDACTED,
    /** The host's redactor has dropped it, or failed. */
    DROPPED
  }

  public IncidentObservation {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(slice, "slice");
    tags = Map.copyOf(tags);
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(logits, "logits");
    Objects.requireNonNull(scalars, "scalars");
    Objects.requireNonNull(categories, "categories");
    vectors = List.copyOf(vectors);
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(picture, "picture");
  }
}
