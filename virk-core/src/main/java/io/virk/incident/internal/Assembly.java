package io.virk.incident.internal;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.KeptPicture;
import io.virk.detect.Drift;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.internal.LibraryVersion;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.stats.Acceleration;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the model of an incident: here images are redacted, and private tags left out. */
final class Assembly {
  private static final float[] NONE = {};
  private static final int MOST_PICTURES = 12;

  private final String monitor;
  private final Baseline baseline;
  private final Incident.Model model;
  private final Recording recording;
  private final IncidentTape.Settings settings;
  private final Consumer<Throwable> redactorFailed;

  /**
   * Makes an assembly.
   *
   * @param redactorFailed is told what a redactor of the host's throws
   */
  Assembly(
      String monitor,
      Baseline baseline,
      Incident.Model model,
      Recording recording,
      IncidentTape.Settings settings,
      Consumer<Throwable> redactorFailed) {
    this.monitor = monitor;
    this.baseline = baseline;
    this.model = model;
    this.recording = recording;
    this.settings = settings;
    this.redactorFailed = redactorFailed;
  }

  /**
   * Makes the model. The thread that writes.
   *
   * @param reel its tape; null if it is not held any more
   * @param tape if it was written before, and is not held any more
   * @throws IOException if the state is longer than it can be
   */
  Incident incident(Episode.Draft draft, Tape.Reel reel, Optional<IncidentTape> tape)
      throws IOException {
    List<IncidentObservation> observations = new ArrayList<>();
    draft.drift().ifPresent(drift -> pictures(drift, observations));
    for (Exhibit exhibit : draft.exhibits()) {
      observations.add(observation(exhibit));
    }
    return new Incident(
        draft.name(),
        new Incident.Provenance(
            monitor,
            baseline.name(),
            baseline.hash(),
            LibraryVersion.CURRENT,
            Runtime.version().toString(),
            Acceleration.inUse().isVector() ? "vector" : "scalar",
            model),
        draft.reason(),
        draft.openedMillis(),
        draft.drift(),
        draft.reopened(),
        draft.history(),
        draft.windows(),
        baseline.schema(),
        observations,
        draft.givenUp(),
        reel == null ? tape : Optional.of(tape(reel)));
  }

  /** What the slices of a drift look like in the baseline, one of each first. */
  private void pictures(Drift drift, List<IncidentObservation> observations) {
    for (KeptPicture picture : baseline.content().parts().pictures()) {
      if (observations.size() < MOST_PICTURES && drift.covers(picture.slice())) {
        Optional<Frame> image = redacted(picture.frame(), Map.of());
        observations.add(
            new IncidentObservation(
                Exemplar.Role.BASELINE,
                picture.sequence(),
                Optional.empty(),
                baseline.provenance().created().toEpochMilli(),
                Optional.of(picture.slice()),
                Map.of(),
                Observation.NO_CLASS,
                Optional.empty(),
                Double.NaN,
                Optional.empty(),
                NONE,
                missing(baseline.schema().scalars().size()),
                new int[baseline.schema().categoricals().size()],
                Collections.nCopies(baseline.schema().vectors().size(), NONE),
                false,
                false,
                image,
                picture(picture.frame(), image)));
      }
    }
  }

  private static double[] missing(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static Picture picture(Frame frame, Optional<Frame> image) {
    return image.isEmpty()
        ? Picture.DROPPED
        : image.get() == frame ? Picture.ORIGINAL : Picture.REDACTED;
  }

  private IncidentTape tape(Tape.Reel reel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    reel.state().writeTo(out);
    out.flush();
    return new IncidentTape(settings, reel.nanos(), bytes.toByteArray(), reel.inputs());
  }

  private IncidentObservation observation(Exhibit exhibit) {
    RecordedObservation o = exhibit.observation();
    Map<String, String> tags = new HashMap<>(o.tags());
    tags.keySet().removeAll(recording.privateTags());
    Frame frame = o.frame();
    Optional<Frame> image = frame == null ? Optional.empty() : redacted(frame, o.tags());
    Picture picture = frame == null ? Picture.NONE : picture(frame, image);
    List<float[]> vectors = new ArrayList<>();
    o.vectors().forEach(v -> vectors.add(v == null ? NONE : v));
    int predicted = o.predictedClass();
    return new IncidentObservation(
        exhibit.role(),
        o.sequence(),
        o.id(),
        o.epochMillis(),
        Optional.ofNullable(o.slice()),
        tags,
        predicted,
        predicted >= 0 && predicted < baseline.classNames().size()
            ? Optional.of(baseline.classNames().get(predicted))
            : Optional.empty(),
        confidence(o),
        Optional.ofNullable(o.verdict()),
        o.logits() == null ? NONE : o.logits(),
        o.scalars(),
        o.categories(),
        vectors,
        o.isEmbeddingComputed(),
        o.areLogitsComputed(),
        image,
        picture);
  }

  /** Whatever a redactor does, an image that it has not let through is not written. */
  private Optional<Frame> redacted(Frame frame, Map<String, String> tags) {
    try {
      return Objects.requireNonNull(
          recording.redactor().redact(frame, tags), "what the redactor returned");
    } catch (Throwable e) { // the host's
      redactorFailed.accept(e);
      return Optional.empty();
    }
  }

  private double confidence(RecordedObservation o) {
    float[] logits = o.logits();
    if (logits == null || logits.length == 0) {
      int column = baseline.schema().indexOf(ScalarSignal.CONFIDENCE);
      return column < 0 || column >= o.scalars().length ? Double.NaN : o.scalars()[column];
    }
    int best = Observation.argmax(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((double) logit - logits[best]);
    }
    return 1 / sum;
  }
}
