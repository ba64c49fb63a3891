package io.virk.examples.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.virk.baseline.Baseline;
import io.virk.incident.Webhook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drifts of cameras and of the fleet are posted, whatever the receiver and the job go through. */
@Tag("slow")
@Tag("once")
class IncidentAlertsTest {
  private static final int SECONDS = 400;

  @TempDir private Path folder;

  private final List<String> posted = Collections.synchronizedList(new ArrayList<>());

  /** Answers so many first with 503. */
  private int refusals = 3;

  private HttpServer server() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean refused = refusals-- > 0;
          if (!refused) {
            posted.add(body);
          }
          exchange.sendResponseHeaders(refused ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String line(String json) {
    FleetEvent event = FleetEvent.of(json);
    String who = event.camera().isEmpty() ? "fleet" : event.camera();
    boolean isOver = event.kind().name().endsWith("CLOSED");
    return who + "-" + event.number() + (isOver ? " CLOSED " : " OPENED ") + event.words();
  }

  private static String posted(String body) {
    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
    assertEquals("test", json.get("monitor").getAsString());
    return json.get("incident").getAsString()
        + " "
        + json.get("event").getAsString()
        + " "
        + json.get("words").getAsString();
  }

  /** A receiver that refuses, and a task that is killed: each arrives, and none but those. */
  @Timeout(60)
  @Test
  void eachDriftIsPostedAtLeastOnce() throws Exception {
    Path baseline = Fleets.saved(folder);
    Engines.Fleet fleet = Engines.Fleet.of(Baseline.load(baseline), Fleets.JOB);
    List<CameraObservation> observations = Fleets.observations(fleet.engines(), SECONDS);
    TreeSet<String> expected = new TreeSet<>();
    for (String json : Fleets.expected(fleet, observations)) {
      if (FleetEvent.of(json).isAlert()) {
        expected.add(line(json));
      }
    }
    assertTrue(expected.stream().anyMatch(l -> l.startsWith("fleet-1 OPENED")), expected::toString);
    assertTrue(expected.stream().anyMatch(l -> l.startsWith("cam-3-1 OPENED")), expected::toString);
    HttpServer server = server();
    ClusterOfOne cluster = new ClusterOfOne(folder);
    try {
      GatedStream.begin(observations, observations.size() / 2);
      StreamExecutionEnvironment flink = cluster.flink(baseline, 2);
      DataStream<FleetEvent> events =
          FleetJob.events(
              FleetJob.cameras(GatedStream.of(flink, Fleets.JOB), Fleets.JOB), Fleets.JOB);
      String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      FleetJob.alert(events, "test", () -> Webhook.to(URI.create(uri)));
      JobID job = cluster.start(flink, null);
      GatedStream.awaitCheckpoint();
      GatedStream.kill(observations.size() * 9L / 10);
      GatedStream.hold(GatedStream.END);
      cluster.finish(job);
      assertTrue(GatedStream.hasKilled());
    } finally {
      cluster.close();
      server.stop(0);
    }
    assertEquals(expected, new TreeSet<>(posted.stream().map(IncidentAlertsTest::posted).toList()));
  }
}
