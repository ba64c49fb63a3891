package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.SliceEngine;
import io.virk.SliceEngines;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.internal.SignalExtractor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has happened to all cameras is named: by summaries of a monitor, which sees the pictures,
 * and of engines of single slices, to which signals are sent without the tiles.
 */
@Tag("slow")
class KnownDirectionsTest {
  private static final int FRAMES = 64;
  private static final FleetSettings SETTINGS =
      FleetSettings.of(FalseAlarms.oncePer(Duration.ofDays(7)));
  private static final List<String> FAULTS =
      List.of(
          "under-exposure",
          "over-exposure",
          "one-sided light",
          "defocus",
          "haze",
          "sensor noise",
          "warm colour cast",
          "cool colour cast");

  private static final Baseline BASELINE = baseline();
  private static final SummaryScheme SCHEME = SummaryScheme.of(BASELINE);
  private static final SliceEngines ENGINES =
      SliceEngines.of(Monitor.builder(BASELINE), 1).summarised("camera", SETTINGS);

  private static Baseline baseline() {
    BaselineBuilder builder = Baseline.builder("cameras").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 4 * 96; i++) {
      builder.add(Observation.builder().sequence(i).image(frame(i)).build());
    }
    return builder.build();
  }

  private static Frame frame(int i) {
    return Scenes.frame(i % 4, i, Baselines.WIDTH, Baselines.HEIGHT);
  }

  private static Summary summary(String fault, int severity, int from, boolean tiles) {
    Summarizer summarizer = new Summarizer(SCHEME, "line", Duration.ofMinutes(1), List.of());
    SignalExtractor extractor =
        new SignalExtractor(BASELINE.schema(), BASELINE.sources(), null, null, null);
    SliceEngines.Encoder encoder = ENGINES.encoder();
    SliceEngine engine = ENGINES.begin("cam-1");
    for (int i = from; i < from + FRAMES; i++) {
      Frame seen = fault.isEmpty() ? frame(i) : Causes.named(fault).apply(frame(i), severity, i);
      Observation of = Observation.builder().sequence(i).image(seen).build();
      if (tiles) {
        summarizer.observed(of, extractor.extract(of), new Slice("camera", "cam-1"));
      } else {
        engine.accept(encoder.encode(of), event -> {});
      }
    }
    engine.advance(Duration.ofHours(1).toMillis(), event -> {});
    return (tiles ? summarizer.close() : engine.summaries()).get(0).summary();
  }

  private static String named(String fault, int severity, boolean tiles) {
    SliceTest test =
        SliceTest.of(SCHEME).stream()
            .filter(t -> t.kind() == SliceTest.Kind.CAUSES)
            .findFirst()
            .orElseThrow();
    double[] shift =
        test.shift(summary(fault, severity, 60_000, tiles), summary("", 0, 50_000, tiles));
    return KnownDirections.like(KnownDirections.of(SCHEME), shift);
  }

  private static String family(String cause) {
    return Causes.named(cause.replaceAll(" at severity .*", "")).family();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFaultIsNamedByItsFamily(boolean tiles) {
    List<String> wrong = new ArrayList<>();
    int right = 0;
    for (String fault : FAULTS) {
      for (int severity : List.of(1, 3)) {
        String said = named(fault, severity, tiles);
        right += !said.isEmpty() && family(said).equals(family(fault)) ? 1 : 0;
        if (!said.startsWith(fault)) {
          wrong.add(fault + " at severity " + severity + " is told as " + said);
        }
      }
    }
    assertTrue(right >= 14, wrong::toString);
  }

  /** The tiles that were not sent counted as not moved, which a lamp on one side fits best. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lessLightEverywhereIsNotLessLightOnOneSide(boolean tiles) {
    assertEquals("under-exposure at severity 1", named("under-exposure", 1, tiles));
  }

  /** Half of it is no other cause, one of whose severities is as large. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void howMuchItIsDoesNotSayWhatItIs(boolean tiles) {
    Summary level = summary("", 0, 50_000, tiles);
    Summary dark = summary("under-exposure", 1, 60_000, tiles);
    SliceTest test =
        SliceTest.of(SCHEME).stream()
            .filter(t -> t.kind() == SliceTest.Kind.CAUSES)
            .findFirst()
            .orElseThrow();
    double[] shift = test.shift(dark, level);
    for (double much : new double[] {0.2, 0.5, 2}) {
      double[] part = Arrays.stream(shift).map(s -> much * s).toArray();
      String like = KnownDirections.like(KnownDirections.of(SCHEME), part);
      assertTrue(like.startsWith("under-exposure"), much + ": " + like);
    }
  }
}
