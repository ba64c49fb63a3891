package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.cause.catalogue.Causes;
import io.virk.event.CauseChanged;
import io.virk.event.Trend;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.IncidentReader;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One fault takes the place of another while the drift is open. */
class CauseChangeTest {
  private static final int WINDOW = 16;
  private static final int RUNS = 24;

  private final EventLog log = new EventLog();
  private int next;

  /** What happens to an image, given its number. */
  private interface Fault {
    Frame apply(Frame frame, int number);
  }

  private static Fault named(String name) {
    return switch (name) {
      case "none" -> (frame, number) -> frame;
      case "jpeg" -> (frame, number) -> jpeg(frame);
      case "black" ->
          (frame, number) ->
              Frame.of(
                  new byte[3 * Baselines.WIDTH * Baselines.HEIGHT],
                  Baselines.WIDTH,
                  Baselines.HEIGHT,
                  PixelFormat.RGB);
      default -> (frame, number) -> Causes.named(name).apply(frame, 4, number);
    };
  }

  private static Frame jpeg(Frame frame) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(0.03f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(frame.toBufferedImage(), null, null), param);
      out.flush();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
      return Frame.of(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  private MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .recording(Recording.of(40))
        .polled()
        .listener(log);
  }

  private void feed(Monitor monitor, long seed, int frames, Fault fault) {
    for (int i = 0; i < frames; i++, next++) {
      Frame frame =
          Scenes.frame(1, (int) (10_000 * seed) + next, Baselines.WIDTH, Baselines.HEIGHT);
      monitor.capture().image(fault.apply(frame, next)).tag("camera", "cam-1").commit();
      monitor.poll(1);
    }
  }

  private void clear() {
    log.opened.clear();
    log.closed.clear();
    log.updated.clear();
    log.causes.clear();
  }

  /** The second fault begins with a window, or in the middle of one. */
  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @CsvSource({
    "defocus, black, 0",
    "defocus, black, 7",
    "jpeg, black, 0",
    "jpeg, black, 7",
    "under-exposure, defocus, 0",
    "sensor noise, under-exposure, 3"
  })
  void replacementIsToldWithinTwoWindows(String first, String second, int offset) {
    int inTime = 0;
    int more = 0;
    for (int seed = 1; seed <= RUNS; seed++) {
      clear();
      next = 0;
      try (Monitor monitor = builder().seed(seed).start()) {
        feed(monitor, seed, 2 * WINDOW, named("none"));
        feed(monitor, seed, 6 * WINDOW + offset, named(first));
        assertEquals(1, log.opened.size(), () -> "" + log.opened);
        more += log.causes.size();
        log.causes.clear();
        feed(monitor, seed, 2 * WINDOW + (WINDOW - offset) % WINDOW, named(second));
        inTime += log.causes.size() == 1 ? 1 : 0;
        log.causes.clear();
        feed(monitor, seed, 6 * WINDOW, named(second));
        more += log.causes.size();
      }
    }
    assertTrue(inTime >= 0.95 * RUNS, inTime + " of " + RUNS + " told in time");
    assertTrue(more <= 0.05 * RUNS, more + " told besides");
  }

  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @ValueSource(strings = {"defocus", "sensor noise", "under-exposure", "haze"})
  void oneFaultIsNotToldAsTwo(String fault) {
    for (int seed = 1; seed <= 3; seed++) {
      next = 0;
      try (Monitor monitor = builder().seed(seed).start()) {
        feed(monitor, seed, 2 * WINDOW, named("none"));
        feed(monitor, seed, 6 * WINDOW, named(fault));
      }
    }
    assertEquals(3, log.opened.size());
    log.opened.forEach(o -> assertEquals(List.of(), o.diagnosis().fingerprint().together()));
    log.updated.forEach(u -> assertEquals(List.of(), u.diagnosis().fingerprint().together()));
  }

  @Tag("slow")
  @Test
  void itIsToldOnceInWordsAndInTheIncident(@TempDir Path folder) {
    try (Monitor monitor = builder().incidents(folder).start()) {
      feed(monitor, 1, 2 * WINDOW, named("none"));
      feed(monitor, 1, 6 * WINDOW, named("defocus"));
      feed(monitor, 1, 6 * WINDOW, named("black"));
      feed(monitor, 1, 4 * WINDOW, named("none"));
    }
    assertEquals(1, log.opened.size());
    assertEquals(1, log.causes.size(), () -> "" + log.causes);
    CauseChanged changed = log.causes.get(0);
    String before = log.opened.get(0).diagnosis().what();
    assertTrue(before.contains("blur"), before);
    assertTrue(changed.inWords().startsWith("camera cam-1 is black; before: "), "" + changed);
    assertEquals("black picture", changed.now().cause());
    assertEquals(before, log.closed.get(0).opening().what());
    assertEquals("black picture", log.closed.get(0).diagnosis().cause());
    assertTrue(changed.now().severity().inWords().startsWith("severe ("), "" + changed.now());
    assertTrue(log.incidents.size() >= 3, "opened, changed, closed");
    List<IncidentChapter> history = IncidentReader.open(log.incidents.get(2).incident()).history();
    assertTrue(history.get(0).diagnosis().orElseThrow().headline().contains(before));
    IncidentChapter chapter =
        history.stream().filter(c -> c.kind() == Kind.CAUSE_CHANGED).findFirst().orElseThrow();
    assertEquals(changed.now(), chapter.diagnosis().orElseThrow());
  }

  @Test
  void severityGrowsHoldsAndShrinks() {
    try (Monitor monitor = builder().start()) {
      feed(monitor, 2, 2 * WINDOW, named("none"));
      feed(monitor, 2, 3 * WINDOW, at("under-exposure", 1));
      assertEquals(1, log.opened.size());
      log.updated.clear();
      feed(monitor, 2, 2 * WINDOW, at("under-exposure", 4));
      feed(monitor, 2, 2 * WINDOW, at("under-exposure", 1));
    }
    assertEquals(
        List.of(Trend.GROWS, Trend.SHRINKS),
        log.updated.stream().map(u -> u.trend()).filter(t -> t != Trend.HOLDS).toList());
    assertTrue(
        log.updated.stream()
            .anyMatch(u -> u.inWords().startsWith("the drift of camera=cam-1 grows: severe (")),
        () -> "" + log.updated.stream().map(u -> u.inWords()).toList());
    double grown = severityWhenIt(Trend.GROWS);
    double shrunk = severityWhenIt(Trend.SHRINKS);
    assertTrue(grown > 2 * shrunk, grown + ", " + shrunk);
  }

  private double severityWhenIt(Trend trend) {
    return log.updated.stream()
        .filter(u -> u.trend() == trend)
        .findFirst()
        .orElseThrow()
        .diagnosis()
        .severity()
        .deviations();
  }

  private static Fault at(String name, int severity) {
    return (frame, number) -> Causes.named(name).apply(frame, severity, number);
  }
}
