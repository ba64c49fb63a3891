package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.SceneChange.Outcome;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.image.internal.LumaGrid;
import io.virk.image.internal.Scene;
import io.virk.image.internal.SceneSums;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.StillCamera;
import io.virk.signal.Observation;
import io.virk.signal.internal.Values;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasTest {
  private static final Slice FIRST = new Slice("camera", "cam-0");
  private static final Slice SECOND = new Slice("camera", "cam-1");

  @TempDir private Path folder;

  private static Engine engine(Baseline baseline) {
    return new Engine(
        Streams.settings(FalseAlarms.oncePerObservations(4_000), false, 8),
        new WindowSizes(baseline, WindowPolicy.ofCount(16)));
  }

  /** Pictures of two cameras by turns, of which the second is knocked half-way. */
  private static List<Streams.Step> steps(int n) {
    List<Streams.Step> steps = new ArrayList<>();
    QuadrantEmbedder embedder = new QuadrantEmbedder();
    for (int i = 0; i < n; i++) {
      StillCamera camera = Baselines.stillCamera(i % 2);
      if (i % 2 == 1 && i > n / 2) {
        camera.knocked(0.1, 0, 4, 1);
      }
      Frame frame = camera.frame(3000 + i);
      Embeddings embedded = embedder.embed(List.of(frame));
      Observation observation =
          Observation.builder()
              .sequence(i)
              .epochMillis(40L * i)
              .image(frame)
              .embedding(embedded.embeddings())
              .logits(embedded.logits())
              .tag("camera", "cam-" + i % 2)
              .build();
      steps.add(new Streams.Step(observation, 1, 40_000_000L * i));
    }
    return steps;
  }

  @Test
  void aRunGoesOnFromASnapshot() throws IOException {
    Baseline baseline = Baselines.ofStillCameras();
    List<Streams.Step> steps = steps(160);
    for (int at : new int[] {71, 150}) { // before the drift, and in it
      Engine engine = engine(baseline);
      Streams.run(engine, steps.subList(0, at));
      byte[] kept = RestoredRunTest.bytes(engine);
      Engine again = engine(baseline);
      again.restore(new DataInputStream(new ByteArrayInputStream(kept)), steps.get(at - 1).nanos());
      assertArrayEquals(kept, RestoredRunTest.bytes(again));
      List<String> told = Streams.run(engine, steps.subList(at, 160));
      assertEquals(told, Streams.run(again, steps.subList(at, 160)));
      assertEquals(1, engine.openDrifts().size());
      assertArrayEquals(RestoredRunTest.bytes(engine), RestoredRunTest.bytes(again));
    }
  }

  private static Snapshot with(Snapshot of, UnaryOperator<List<Snapshot.Seen>> change) {
    return new Snapshot(
        of.head(),
        of.windows(),
        of.recents(),
        of.formers(),
        of.histories(),
        of.watches(),
        of.silences(),
        of.freezes(),
        of.tagged(),
        change.apply(of.cameras()));
  }

  @Test
  void whatNoEngineWroteIsRefused() throws IOException {
    Engine engine = engine(Baselines.ofStillCameras());
    Streams.run(engine, steps(40));
    Snapshot snapshot = engine.snapshot();
    Snapshot.Seen own = snapshot.cameras().get(0);
    assertEquals(
        "camera camera=cam-0: 3 bytes (expected: as many as what is kept of it takes)",
        refused(with(snapshot, s -> List.of(new Snapshot.Seen(own.slice(), new byte[3])))));
    byte[] longer = Arrays.copyOf(own.sums(), own.sums().length + 1);
    assertTrue(
        refused(with(snapshot, s -> List.of(new Snapshot.Seen(own.slice(), longer))))
            .startsWith("camera camera=cam-0: " + longer.length + " bytes"));
    assertEquals(
        "cameras camera=cam-0: two (expected: one)",
        refused(with(snapshot, s -> List.of(own, own))));
    byte[] tooMuch = own.sums().clone();
    int sum = 2 + Intervals.bytes() + Loops.bytes() + 12;
    Arrays.fill(tooMuch, sum, sum + 2, (byte) 0xff);
    String refused = refused(with(snapshot, s -> List.of(new Snapshot.Seen(own.slice(), tooMuch))));
    assertTrue(refused.startsWith("sum: 65"), refused);
  }

  private static String refused(Snapshot snapshot) throws IOException {
    Engine engine = engine(Baselines.ofStillCameras());
    byte[] bytes = SnapshotTest.bytes(snapshot);
    return assertThrows(
            IllegalArgumentException.class,
            () -> engine.restore(new DataInputStream(new ByteArrayInputStream(bytes)), 0))
        .getMessage();
  }

  private static Drift drift(Slice... slices) {
    return new Drift(
        1,
        new TreeSet<>(Set.of(slices)),
        Onset.before(new Position(0, 0), new Position(0, 0)),
        new Position(15, 0),
        Optional.empty(),
        1,
        List.of(),
        SliceSelection.NONE);
  }

  @Test
  void memoryIsBounded() {
    Baseline baseline = Baselines.ofStillCameras();
    Cameras pictured = new Cameras("m", baseline, 2, 1, event -> {});
    Cameras one = new Cameras("m", baseline, 1, 1, event -> {});
    for (int i = 0; i < 20; i++) {
      for (Slice slice : List.of(FIRST, SECOND)) {
        Frame frame = Baselines.stillCamera(slice == FIRST ? 0 : 1).frame(i);
        pictured.arrived(slice, Values.numbered(i), frame, Repeats.NONE);
        one.arrived(slice, Values.numbered(i), frame, Repeats.NONE);
      }
    }
    long ofOne = one.memory();
    assertTrue(ofOne > 9 * Baselines.WIDTH * Baselines.HEIGHT && ofOne < 60_000, "" + ofOne);
    assertTrue(
        pictured.memory() > ofOne && pictured.memory() < 2 * ofOne,
        pictured.memory() + " of two, " + ofOne);
    List<CameraChange> changes = pictured.changes(drift(FIRST, SECOND));
    assertEquals(Outcome.IN_PLACE, changes.get(0).scene().outcome());
    assertEquals(Outcome.NOT_KEPT, changes.get(1).scene().outcome());
    assertEquals(1, one.changes(drift(FIRST, SECOND)).size(), "the one seen last");
  }

  @Test
  void aBaselineKeepsItsScenesInItsFile() {
    Baseline baseline = Baselines.ofStillCameras();
    baseline.save(folder.resolve("still.virk"));
    Baseline again = Baseline.load(folder.resolve("still.virk"));
    for (Slice slice : List.of(FIRST, SECOND)) {
      Reference reference = baseline.reference(slice);
      assertTrue(reference.scene().orElseThrow().isStatic(), reference.scene().toString());
      assertNotNull(reference.scene().get().deviation());
      assertEquals(reference.scene(), again.reference(slice).scene());
    }
    assertTrue(again.reference(Slice.ALL).scene().isEmpty(), "two cameras");
    assertTrue(Baselines.ofVectors().reference(Slice.ALL).scene().isEmpty());
  }

  /** Was kept whole, though nothing can be measured with it. */
  @Test
  void aFileHasNoPictureOfWhatDoesNotStandStill() {
    SceneSums sums = new SceneSums(new LumaGrid());
    for (int i = 0; i < 40; i++) {
      sums.add(new StillCamera(i, 64, 48).frame(0));
    }
    Scene whole = sums.scene().orElseThrow();
    Scene kept = whole.kept();
    assertFalse(whole.isStatic() || kept.isStatic(), whole.toString());
    assertEquals(whole.likeness(), kept.likeness());
    assertEquals(0, kept.mean().length + kept.deviation().length);
    assertEquals(0, Scene.mean(kept, whole).mean().length);
  }
}
