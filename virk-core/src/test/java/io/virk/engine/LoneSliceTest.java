package io.virk.engine;

import static io.virk.scenes.Baselines.HEIGHT;
import static io.virk.scenes.Baselines.WIDTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Backtest;
import io.virk.BacktestResult;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.Fit;
import io.virk.event.StreamFitted;
import io.virk.event.WatchedStream;
import io.virk.event.WindowJudged;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** One camera of four sends: it is compared with itself, not with the mixture of all. */
class LoneSliceTest {
  private static final Slice CAMERA = new Slice("camera", "cam-1");

  /** Four cameras of their own brightness each, in turn; windows of 16. */
  private static final Baseline BASELINE = baseline();

  private final List<WindowJudged> ofAll = new ArrayList<>();
  private final List<StreamFitted> fits = new ArrayList<>();

  private static Baseline baseline() {
    BaselineBuilder builder =
        Baseline.builder("cameras").sliceBy("camera").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 4 * 160; i++) {
      builder.add(observation(i, i % 4, i % 4));
    }
    return builder.build();
  }

  private static Observation observation(int i, int camera, int shown) {
    Frame frame = Scenes.frame(shown, i, WIDTH, HEIGHT);
    return Observation.builder()
        .sequence(i)
        .epochMillis(1000L * i)
        .image(shown == 0 ? frame : Causes.named("under-exposure").apply(frame, 1 + shown, 0))
        .tag("camera", "cam-" + camera)
        .build();
  }

  /** By number: whose pictures come, of a camera that others may call something else. */
  private BacktestResult run(int n, IntUnaryOperator camera, IntUnaryOperator shown) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      observations.add(observation(9_000 + i, camera.applyAsInt(i), shown.applyAsInt(i)));
    }
    return Backtest.of(Monitor.builder(BASELINE).listener(listener())).over(observations);
  }

  private MonitorListener listener() {
    return new MonitorListener() {
      @Override
      public void onWindowJudged(WindowJudged event) {
        if (event.slice().isAll()) {
          ofAll.add(event);
        }
      }

      @Override
      public void onStreamFitted(StreamFitted event) {
        fits.add(event);
      }
    };
  }

  @Test
  void aCameraThatSendsAloneIsJudgedByItsOwnReference() {
    BacktestResult result = run(320, i -> 1, i -> i < 160 ? 1 : 3);
    assertTrue(ofAll.size() >= 10, ofAll::toString);
    for (WindowJudged window : ofAll) {
      assertEquals(Verdict.INSUFFICIENT_DATA, window.verdict());
      assertEquals(Optional.of(CAMERA), window.mergedInto());
      assertTrue(
          window
              .results()
              .get(0)
              .reason()
              .startsWith("all observations of the window are of camera=cam-1, which is compared"),
          window.results().get(0)::reason);
    }
    assertEquals(List.of(CAMERA), fits.stream().map(StreamFitted::slice).distinct().toList());
    assertEquals(1, result.episodes().size(), result::toString);
    SortedSet<Slice> named = result.episodes().get(0).drift().slices();
    assertEquals(new TreeSet<>(List.of(CAMERA)), named);
    assertEquals(
        List.of(WatchedStream.State.OF_ONE_SLICE, WatchedStream.State.FITS),
        result.streams().stream().map(WatchedStream::state).toList());
    assertEquals(0, result.streams().get(0).windows());
    assertEquals(List.of(), WatchedStream.unable(result.streams()));
  }

  /** Each window of all is of one camera then; the mixture was told to have moved. */
  @Test
  void camerasThatSendForALongTimeEachHaveNotMoved() {
    BacktestResult result = run(640, i -> i / 32 % 4, i -> i / 32 % 4);
    assertEquals(List.of(), result.episodes());
    assertTrue(fits.stream().allMatch(f -> f.fit() == Fit.FITS), fits::toString);
  }

  @Test
  void windowsOfSeveralCamerasAreComparedWithAll() {
    run(320, i -> i % 4, i -> i % 4);
    assertTrue(ofAll.stream().anyMatch(w -> w.verdict() == Verdict.NORMAL), ofAll::toString);
    assertTrue(ofAll.stream().allMatch(w -> w.mergedInto().isEmpty()), ofAll::toString);
  }

  /** There may be no room for it: then nobody else would judge it. */
  @Test
  void aSliceWithoutAWindowIsJudgedWithAll() {
    SignalTable rows = new SignalTable(BASELINE.schema(), 2);
    for (int i = 0; i < 2; i++) {
      rows.append(Values.slice(Values.at(BASELINE.schema(), i, i), "cam-1"));
    }
    Optional<String> key = Optional.of("camera");
    assertEquals(
        Optional.of(CAMERA), new LoneSlice(key, CAMERA::equals).of(Slice.ALL, rows, BASELINE));
    assertEquals(Optional.empty(), new LoneSlice(key, s -> false).of(Slice.ALL, rows, BASELINE));
  }
}
