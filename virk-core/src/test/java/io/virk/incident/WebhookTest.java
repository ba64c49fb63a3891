package io.virk.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.internal.Explainer;
import io.virk.report.Report;
import io.virk.scenes.Events;
import io.virk.signal.Schemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhookTest {
  private static final String LATEST = "the whole stream differs from the baseline";

  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private volatile boolean endless;
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE)));
    exchange.sendResponseHeaders(status, endless ? 0 : -1);
    if (endless) {
      exchange.getResponseBody().flush();
    } else {
      exchange.close();
    }
  }

  private static Incident incident(boolean open, IncidentChapter.Kind... kinds) {
    return incident(5, open, kinds);
  }

  static Incident incident(long opened, boolean open, IncidentChapter.Kind... kinds) {
    return incident(opened, Events.drift(1, open), kinds);
  }

  private static Incident incident(long opened, Drift drift, IncidentChapter.Kind... kinds) {
    List<IncidentChapter> history = new ArrayList<>();
    for (IncidentChapter.Kind kind : kinds) {
      history.add(
          new IncidentChapter(
              kind,
              new Position(3 + history.size(), 3000),
              "camera <!channel> is dark",
              Optional.of(drift),
              Optional.of(Explainer.unexplained(drift, Kind.UNKNOWN, Playbook.standard()))));
    }
    return new Incident(
        "1",
        new Incident.Provenance("line-3", "b", "hash", "1", "17", "scalar", Incident.Model.NONE),
        "it is dark",
        opened,
        Optional.of(drift),
        0,
        history,
        List.of(),
        Schemas.STANDARD,
        List.of(),
        0,
        Optional.empty());
  }

  private JsonObject body(int i) {
    return JsonParser.parseString(bodies.get(i)).getAsJsonObject();
  }

  @Test
  void itIsPostedOnceAChapterAndSigned() throws IOException {
    Webhook hook = Webhook.to(uri).signed("key".getBytes(StandardCharsets.UTF_8));
    hook.write(incident(true, IncidentChapter.Kind.OPENED));
    hook.write(incident(true, IncidentChapter.Kind.OPENED));
    hook.write(incident(true, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.UPDATED));
    hook.write(incident(false, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.CLOSED));
    assertEquals(2, bodies.size());
    assertEquals("line-3", body(0).get("monitor").getAsString());
    // what the latest diagnosis says, not the one of the opening
    assertEquals(LATEST, body(0).get("headline").getAsString());
    assertEquals("OPENED", body(0).get("event").getAsString());
    assertEquals("CLOSED", body(1).get("event").getAsString());
    assertTrue(signatures.get(0).matches("sha256=[0-9a-f]{64}"), signatures.get(0));
  }

  /** What opened it was never posted where a later state had taken its place. */
  @Test
  void anOpeningThatWaitedIsPostedThoughTheDriftWentOn() throws IOException {
    Webhook hook = Webhook.to(uri);
    hook.write(incident(true, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.UPDATED));
    hook.write(incident(true, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.UPDATED));
    assertEquals(1, bodies.size());
    assertEquals("OPENED", body(0).get("event").getAsString());
    hook.write(incident(6, true, IncidentChapter.Kind.OPENED));
    assertEquals(2, bodies.size(), "the first drift of a monitor that was started again");
  }

  /** A history has 32 chapters at most: once all were counted as sent. */
  @Test
  void theEndOfALongHistoryIsPosted() throws IOException {
    Webhook hook = Webhook.to(uri);
    IncidentChapter.Kind[] kinds = new IncidentChapter.Kind[32];
    Arrays.fill(kinds, IncidentChapter.Kind.CAUSE_CHANGED);
    hook.write(incident(true, kinds));
    kinds[31] = IncidentChapter.Kind.CLOSED;
    hook.write(incident(false, kinds));
    assertEquals(2, bodies.size());
    assertEquals("CLOSED", body(1).get("event").getAsString());
  }

  @Test
  void anAnswerWithoutAnEndKeepsNobodyWaiting() throws IOException {
    endless = true;
    Webhook.to(uri).write(incident(true, IncidentChapter.Kind.OPENED));
    assertEquals(1, bodies.size());
  }

  /** The JDK says "ConnectException", and neither where nor why. */
  @Test
  void whoDoesNotAnswerIsNamedAndNoSecret() {
    Webhook hook = Webhook.slack(URI.create("http://127.0.0.1:1/services/secret"));
    String message =
        assertThrows(
                IOException.class, () -> hook.write(incident(true, IncidentChapter.Kind.OPENED)))
            .getMessage();
    assertTrue(message.startsWith("127.0.0.1:1 does not answer: "), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void whatIsNotTakenIsThrownAndSentAgain() throws IOException {
    Webhook hook = Webhook.to(uri);
    status = 503;
    assertTrue(
        assertThrows(
                IOException.class, () -> hook.write(incident(true, IncidentChapter.Kind.OPENED)))
            .getMessage()
            .contains("127.0.0.1 answered 503"));
    status = 204;
    hook.write(incident(true, IncidentChapter.Kind.OPENED));
    assertEquals(2, bodies.size());
    assertEquals("null", signatures.get(1));
    for (String wrong : List.of("file:/etc/passwd", "http:/secret", "https:secret")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Webhook.to(URI.create(wrong)))
              .getMessage();
      assertTrue(message.startsWith("uri: ") && !message.contains("secret"), message);
    }
  }

  /** Where the opening was never sent, the end alone says what of. */
  @Test
  void aChatIsToldWhatIsOver() throws IOException {
    Webhook.slack(uri)
        .write(incident(false, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.CLOSED));
    String text = body(0).get("text").getAsString();
    assertEquals("line-3: over: " + LATEST + ": camera &lt;!channel&gt; is dark", text);
  }

  /** A camera that was unplugged has not recovered: a pager stays on, and a chat is not told so. */
  @Test
  void whatIsNoLongerSeenIsNotOver() throws IOException {
    Incident silent =
        incident(5, Events.silent(1), IncidentChapter.Kind.OPENED, IncidentChapter.Kind.CLOSED);
    Webhook.slack(uri).write(silent);
    String text = body(0).get("text").getAsString();
    assertTrue(text.startsWith("line-3: no longer seen, not known to be over: " + LATEST), text);
    Webhook.pagerDuty(uri, "route").write(silent);
    assertEquals("trigger", body(1).get("event_action").getAsString());
    String page = Report.of(silent).html();
    assertTrue(page.contains("closed: no longer seen, not known to be over"));
    assertFalse(page.contains("class=\"good\""), "no green");
  }

  @Test
  void aChatGetsNoMarkUpAndAPagerIsResolved() throws IOException {
    Webhook.slack(uri).write(incident(true, IncidentChapter.Kind.OPENED));
    String text = body(0).get("text").getAsString();
    assertTrue(text.startsWith("line-3: camera &lt;!channel&gt; is dark -&gt; "), text);
    assertFalse(text.contains("<"), text);
    Webhook pager = Webhook.pagerDuty(uri, "route");
    pager.write(incident(true, IncidentChapter.Kind.OPENED));
    pager.write(incident(false, IncidentChapter.Kind.OPENED, IncidentChapter.Kind.CLOSED));
    assertEquals("trigger", body(1).get("event_action").getAsString());
    assertEquals("resolve", body(2).get("event_action").getAsString());
    assertEquals(body(1).get("dedup_key"), body(2).get("dedup_key"));
    assertEquals("warning", body(1).getAsJsonObject("payload").get("severity").getAsString());
  }

  /** What was posted is not known to the next process, what waits is. */
  @Test
  void whatCouldNotBePostedIsPostedAfterARestart(@TempDir Path folder) throws IOException {
    status = 503;
    Spool before = Spool.of(folder, Webhook.slack(uri).signed(new byte[] {1}));
    before.write(incident(true, IncidentChapter.Kind.OPENED));
    assertEquals(1, before.waiting());
    status = 200;
    Spool after = Spool.of(folder, Webhook.slack(uri).signed(new byte[] {1}));
    after.send();
    assertEquals(0, after.waiting());
    assertEquals(2, bodies.size());
    assertEquals(bodies.get(0), bodies.get(1));
    assertEquals(signatures.get(0), signatures.get(1));
  }
}
