package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.image.Frame;
import io.virk.scenes.Results;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import io.virk.signal.internal.SignalExtractor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What shows in the images as a whole is put on the cameras that show it. */
class SliceAttributionTest {
  private static final int SIDE = 48;

  private final SignalExtractor extractor = Schemas.extractor(0, 0, null, "camera", null);

  /** Frames of three cameras in turn; those of some are out of focus. */
  private SignalTable rows(int from, int count, Set<String> blurred) {
    SignalTable table = new SignalTable(Schemas.STANDARD, count);
    for (int i = from; i < from + count; i++) {
      String camera = "cam-" + i % 3;
      Frame frame = Scenes.frame(1, i, SIDE, SIDE);
      Frame seen = blurred.contains(camera) ? Causes.named("defocus").apply(frame, 4, i) : frame;
      table.append(
          extractor.extract(
              Observation.builder().sequence(i).image(seen).tag("camera", camera).build()));
    }
    return table;
  }

  private Set<Slice> carriers(Set<String> blurred) {
    SignalTable baseline = rows(0, 120, Set.of());
    DetectionResult drift =
        Results.of(
            Slice.ALL,
            VectorSignal.APPEARANCE.name(),
            "cause-scan",
            Verdict.DRIFT,
            3,
            1,
            1e-6,
            Results.bounds(0, 1, 0, 1));
    return SliceAttribution.attribute(
        Slice.ALL, "camera", rows(900, 30, blurred), List.of(drift), slice -> baseline);
  }

  @Test
  void ofTheAppearanceItIsTheCamerasThatLookUnlikeTheBaseline() {
    assertEquals(Set.of(new Slice("camera", "cam-1")), carriers(Set.of("cam-1")));
    assertEquals(
        Set.of(new Slice("camera", "cam-0"), new Slice("camera", "cam-2")),
        carriers(Set.of("cam-0", "cam-2")));
    assertEquals(Set.of(Slice.ALL), carriers(Set.of("cam-0", "cam-1", "cam-2")));
  }
}
