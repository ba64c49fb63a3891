package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.cause.Cause;
import io.virk.cause.catalogue.Causes;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Step;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cause of the host's own, from the builder through the file to the words of a drift. */
class OwnCauseTest {
  private static final int SIDE = 32;

  @TempDir Path folder;

  /** Green gains, as under a leaf of plastic: none of VIRK's causes does that. */
  private record GreenFilm() implements Cause {
    @Override
    public String name() {
      return "green film";
    }

    @Override
    public String family() {
      return "colour";
    }

    @Override
    public Frame apply(Frame frame, int severity, long seed) {
      byte[] pixels = frame.pixels().clone();
      for (int i = 1; i < pixels.length; i += 3) {
        pixels[i] = (byte) Math.min(255, (pixels[i] & 0xff) * (10 + severity) / 10);
      }
      return Frame.of(pixels, frame.width(), frame.height(), PixelFormat.RGB);
    }

    @Override
    public String words() {
      return "looks through a green film";
    }

    @Override
    public String action() {
      return "Take the film off the lens.";
    }
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("camera").window(16).clock(Baselines.CLOCK);
  }

  private static Baseline filled(BaselineBuilder builder, int from) {
    for (int i = 0; i < 160; i++) {
      builder.add(
          Observation.builder().sequence(i).image(Scenes.frame(5, from + i, SIDE, SIDE)).build());
    }
    return builder.build();
  }

  private static Diagnosis greened(Baseline baseline) {
    return greened(baseline, Playbook.standard());
  }

  private static Diagnosis greened(Baseline baseline, Playbook playbook) {
    EventLog log = new EventLog();
    try (Monitor monitor =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .emission(new EmissionPolicy(1, 1, 1))
            .playbook(playbook)
            .listener(log)
            .start()) {
      for (int i = 0; i < 64; i++) {
        Frame frame = Scenes.frame(5, 9000 + i, SIDE, SIDE);
        monitor.capture().image(new GreenFilm().apply(frame, 4, i)).commit();
        monitor.poll(1);
      }
    }
    return log.opened.get(0).diagnosis();
  }

  @Test
  void itIsNamedInItsOwnWords() {
    Baseline baseline = filled(builder().causes(new GreenFilm()), 0);
    List<CauseSignature> signatures = baseline.reference(Slice.ALL).signatures();
    assertEquals(
        3, signatures.stream().filter(s -> s.cause().equals(new GreenFilm().name())).count());
    Diagnosis told = greened(baseline);
    assertEquals("the whole stream looks through a green film", told.headline());
    assertEquals("Take the film off the lens.", told.recommendedAction());

    String rules =
        """
        {"rules": [
          {"cause": "defocus", "what": "never", "who": "nobody", "lookAgain": "1 d"},
          {"cause": "green film", "severity": "mild", "what": "Call the shop. {action}",
           "who": "line lead", "lookAgain": "1 h 30 min"},
          {"what": "{action}", "who": "on call", "lookAgain": "1 h"}]}""";
    assertEquals(
        new Step("Call the shop. Take the film off the lens.", "line lead", Duration.ofMinutes(90)),
        greened(baseline, Playbook.parse(rules)).step().with(Step.Sureness.GUESS));

    Path file = folder.resolve("camera.virk");
    baseline.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(baseline.hash(), loaded.hash());
    told = greened(loaded);
    assertEquals("the whole stream looks like a case of green film", told.headline());
    assertTrue(told.explanation().contains("Most likely green film"), told.explanation());

    Baseline knowing = loaded.withCauses(new GreenFilm());
    assertEquals(baseline.hash(), knowing.hash());
    assertEquals("the whole stream looks through a green film", greened(knowing).headline());
  }

  @Tag("slow")
  @Test
  void itStaysWithVersionsOfTheBaseline() {
    GreenFilm own = new GreenFilm();
    Baseline baseline = filled(builder().causes(own), 0);
    assertSame(own, last(baseline.causes()));
    assertSame(own, last(baseline.withWindow(24).causes()));
    int all = baseline.reference(Slice.ALL).signatures().size();
    Baseline next = filled(baseline.refresh().clock(Baselines.CLOCK), 3000);
    assertEquals(all, next.reference(Slice.ALL).signatures().size());
    Baseline plain = filled(builder(), 6000);
    assertEquals(Causes.all(), plain.causes());
    for (Baseline merged : List.of(plain.merge(baseline), baseline.merge(plain))) {
      assertSame(own, last(merged.causes()));
      List<CauseSignature> signatures = merged.reference(Slice.ALL).signatures();
      assertEquals(all, signatures.size());
      assertEquals(3, signatures.stream().filter(s -> s.cause().equals("green film")).count());
    }
  }

  private static Cause last(List<Cause> causes) {
    return causes.get(causes.size() - 1);
  }

  @Test
  void nonsenseIsRefused() {
    BaselineBuilder builder = builder().causes(new GreenFilm()).causes(Causes.named("defocus"));
    String told =
        assertThrows(IllegalArgumentException.class, () -> filled(builder, 0)).getMessage();
    assertTrue(told.contains("cause: two of the name defocus (expected: each name once)"), told);
    assertTrue(told.contains("causes is set twice"), told);
  }
}
