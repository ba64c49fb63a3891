package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A camera whose name would steer the operator's terminal, from its tag to what is read of it. */
@Tag("once")
class HostileTagTest {
  private static final String CAMERA =
      "cam\r\n12:00 WARN forged \u001B[2J\u202E\u2028" + "x".repeat(210);

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<String> words = new ArrayList<>();
  private final List<DriftOpened> opened = new ArrayList<>();
  private final MonitorListener log =
      new MonitorListener() {
        @Override
        public void onDriftOpened(DriftOpened event) {
          opened.add(event);
          words.add(event.diagnosis().headline());
          words.add(event.drift().where());
          words.add(event.drift().selection().inWords());
          words.addAll(event.diagnosis().explanation().lines().toList());
        }

        @Override
        public void onDriftClosed(DriftClosed event) {
          words.add(event.inWords());
        }
      };

  @Tag("slow")
  @Test
  void nothingOfItIsMarkup() {
    List<RecordedEvent> events = Recordings.during("hostile", this::run);
    assertEquals(1, opened.size());
    assertEquals(CAMERA, opened.get(0).drift().slices().first().value(), "data are left alone");
    assertTrue(words.get(0).startsWith("camera cam\uFFFD"), words.get(0));
    registry
        .getMeters()
        .forEach(m -> m.getId().getTags().forEach(tag -> words.add(tag.getValue())));
    for (RecordedEvent event : events) {
      for (ValueDescriptor field : event.getFields()) {
        if (event.getValue(field.getName()) instanceof String text) {
          words.add(text);
        }
      }
    }
    assertTrue(
        words.stream().filter(w -> w.contains("cam\uFFFD\uFFFD12:00")).count() > 5,
        words.toString());
    for (String w : words) {
      assertFalse(
          w.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x202E || c == 0x2028), w);
      assertFalse(w.contains("x".repeat(200)), w);
    }
  }

  private void run() {
    Frame black =
        Frame.of(
            new byte[Baselines.WIDTH * Baselines.HEIGHT * 3],
            Baselines.WIDTH,
            Baselines.HEIGHT,
            PixelFormat.RGB);
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .name("hostile")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .polled()
            .listener(log)
            .start()) {
      MonitorMetrics.of(monitor).bindTo(registry);
      for (int i = 0; i < 1200; i++) {
        boolean hostile = i % 4 == 3;
        Frame frame =
            hostile ? black : Scenes.frame(i % 4, 500 + i, Baselines.WIDTH, Baselines.HEIGHT);
        monitor.capture().image(frame).tag("camera", hostile ? CAMERA : "cam-" + i % 4).commit();
        monitor.poll(1);
      }
    }
  }
}
