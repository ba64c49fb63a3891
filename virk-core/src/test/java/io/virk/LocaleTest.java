package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The words of baselines, drifts and the status are the same wherever the JVM runs. */
@Tag("slow")
@Tag("once")
class LocaleTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void everyWordIsTheSameInEveryLocale() {
    Locale.setDefault(Locale.ROOT);
    Baseline one = baseline(0);
    Baseline other = baseline(40);
    List<String> expected = words(one, other);
    assertTrue(expected.size() > 20, expected.toString());
    for (String tag : List.of("ar-EG", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "tr-TR")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      // the test would show nothing where the JDK has no data for the locale
      assertFalse(!tag.startsWith("tr") && String.format("%d", 7).equals("7"), tag);
      List<String> words = words(one, other);
      assertEquals(expected, words, tag);
      for (String text : words) {
        assertFalse(text.chars().anyMatch(c -> c > 0x7F && Character.isDigit(c)), text);
      }
    }
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertEquals(expected, words(baseline(0), other), "built there, too");
  }

  private static List<String> words(Baseline one, Baseline other) {
    List<String> words = new ArrayList<>();
    words.add(one.toString());
    words.add(one.nullReport().toText());
    words.add(one.nullReport().toJson());
    words.add(one.compareWith(other).text());
    EventLog log = new EventLog();
    try (Monitor monitor =
        Monitor.builder(one)
            .sampler(Sampler.fraction(0.999_999))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .polled()
            .listener(log)
            .start()) {
      Frame black = Frame.of(new byte[24 * 18 * 3], 24, 18, PixelFormat.RGB);
      for (int i = 0; i < 500; i++) {
        Frame frame = i < 250 ? black : Scenes.frame(0, 1000 + i, 24, 18);
        monitor.capture().image(frame).tag("camera", "cam-1").commit();
        monitor.capture().embedding(new float[15]).commit();
        monitor.poll(2);
      }
      words.add(monitor.status().judged().flaws().toString());
    }
    log.failures.forEach(f -> words.add(f.cause().getMessage()));
    for (DriftOpened event : log.opened) {
      words.add(event.diagnosis().headline());
      words.add(event.diagnosis().explanation());
      words.add(event.diagnosis().recommendedAction());
      words.add(event.drift().selection().inWords());
    }
    log.windows.forEach(w -> w.results().forEach(r -> words.add(r.toString())));
    log.closed.forEach(e -> words.add(e.inWords()));
    return words;
  }

  private static Baseline baseline(int from) {
    BaselineBuilder builder =
        Baseline.builder("words")
            .embedder(new QuadrantEmbedder())
            .sliceBy("camera")
            .window(16)
            .clock(Baselines.CLOCK);
    for (int i = 0; i < 160; i++) {
      builder.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(0, from + i, 24, 18))
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    return builder.build();
  }
}
