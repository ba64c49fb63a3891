package io.virk.driver;

import io.virk.baseline.Baseline;
import io.virk.baseline.facts.Provenance;
import io.virk.baseline.facts.StatedModel;
import io.virk.detect.Slice;
import io.virk.embed.EmbedderProvenance;
import io.virk.event.ProvenanceMismatched;
import io.virk.image.TensorFormat;
import io.virk.internal.LibraryVersion;
import io.virk.internal.Preprocessings;
import io.virk.signal.ScalarSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a monitor works with and what its baseline was made with. */
final class ProvenanceCheck {
  private static final String NOT_STATED = "not stated";
  private static final String PIXELS = "pixels";

  private final String monitor;
  private final Provenance baseline;
  private final List<ProvenanceMismatched> mismatches = new ArrayList<>();

  private ProvenanceCheck(String monitor, Provenance baseline) {
    this.monitor = monitor;
    this.baseline = baseline;
  }

  static List<ProvenanceMismatched> of(
      String monitor,
      Baseline baseline,
      Optional<EmbedderProvenance> embedder,
      Optional<StatedModel> stated,
      Optional<TensorFormat> tensor) {
    ProvenanceCheck check = new ProvenanceCheck(monitor, baseline.provenance());
    check.model(embedder, stated);
    check.tensor(tensor, hasImages(baseline));
    check.differ("libraryVersion", check.baseline.libraryVersion(), LibraryVersion.CURRENT, false);
    return List.copyOf(check.mismatches);
  }

  private void model(Optional<EmbedderProvenance> embedder, Optional<StatedModel> stated) {
    Optional<String> sha = baseline.modelSha256();
    Optional<String> preprocessing = baseline.preprocessing();
    if (sha.isEmpty() || preprocessing.isEmpty()) {
      return;
    }
    if (embedder.isPresent()) {
      EmbedderProvenance here = embedder.get();
      if (!sha.get().equals(here.modelSha256())) {
        String built =
            baseline.embedder().map(EmbedderProvenance::model).map(m -> " of " + m).orElse("");
        differ(
            "embedder.provenance.modelSha256",
            sha.get() + built,
            here.modelSha256() + " of " + here.model(),
            true);
      }
      steps("embedder.provenance.preprocessing", preprocessing.get(), here.preprocessing());
    } else if (stated.isPresent()) {
      differ("model.sha256", sha.get(), stated.get().sha256(), true);
      steps("model.preprocessing", preprocessing.get(), stated.get().preprocessing());
    } else if (baseline.model().isPresent()) {
      differ("model.sha256", sha.get(), NOT_STATED, false);
    }
  }

  private static boolean hasImages(Baseline baseline) {
    return baseline.reference(Slice.ALL).rows().scalar(ScalarSignal.BRIGHTNESS).length > 0;
  }

  /**
   * A baseline of tensors needs the same tensors. One of pixels may be given tensors of the same
   * pixels, which nobody can know before they come: that is told.
   */
  private void tensor(Optional<TensorFormat> tensor, boolean images) {
    String here = tensor.map(TensorFormat::toString).orElse(PIXELS);
    if (baseline.tensor().isPresent()) {
      differ("tensor", baseline.tensor().get(), here, true);
    } else if (images) {
      differ("tensor", PIXELS, here, false);
    }
  }

  private void steps(String part, String expected, String here) {
    if (!Preprocessings.same(expected, here)) {
      differ(part, expected, here, true);
    }
  }

  private void differ(String part, String expected, String here, boolean decisive) {
    if (!expected.equals(here)) {
      mismatches.add(new ProvenanceMismatched(monitor, part, expected, here, decisive));
    }
  }
}
