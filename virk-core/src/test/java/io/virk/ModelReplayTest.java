package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.Capture;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.image.TensorFormat;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.IncidentReplay.NotComputed;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings and logits are computed again by the model, or it is said why they cannot be. */
class ModelReplayTest {
  private static final int FRAMES = 8;
  private static final Recording RECORDING = Recording.of(16);
  private static final QuadrantEmbedder QUADRANTS = new QuadrantEmbedder();

  /** The host's model. */
  private static final Embedder REDS =
      Embedder.of("reds", 4, frame -> QUADRANTS.embed(List.of(frame)).embeddings());

  /** Which is like {@link #QUADRANTS}, but for a part. */
  private record Altered(EmbedderProvenance provenance, float offset) implements Embedder {
    @Override
    public int embeddingLength() {
      return 4;
    }

    @Override
    public int logitsLength() {
      return 3;
    }

    @Override
    public Embeddings embed(List<Frame> frames) {
      Embeddings same = QUADRANTS.embed(frames);
      same.embeddings()[2] += offset;
      return same;
    }

    @Override
    public void close() {}
  }

  @TempDir private Path folder;

  private static MonitorBuilder watched() {
    return Monitor.builder(Baselines.ofFourCameras()).embedder(QUADRANTS);
  }

  /** Of a host that runs its model itself. */
  private static MonitorBuilder handedOver() {
    return Monitor.builder(Baselines.ofFourCameras())
        .model(REDS.provenance().modelSha256(), REDS.provenance().preprocessing())
        .mismatchAccepted();
  }

  private static Frame frame(int number) {
    return Scenes.frame(0, number, Baselines.WIDTH, Baselines.HEIGHT);
  }

  private static void embedded(Capture capture, Frame frame) {
    capture.image(frame).embedding(REDS.embed(List.of(frame)).embeddings());
  }

  /** What the host asks to be kept of some captures. */
  private Incident incident(
      MonitorBuilder builder, Recording recording, BiConsumer<Capture, Integer> capture)
      throws IOException {
    try (Monitor monitor =
        builder
            .name("m")
            .sampler(Sampler.fraction(1))
            .clock(Baselines.CLOCK)
            .nanoClock(() -> 0)
            .recording(recording)
            .incidents(folder)
            .polled()
            .start()) {
      for (int i = 0; i < FRAMES; i++) {
        int number = i;
        monitor.observe(c -> capture.accept(c, number));
      }
      monitor.poll(100);
      monitor.incident("asked for");
      monitor.poll(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return IncidentReader.open(files.findFirst().orElseThrow());
    }
  }

  private static IncidentReplay replay(Incident incident, Embedder embedder) {
    return IncidentReplay.of(incident, Baselines.ofFourCameras(), embedder);
  }

  private void assertNotComputed(String why, Incident incident, Embedder embedder) {
    IncidentReplay replay = replay(incident, embedder);
    assertEquals(List.of(new NotComputed("embeddings", FRAMES, why)), replay.notComputed());
    assertTrue(
        replay.inWords().endsWith("\nembeddings of 8 observations cannot be recomputed: " + why),
        replay.inWords());
    assertTrue(replay.isIdentical(), "no false difference: " + replay.inWords());
    assertEquals(0, replay.embeddings());
  }

  @Test
  void whatTheMonitorEmbeddedIsTheSameToTheLastBit() throws IOException {
    Incident incident = incident(watched(), RECORDING, (c, i) -> c.image(frame(i)));
    assertEquals(Optional.of(QUADRANTS.provenance()), incident.provenance().model().embedder());
    IncidentReplay replay = replay(incident, QUADRANTS);
    assertTrue(replay.isIdentical(), replay.inWords());
    assertTrue(
        replay.inWords().endsWith(", 8 embeddings, the logits of 8 observations"),
        replay.inWords());
    assertEquals(List.of(), replay.notComputed());
    assertEquals(0, IncidentReplay.of(incident, Baselines.ofFourCameras()).embeddings());
  }

  @Test
  void anotherModelIsNamedByItsHash() throws IOException {
    Incident incident = incident(watched(), RECORDING, (c, i) -> c.image(frame(i)));
    IncidentReplay replay =
        replay(incident, new Altered(new EmbedderProvenance("other", "beef", "none"), 0.25f));
    assertEquals(FRAMES, replay.differences().size());
    IncidentReplay.Difference first = replay.differences().get(0);
    assertTrue(
        first.what().endsWith(", embedding[2], the furthest of 1 that differ"), first.what());
    assertEquals("another model: SHA-256 00ff then, beef now", first.why());
    assertEquals(
        0.25, Float.parseFloat(first.replayed()) - Float.parseFloat(first.recorded()), 1e-6);
    assertEquals(
        "another preprocessing: none then, resize 8 now",
        replay(incident, new Altered(new EmbedderProvenance("q", "00ff", "resize 8"), 0.25f))
            .differences()
            .get(0)
            .why());
    assertTrue(
        replay(incident, new Altered(QUADRANTS.provenance(), 1e-4f))
            .differences()
            .get(0)
            .why()
            .startsWith("a rounding: "));
    assertThrows(
        IllegalArgumentException.class,
        () -> replay(incident, Embedder.of("three", 3, frame -> new float[3])));
  }

  @Test
  void whatTheHostHandedOverIsComparedWhereItsModelSawTheSamePixels() throws IOException {
    Incident incident = incident(handedOver(), RECORDING, (c, i) -> embedded(c, frame(i)));
    IncidentReplay replay = replay(incident, REDS);
    assertTrue(replay.isIdentical(), replay.inWords());
    assertEquals(FRAMES, replay.embeddings());
    assertTrue(replay(incident, QUADRANTS).differences().isEmpty(), "as that one gives the same");
  }

  @Test
  void whatOtherPixelsGaveIsNotCompared() throws IOException {
    assertNotComputed(
        "the picture was reduced, and the host's model saw all 600 x 400 pixels",
        incident(handedOver(), RECORDING, (c, i) -> embedded(c, Scenes.frame(0, i, 600, 400))),
        REDS);
  }

  @Test
  void whatATensorGaveIsNotCompared() throws IOException {
    TensorFormat format = TensorFormat.nchw(Baselines.WIDTH, Baselines.HEIGHT).zeroToOne();
    float[] tensor = new float[format.length()];
    assertNotComputed(
        "the picture was read back from the input tensor, in 256 levels, and the host's model saw"
            + " the tensor itself",
        incident(
            handedOver().tensor(format),
            RECORDING,
            (c, i) -> c.tensor(tensor).embedding(new float[] {i, 0, 0, 0})),
        REDS);
  }

  @Test
  void whatNobodyKnowsTheModelOfIsNotCompared() throws IOException {
    assertNotComputed(
        "the host handed them over, and did not state of which model they are",
        incident(
            Monitor.builder(Baselines.ofFourCameras()).mismatchAccepted(),
            RECORDING,
            (c, i) -> embedded(c, frame(i))),
        REDS);
  }

  @Test
  void whatWasRedactedIsNotCompared() throws IOException {
    Incident incident =
        incident(
            watched(),
            RECORDING.redactor((image, tags) -> Optional.empty()),
            (c, i) -> c.image(frame(i)));
    IncidentReplay replay = replay(incident, QUADRANTS);
    String why = "the picture was left out by the redactor";
    assertEquals(
        List.of(new NotComputed("embeddings", FRAMES, why), new NotComputed("logits", FRAMES, why)),
        replay.notComputed());
    assertTrue(replay.isIdentical(), replay.inWords());
  }
}
