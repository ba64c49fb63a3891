package io.virk.incident.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Slice;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.ClassChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.FrameChange;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Outliers;
import io.virk.diagnose.PixelChange;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.SliceChange;
import io.virk.diagnose.SliceFinding;
import io.virk.diagnose.Step;
import io.virk.diagnose.Unrest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecTest {
  /** Of each part something that is not what it is where nothing is known. */
  @Test
  void aDiagnosisIsWrittenWhole() {
    Slice slice = new Slice("camera", "cam-1");
    CauseMatch match =
        new CauseMatch("dirt on the lens", "view", 2.5, 0.9, List.of("detail"), true, 0.8);
    SliceChange carrier = new SliceChange(List.of(slice), 10, 100, 20, 100, 1.5, 2.5, 1e4);
    Diagnosis diagnosis =
        new Diagnosis(
            "camera cam-1 is dirty",
            "is dirty",
            "dirt on the lens",
            new Fingerprint(List.of(match), 0.1, 0.1, List.of("detail"), List.of(match, match), ""),
            List.of(new SignalChange("detail", "", 2, 1, Double.NaN, 1.5)),
            new Severity(3),
            List.of(new ClassChange("predicted class", 3, "cat", 1, 10, 5, 10, 0.2, 0.8)),
            new FrameChange(
                FrameChange.Extent.PART, "luminance", "the lower right", List.of(11, 15), 100, 50),
            new SliceFinding(
                SliceFinding.Pattern.WITHIN,
                "detail",
                "",
                List.of(carrier),
                List.of(),
                List.of(carrier),
                List.of("camera", "line"),
                20,
                3),
            new Rhythm(0.2, 10, Double.NaN),
            new Outliers("energy", 0.01, 0.2),
            List.of("focus", "noise"),
            List.of("under-exposure"),
            "The lower right is darker.",
            Kind.PERIODIC,
            new Step("wipe the lens", "whoever is near", Duration.ofMinutes(90)),
            List.of(
                new CameraChange(
                    slice,
                    null,
                    null,
                    7,
                    new PixelChange(
                        1,
                        0,
                        List.of(new PixelChange.Place(3, 4)),
                        List.of(5),
                        List.of(),
                        2.5,
                        0.9),
                    new Unrest(0.01, 0.1, 0, 0.5, 0.2))));
    String json = Codec.GSON.toJson(diagnosis);
    Diagnosis read = Codec.GSON.fromJson(json, Diagnosis.class);
    Codec.whole(read, "diagnosis");
    assertEquals(diagnosis, read, json);
  }
}
