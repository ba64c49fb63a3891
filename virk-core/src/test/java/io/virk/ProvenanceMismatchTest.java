package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Slice;
import io.virk.event.ProvenanceMismatched;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first step of every diagnosis: is this still the model that was validated? */
class ProvenanceMismatchTest {
  private static final String MODEL = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final TensorFormat TENSOR = TensorFormat.nchw(16, 12).zeroToOne();

  @TempDir private Path folder;

  private static Baseline ofModel() {
    BaselineBuilder builder =
        Baseline.builder("stated").window(8).clock(Baselines.CLOCK).model(MODEL, "resize 224");
    for (int i = 0; i < 40; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    return builder.build();
  }

  private static float[] tensor(int number) {
    Frame frame = Scenes.frame(1, number, 16, 12);
    float[] values = new float[TENSOR.length()];
    int plane = 16 * 12;
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < 3; c++) {
        int at = frame.offset() + i / 16 * frame.rowStride() + i % 16 * 3 + c;
        values[c * plane + i] = (frame.pixels()[at] & 0xff) / 255f;
      }
    }
    return values;
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("tensors").window(8).clock(Baselines.CLOCK);
  }

  private static Baseline ofTensors() {
    BaselineBuilder builder = builder();
    for (int i = 0; i < 60; i++) {
      builder.add(Observation.builder().sequence(i).tensor(tensor(i), TENSOR).build());
    }
    return builder.build();
  }

  private static List<ProvenanceMismatched> told(MonitorBuilder builder) {
    List<ProvenanceMismatched> told = new ArrayList<>();
    builder
        .listener(
            new MonitorListener() {
              @Override
              public void onProvenanceMismatched(ProvenanceMismatched event) {
                told.add(event);
              }

              @Override
              public void onWindowJudged(WindowJudged event) {
                throw new AssertionError("before anything else");
              }
            })
        .blindAccepted() // the baseline is short
        .polled()
        .start()
        .close();
    return told;
  }

  private static String refused(MonitorBuilder builder) {
    return assertThrows(IllegalArgumentException.class, () -> builder.polled().start())
        .getMessage();
  }

  @Test
  void theStatedModelIsSavedAndCompared() {
    Baseline baseline = ofModel();
    Path file = folder.resolve("b.virk");
    baseline.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(baseline.provenance(), loaded.provenance());
    assertEquals(Optional.of(MODEL), loaded.provenance().modelSha256());
    assertEquals(List.of(), told(Monitor.builder(loaded).model(MODEL, "resize 224")));
    String message = refused(Monitor.builder(loaded).model(OTHER, "resize 256"));
    assertTrue(message.contains("model.sha256: " + OTHER + " (expected: " + MODEL), message);
    assertTrue(message.contains("model.preprocessing: resize 256 (expected: resize 224"), message);
  }

  @Test
  void anAcceptedMismatchIsToldAndOneNotStatedToo() {
    ProvenanceMismatched other =
        new ProvenanceMismatched("stated", "model.sha256", MODEL, OTHER, true);
    assertEquals(
        List.of(other),
        told(Monitor.builder(ofModel()).model(OTHER, "resize 224").mismatchAccepted()));
    assertEquals(
        List.of(new ProvenanceMismatched("stated", "model.sha256", MODEL, "not stated", false)),
        told(Monitor.builder(ofModel())));
  }

  @Test
  void aStatedModelIsComparedWithTheEmbeddersOfTheBaseline() {
    String message = refused(Monitor.builder(Baselines.ofFourCameras()).model(MODEL, "none"));
    assertTrue(message.contains("model.sha256: " + MODEL + " (expected: "), message);
    String both =
        refused(
            Monitor.builder(Baselines.ofFourCameras())
                .embedder(new QuadrantEmbedder())
                .model(MODEL, "none"));
    assertTrue(both.contains("the embedder says what it is"), both);
  }

  @Test
  void whatIsNoModelIsAProblemLikeAnyOther() {
    String message = refused(Monitor.builder(ofModel()).model("abc", "x").name(" "));
    assertTrue(message.contains("model.sha256: abc (expected: 64 lower-case"), message);
    assertTrue(message.contains("name: "), message);
    assertThrows(IllegalArgumentException.class, () -> builder().model(MODEL, " ").build());
    assertThrows(
        IllegalArgumentException.class,
        () -> builder().embedder(new QuadrantEmbedder()).model(MODEL, "x").build());
  }

  @Test
  void aBaselineOfTensorsNeedsTheSameTensors() {
    Baseline baseline = ofTensors();
    assertEquals(Optional.of(TENSOR.toString()), baseline.provenance().tensor());
    assertEquals(List.of(), told(Monitor.builder(baseline).tensor(TENSOR)));
    assertTrue(refused(Monitor.builder(baseline)).contains("tensor: pixels (expected: " + TENSOR));
    TensorFormat bgr = TENSOR.bgr();
    assertTrue(
        refused(Monitor.builder(baseline).tensor(bgr))
            .contains("tensor: " + bgr + " (expected: " + TENSOR));
  }

  @Test
  void aTensorIsTheImageThatTheModelSees() {
    Baseline pixels;
    BaselineBuilder builder = builder();
    for (int i = 0; i < 60; i++) {
      builder.add(Observation.builder().sequence(i).image(Scenes.frame(1, i, 16, 12)).build());
    }
    pixels = builder.build();
    assertEquals(Optional.empty(), pixels.provenance().tensor());
    assertEquals(
        List.of(new ProvenanceMismatched("tensors", "tensor", "pixels", TENSOR.toString(), false)),
        told(Monitor.builder(pixels).tensor(TENSOR)));
    Baseline tensors = ofTensors();
    for (int row = 0; row < 20; row++) {
      for (int signal = 0; signal < 7; signal++) {
        assertEquals(
            pixels.reference(Slice.ALL).rows().scalar(signal, row),
            tensors.reference(Slice.ALL).rows().scalar(signal, row),
            1e-9);
      }
    }
    // a monitor that is given the same tensors finds nothing
    List<WindowJudged> windows = new ArrayList<>();
    try (Monitor monitor =
        Monitor.builder(tensors)
            .tensor(TENSOR)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .listener(
                new MonitorListener() {
                  @Override
                  public void onWindowJudged(WindowJudged event) {
                    windows.add(event);
                  }
                })
            .polled()
            .start()) {
      for (int i = 0; i < 16; i++) {
        monitor.capture().tensor(tensor(i)).commit();
      }
      monitor.poll(16);
    }
    assertEquals(2, windows.size());
  }

  @Test
  void pixelsAndTensorsNeverMix() {
    BaselineBuilder builder = builder();
    builder.add(Observation.builder().tensor(tensor(0), TENSOR).build());
    Observation pixels =
        Observation.builder().sequence(1).image(Scenes.frame(1, 1, 16, 12)).build();
    assertEquals(
        "observation 1: its image is of pixels (expected: the tensor "
            + TENSOR
            + ", as those before or as the setting says)",
        assertThrows(IllegalArgumentException.class, () -> builder.add(pixels)).getMessage());
    BaselineBuilder set = builder().tensor(TENSOR.bgr());
    Observation rgb = Observation.builder().tensor(tensor(0), TENSOR).build();
    assertThrows(IllegalArgumentException.class, () -> set.add(rgb));
    assertThrows(
        IllegalArgumentException.class, () -> Observation.builder().tensor(new float[3], TENSOR));
    float[] broken = tensor(0);
    broken[7] = Float.NaN;
    assertThrows(
        IllegalArgumentException.class, () -> Observation.builder().tensor(broken, TENSOR));
  }
}
