package io.virk.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentSink;
import io.virk.incident.Recording;
import io.virk.incident.Spool;
import io.virk.incident.Webhook;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against a server that speaks S3, signatures and all, in this process. */
@Tag("slow")
@Tag("once")
@Timeout(120)
class S3IncidentSinkTest {
  private static final String BUCKET = "incidents";
  private static Baseline baseline;
  private static int port;

  @TempDir private Path folder;
  private TransientNio2BlobStore store;
  private S3Proxy server;

  @BeforeAll
  static void build() {
    BaselineBuilder builder = Baseline.builder("line").window(16);
    for (int i = 0; i < 320; i++) {
      builder.add(Observation.builder().sequence(i).embedding(vector(i, 0)).build());
    }
    baseline = builder.build();
  }

  private static float[] vector(int i, double moved) {
    SplittableRandom random = new SplittableRandom(i * 31_337L);
    float[] vector = new float[4];
    for (int d = 0; d < vector.length; d++) {
      vector[d] = (float) (moved + random.nextGaussian());
    }
    return vector;
  }

  @BeforeEach
  void start() throws Exception {
    store = new TransientNio2BlobStore();
    store.createContainer(BUCKET);
    serve();
  }

  private void serve() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
            .build();
    server.start();
    port = server.getPort(); // the same one again after it was away
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    store.close();
  }

  @AfterAll
  static void forget() {
    port = 0;
  }

  private static S3IncidentSink sink(String secret) {
    return S3IncidentSink.to(BUCKET)
        .prefix("virk/line-3")
        .endpoint(URI.create("http://127.0.0.1:" + port))
        .credentials("key", secret);
  }

  /** A monitor whose drift opens and closes; a private tag says best which observations drift. */
  private void drift(IncidentSink... sinks) {
    try (Monitor monitor =
        Monitor.builder(baseline)
            .name("line-3")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .incidents(folder.resolve("incidents"))
            .recording(Recording.of(16).privateTags("operator").sinks(sinks))
            .polled()
            .eventThreads()
            .start()) {
      for (int i = 0; i < 320; i++) {
        monitor
            .capture()
            .embedding(vector(1000 + i, i >= 64 && i < 160 && i % 2 == 0 ? 8 : 0))
            .tag("operator", i % 2 == 0 ? "alice" : "bob")
            .tag("line", "3")
            .commit();
        monitor.poll(1);
      }
    }
  }

  private List<S3Object> objects() {
    return store.list(ListObjectsV2Request.builder().bucket(BUCKET).build()).contents();
  }

  private byte[] object(String key) throws IOException {
    try (var content = store.getBlob(BUCKET, key)) {
      return content.readAllBytes();
    }
  }

  private List<Path> bundles() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("incidents"))) {
      return files.toList();
    }
  }

  @Test
  void theObjectIsTheBundleOfTheLastStateAndNothingPrivateLeaves() throws IOException {
    List<String> posted = Collections.synchronizedList(new ArrayList<>());
    HttpServer chat =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          posted.add(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    chat.start();
    try (S3IncidentSink sink = sink("secret")) {
      drift(sink, Webhook.to(URI.create("http://127.0.0.1:" + chat.getAddress().getPort())));
    } finally {
      chat.stop(0);
    }
    assertEquals(1, objects().size());
    String key = objects().get(0).key();
    assertTrue(key.matches("virk/line-3/\\d{8}T\\d{6}Z-1-line-3-[0-9a-f]{8}\\.zip"), key);
    byte[] bytes = object(key);
    assertArrayEquals(Files.readAllBytes(bundles().get(0)), bytes);
    assertFalse(posted.isEmpty());
    String left = new String(bytes, StandardCharsets.ISO_8859_1) + String.join("\n", posted);
    assertTrue(left.contains("\"line\""));
    for (String secret : List.of("alice", "bob", "operator")) {
      assertFalse(left.contains(secret), "a private tag left the process");
    }
  }

  @Test
  void whatTheNetworkDoesNotTakeIsThereAfterARestart() throws Exception {
    Path spool = folder.resolve("spool");
    server.stop();
    try (S3IncidentSink sink = sink("secret")) {
      Spool first = Spool.of(spool, sink);
      drift(first);
      assertEquals(1, first.waiting());
      assertTrue(assertThrows(IOException.class, first::send).getMessage().contains(BUCKET));
    }
    assertEquals(0, objects().size());
    serve();
    try (S3IncidentSink sink = sink("secret")) {
      Spool next = Spool.of(spool, sink);
      next.send();
      assertEquals(0, next.waiting());
    }
    assertArrayEquals(
        Files.readAllBytes(bundles().get(0)), object(objects().get(0).key()), "nothing is lost");
    try (Stream<Path> left = Files.list(spool)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whoMayNotIsToldSoWithoutTheSecret() throws IOException {
    drift();
    try (S3IncidentSink sink = sink("another secret")) {
      IOException e =
          assertThrows(IOException.class, () -> sink.write(IncidentReader.open(bundles().get(0))));
      assertTrue(e.getMessage().startsWith("bucket incidents does not take virk/line-3/"));
      assertTrue(e.getMessage().contains("403"), e.getMessage());
      assertFalse(e.getMessage().contains("another secret"), e.getMessage());
      assertEquals("s3://incidents/virk/line-3/", sink.toString());
    }
  }

  @Test
  void settingsAreRefusedInWords() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> S3IncidentSink.to("a/b"),
            () -> S3IncidentSink.to("a").endpoint(URI.create("http:/no-host")),
            () -> sink("s").prefix("/x"),
            () -> sink("s").endpoint(URI.create("ftp://x")))) {
      String message = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(message.contains("(expected: "), message);
    }
  }
}
