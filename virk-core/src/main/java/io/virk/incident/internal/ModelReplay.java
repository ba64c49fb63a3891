package io.virk.incident.internal;

import io.virk.baseline.facts.StatedModel;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReplay.NotComputed;
import io.virk.internal.Preprocessings;
import io.virk.internal.Text;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a model compute the embeddings and logits of an incident again, from its pictures, and
 * compares. Where the model saw other pixels than were recorded, nothing is compared. Used once.
 */
final class ModelReplay {
  /** Of the largest value: what is further off is no rounding. */
  private static final double ROUNDING = 1e-3;

  private final Incident incident;
  private final Embedder embedder;
  private final EmbedderProvenance now;
  private final String elsewhere;
  private final Told told;
  private final int column;
  private final Map<NotComputed, Long> hindered = new LinkedHashMap<>();
  private long embeddings;
  private long logits;

  /** Is told of each difference. */
  interface Told {
    void differ(String what, String recorded, String replayed, String why);
  }

  /**
   * Prepares.
   *
   * @param elsewhere what else was different where it was recorded; "" for nothing
   */
  ModelReplay(Incident incident, Embedder embedder, String elsewhere, Told told) {
    this.incident = incident;
    this.embedder = embedder;
    this.now = embedder.provenance();
    this.elsewhere = elsewhere;
    this.told = told;
    this.column = incident.schema().indexOf(VectorSignal.EMBEDDING);
  }

  long embeddings() {
    return embeddings;
  }

  long logits() {
    return logits;
  }

  /** By what and why, the first that was met first. */
  List<NotComputed> notComputed() {
    List<NotComputed> list = new ArrayList<>();
    hindered.forEach((n, count) -> list.add(new NotComputed(n.what(), count, n.why())));
    return list;
  }

  ModelReplay replay() {
    for (IncidentObservation o : incident.observations()) {
      if (o.role() != Exemplar.Role.BASELINE) { // a picture alone
        replay(o);
      }
    }
    return this;
  }

  private float[] embedding(IncidentObservation o) {
    return column < 0 || column >= o.vectors().size() ? new float[0] : o.vectors().get(column);
  }

  private void replay(IncidentObservation o) {
    float[] embedding = embedding(o);
    checkLength(embedding.length);
    boolean compareEmbedding =
        embedding.length > 0 && isComparable(o, "embeddings", o.embeddingComputed());
    boolean compareLogits = o.logits().length > 0 && areLogitsComparable(o);
    if (!compareEmbedding && !compareLogits) {
      return;
    }
    Embeddings again;
    try {
      again = Embeddings.of(embedder, List.of(o.image().orElseThrow()));
    } catch (RuntimeException e) { // the host's
      String why = "the model failed: " + Text.message(e);
      if (compareEmbedding) {
        hindered("embeddings", why);
      }
      if (compareLogits) {
        hindered("logits", why);
      }
      return;
    }
    if (compareEmbedding) {
      embeddings++;
      compare(o, "embedding", embedding, again.embeddings(), o.embeddingComputed());
    }
    if (compareLogits) {
      logits++;
      compare(o, "logits", o.logits(), again.logits(), o.logitsComputed());
    }
  }

  private void checkLength(int recorded) {
    if (recorded > 0 && embedder.embeddingLength() != recorded) {
      throw new IllegalArgumentException(
          "embedder.embeddingLength: "
              + embedder.embeddingLength()
              + " (expected: "
              + recorded
              + ", as the recorded embeddings have)");
    }
  }

  private boolean areLogitsComparable(IncidentObservation o) {
    int length = embedder.logitsLength();
    if (length != o.logits().length) {
      hindered(
          "logits",
          length == 0
              ? "the model gives none"
              : "the model gives " + length + ", " + o.logits().length + " were recorded");
      return false;
    }
    return isComparable(o, "logits", o.logitsComputed());
  }

  private boolean isComparable(IncidentObservation o, String what, boolean computed) {
    Optional<String> why = hindrance(o, computed);
    why.ifPresent(w -> hindered(what, w));
    return why.isEmpty();
  }

  private void hindered(String what, String why) {
    hindered.merge(new NotComputed(what, 0, why), 1L, Long::sum);
  }

  /** Why an observation's pixels are not those that the model saw; empty if they are. */
  private Optional<String> hindrance(IncidentObservation o, boolean computed) {
    if (o.picture() != Picture.ORIGINAL || o.image().isEmpty()) {
      return Optional.of(
          switch (o.picture()) {
            case REDACTED -> "the picture was redacted";
            case DROPPED -> "the picture was left out by the redactor";
            default -> "no picture was captured";
          });
    }
    if (computed) {
      return Optional.empty(); // of the picture as it was captured
    }
    if (incident.provenance().model().stated().isEmpty()) {
      return Optional.of("the host handed them over, and did not state of which model they are");
    }
    if (incident.provenance().model().tensor().isPresent()) {
      return Optional.of(
          "the picture was read back from the input tensor, in 256 levels, and the host's model saw"
              + " the tensor itself");
    }
    Frame frame = o.image().get();
    if (frame.width() != frame.fullWidth() || frame.height() != frame.fullHeight()) {
      return Optional.of(
          "the picture was reduced, and the host's model saw all "
              + frame.fullWidth()
              + " x "
              + frame.fullHeight()
              + " pixels");
    }
    return Optional.empty();
  }

  private void compare(
      IncidentObservation o, String what, float[] recorded, float[] again, boolean computed) {
    int differing = 0;
    int worst = -1;
    double furthest = -1;
    double largest = 0;
    for (int i = 0; i < recorded.length; i++) {
      largest = Math.max(largest, Math.abs(recorded[i]));
      if (Float.floatToIntBits(recorded[i]) != Float.floatToIntBits(again[i])) {
        differing++;
        double off = Math.abs((double) recorded[i] - again[i]);
        double far = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
        if (far > furthest) {
          furthest = far;
          worst = i;
        }
      }
    }
    if (differing > 0) {
      told.differ(
          "observation "
              + o.sequence()
              + ", "
              + what
              + "["
              + worst
              + "], the furthest of "
              + differing
              + " that differ",
          Float.toString(recorded[worst]),
          Float.toString(again[worst]),
          why(computed, furthest <= ROUNDING * largest));
    }
  }

  private String why(boolean computed, boolean rounding) {
    List<String> why = new ArrayList<>();
    Incident.Model then = incident.provenance().model();
    if (computed) {
      then.embedder().ifPresent(e -> why(e.modelSha256(), e.preprocessing(), why));
    } else {
      StatedModel stated = then.stated().orElseThrow();
      why(stated.sha256(), stated.preprocessing(), why);
    }
    if (why.isEmpty()) {
      why.add(
          rounding
              ? "a rounding: the model ran in another batch, on another processor or by another"
                  + " version of its runtime"
              : "the model and its preprocessing are the same; it ran on another device, or gives"
                  + " other numbers each time");
    }
    if (!elsewhere.isEmpty()) {
      why.add(elsewhere);
    }
    return Text.clean(String.join("; ", why), Text.SENTENCE);
  }

  private void why(String sha256, String preprocessing, List<String> why) {
    if (!sha256.equals(now.modelSha256())) {
      why.add("another model: SHA-256 " + sha256 + " then, " + now.modelSha256() + " now");
    }
    if (!Preprocessings.same(preprocessing, now.preprocessing())) {
      why.add("another preprocessing: " + preprocessing + " then, " + now.preprocessing() + " now");
    }
  }
}
