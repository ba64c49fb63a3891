package io.virk.examples.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.golden.Scenes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.onnx.OnnxEmbedder;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as its clients, its load balancer and Prometheus see it. */
class VisionServiceTest {
  private static final Path MODEL =
      Path.of("../quickstart/src/main/resources/io/virk/examples/quickstart/parts-classifier.onnx");

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Tag("slow")
  @Tag("once")
  @Test
  void aDriftIsInHealthAndMetersAndInNoProbe() throws Exception {
    Path baseline = folder.resolve("line-3.virk");
    try (OnnxEmbedder embedder = OnnxEmbedder.builder(MODEL).transform(Classifier.STEPS).build()) {
      BaselineBuilder builder = Baseline.builder("line-3").embedder(embedder);
      for (int i = 0; i < 120; i++) {
        builder.add(Observation.builder().image(scene(i, 1)).build());
      }
      builder.build().save(baseline);
    }
    String[] arguments = {
      "--server.port=0",
      "--virk.baseline=" + baseline,
      "--virk.model=" + MODEL,
      "--virk.every=1",
      "--virk.cpu-budget=1",
      "--virk.incidents=" + folder.resolve("incidents")
    };
    try (ConfigurableApplicationContext service =
        SpringApplication.run(VisionService.class, arguments)) {
      String url = "http://localhost:" + service.getEnvironment().getProperty("local.server.port");
      CountDownLatch opened = new CountDownLatch(1);
      service
          .getBean(Monitor.class)
          .addListener(
              new MonitorListener() {
                @Override
                public void onDriftOpened(DriftOpened event) {
                  opened.countDown();
                }
              });
      for (int i = 1_000; i < 1_096; i++) {
        String reply = post(url, png(scene(i, 1))).body();
        assertTrue(reply.startsWith("{\"camera\":\"cam-1\",\"predicted\":"), reply);
      }
      assertTrue(get(url + "/actuator/health").body().contains("\"status\":\"UP\""));
      for (int i = 2_000; opened.getCount() > 0 && i < 2_500; i++) {
        post(url, png(scene(i, 0.5)));
      }

      assertEquals(0, opened.getCount(), "no drift opened");
      HttpResponse<String> health = get(url + "/actuator/health");
      assertEquals(200, health.statusCode());
      assertTrue(health.body().endsWith("\"status\":\"DEGRADED\"}"), health.body());
      assertTrue(
          health.body().contains("\"drifts\":[\"the whole stream is darker than the baseline\"]"),
          health.body());
      for (String probe : List.of("liveness", "readiness")) {
        String body = get(url + "/actuator/health/" + probe).body();
        assertTrue(body.contains("\"status\":\"UP\"") && !body.contains("drift"), body);
      }
      String meters = get(url + "/actuator/prometheus").body();
      assertTrue(meters.contains("virk_drifts_open{monitor=\"line-3\"} 1.0"), meters);
      assertTrue(meters.contains("virk_statistic{detector="), meters);
      assertEquals(415, post(url, new byte[] {1, 2, 3}).statusCode());
    }
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("virk"))
            .toList();
    assertEquals(List.of(), left);
  }

  @Test
  void aStreamThatNeverLookedLikeTheBaselineIsNotUp() {
    BaselineBuilder builder = Baseline.builder("line-3").window(16);
    for (int i = 0; i < 200; i++) {
      builder.add(Observation.builder().embedding(vector(i, 0)).build());
    }
    try (Monitor monitor =
        Monitor.builder(builder.build()).sampler(Sampler.every(1)).polled().start()) {
      DriftHealth health = new DriftHealth(monitor);
      assertEquals(Status.UP, health.health().getStatus());
      for (int i = 1_000; i < 1_100; i++) {
        monitor.capture().embedding(vector(i, 3)).commit();
        monitor.poll(1);
      }
      assertEquals(DriftHealth.DEGRADED, health.health().getStatus());
      String details = health.health().getDetails().toString();
      assertTrue(details.contains("drifts=[]"), details);
      assertTrue(details.contains("did not from the beginning"), details);
    }
  }

  private static float[] vector(int number, double shift) {
    SplittableRandom random = new SplittableRandom(number);
    float[] vector = new float[4];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (random.nextGaussian() + shift);
    }
    return vector;
  }

  @Test
  void aMissingBaselineIsNamed() {
    Path missing = folder.resolve("missing.virk");
    Exception refused =
        assertThrows(
            Exception.class,
            () ->
                SpringApplication.run(
                    VisionService.class, "--server.port=0", "--virk.baseline=" + missing));
    Throwable reason = refused;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    assertEquals(
        "virk.baseline: " + missing + " (expected: a file that virk build wrote)",
        reason.getMessage());
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private HttpResponse<String> post(String url, byte[] file)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url + "/classify"))
            .header("Content-Type", "image/png")
            .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Frame scene(int number, double light) {
    return Frame.of(Scenes.rgb(number, light), Scenes.WIDTH, Scenes.HEIGHT, PixelFormat.RGB);
  }

  private static byte[] png(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(frame.toBufferedImage(), "png", out);
    return out.toByteArray();
  }
}
