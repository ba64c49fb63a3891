package io.virk.incident;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Severity;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts a line of JSON to a chat, a pager or a service of the host's: when an incident opens, turns
 * out to have another cause, is open again, and closes. No pictures, and no tags but those in the
 * headline.
 */
public final class Webhook implements IncidentSink {
  /** The header with the signature: "sha256=" and the HMAC of the body, in hexadecimal digits. */
  public static final String SIGNATURE = "X-Virk-Signature";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int REMEMBERED = 256;
  private static final int TOO_MANY = 429;

  private final URI uri;
  private final Form form;
  private final String key;
  private final byte[] secret;
  private HttpClient client;

  /** The last chapter that was sent of each incident; of the last ones. */
  private final Map<Key, Sent> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sent> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** One incident: a monitor that starts anew gives its drifts the same names again. */
  private record Key(String monitor, String name, long openedMillis) {}

  /** A chapter. No count: of a long history some are left out. */
  private record Sent(long sequence, IncidentChapter.Kind kind, String words) {
    static Sent of(IncidentChapter chapter) {
      return new Sent(chapter.at().sequence(), chapter.kind(), chapter.words());
    }
  }

  /** How the JSON is made. */
  private enum Form {
    PLAIN,
    SLACK,
    PAGER_DUTY
  }

  private Webhook(URI uri, Form form, String key, byte[] secret) {
    this.uri = Objects.requireNonNull(uri, "uri");
    boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!http || uri.getHost() == null) { // the rest of it may be secret
      throw new IllegalArgumentException(
          "uri: " + uri.getScheme() + "://" + uri.getHost() + " (expected: http or https, a host)");
    }
    this.form = form;
    this.key = key;
    this.secret = secret;
  }

  /**
   * Posts all fields by name: monitor, incident, event, time, headline, explanation, slices, cause,
   * severity, action, who.
   *
   * @param uri http or https
   * @return a sink
   */
  public static Webhook to(URI uri) {
    return new Webhook(uri, Form.PLAIN, "", new byte[0]);
  }

  /**
   * Posts {@code {"text": ...}}, which Slack and those like it take.
   *
   * @param uri of an incoming webhook
   * @return a sink
   */
  public static Webhook slack(URI uri) {
    return new Webhook(uri, Form.SLACK, "", new byte[0]);
  }

  /**
   * Posts events of PagerDuty's second version, which triggers and resolves by the incident's name.
   *
   * @param uri of its events
   * @param routingKey of the integration
   * @return a sink
   */
  public static Webhook pagerDuty(URI uri, String routingKey) {
    return new Webhook(
        uri, Form.PAGER_DUTY, Objects.requireNonNull(routingKey, "routingKey"), new byte[0]);
  }

  /**
   * Signs what is posted: see {@link #SIGNATURE}.
   *
   * @param value shared with whoever verifies it, not empty
   * @return a sink that signs
   */
  public Webhook signed(byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException("secret: empty (expected: at least one byte)");
    }
    return new Webhook(uri, form, key, value.clone());
  }

  @Override
  public synchronized void write(Incident incident) throws IOException {
    // a state that waits makes room for a later one: what is to be sent need not come last
    IncidentChapter last =
        incident.history().stream()
            .filter(c -> c.kind() != IncidentChapter.Kind.UPDATED)
            .reduce((a, b) -> b)
            .orElse(null);
    if (last == null) {
      return;
    }
    Key incidentKey =
        new Key(incident.provenance().monitor(), incident.name(), incident.openedMillis());
    Sent now = Sent.of(last);
    Sent before = sent.get(incidentKey);
    if (before != null && (now.equals(before) || now.sequence() < before.sequence())) {
      return;
    }
    post(GSON.toJson(body(incident, last)).getBytes(StandardCharsets.UTF_8));
    sent.put(incidentKey, now);
  }

  private void post(byte[] body) throws IOException {
    if (client == null) {
      client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (secret.length > 0) {
      request.header(SIGNATURE, "sha256=" + signature(body));
    }
    try {
      HttpResponse<InputStream> answer = answer(request.build());
      answer.body().close(); // it is not waited for, and may have no end
      int status = answer.statusCode();
      if (status < 200 || status >= 300) {
        throw new IOException(
            uri.getHost() + " answered " + status + (status == TOO_MANY ? ", too many" : ""));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + uri.getHost() + " was asked", e);
    }
  }

  /** What fails says where: the host alone, for the rest of the URI may be secret. */
  private HttpResponse<InputStream> answer(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      throw new IOException(uri.getHost() + port + " does not answer: " + e, e);
    }
  }

  private String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  private JsonObject body(Incident incident, IncidentChapter last) {
    return switch (form) {
      case PLAIN -> plain(incident, last);
      case SLACK -> {
        JsonObject json = new JsonObject();
        json.addProperty("text", text(incident, last));
        yield json;
      }
      case PAGER_DUTY -> pagerDuty(incident, last);
    };
  }

  private static String text(Incident incident, IncidentChapter last) {
    String action =
        last.diagnosis()
            .map(d -> " -> " + d.step().what() + " (" + d.step().who() + ")")
            .orElse("");
    boolean closed = last.kind() == IncidentChapter.Kind.CLOSED;
    String before =
        incident.hasRecovered() ? ": over: " : ": no longer seen, not known to be over: ";
    // no mention, link or mark-up of a chat comes from a tag
    return Text.clean(
            incident.provenance().monitor()
                + (closed ? before + incident.headline() + ": " : ": ")
                + last.words()
                + (closed ? "" : action),
            Text.SENTENCE)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static JsonObject plain(Incident incident, IncidentChapter last) {
    JsonObject json = new JsonObject();
    json.addProperty("monitor", incident.provenance().monitor());
    json.addProperty("incident", incident.name());
    json.addProperty("event", last.kind().name());
    json.addProperty("time", Instant.ofEpochMilli(last.at().epochMillis()).toString());
    json.addProperty("headline", incident.headline());
    json.addProperty("words", last.words());
    JsonArray slices = new JsonArray();
    incident.drift().ifPresent(d -> d.slices().forEach(s -> slices.add(s.toString())));
    json.add("slices", slices);
    Optional<Diagnosis> diagnosis = last.diagnosis();
    json.addProperty("cause", diagnosis.map(Diagnosis::cause).orElse(""));
    json.addProperty("explanation", diagnosis.map(Diagnosis::explanation).orElse(""));
    json.addProperty("severity", diagnosis.map(d -> d.severity().inWords()).orElse(""));
    json.addProperty("action", diagnosis.map(Diagnosis::recommendedAction).orElse(""));
    json.addProperty("who", diagnosis.map(d -> d.step().who()).orElse(""));
    return json;
  }

  private JsonObject pagerDuty(Incident incident, IncidentChapter last) {
    JsonObject json = new JsonObject();
    json.addProperty("routing_key", key);
    json.addProperty("event_action", incident.hasRecovered() ? "resolve" : "trigger");
    json.addProperty(
        "dedup_key",
        "virk-"
            + incident.provenance().monitor()
            + "-"
            + incident.name()
            + "-"
            + incident.openedMillis());
    JsonObject payload = new JsonObject();
    payload.addProperty("summary", Text.clean(incident.headline(), Text.SENTENCE));
    payload.addProperty("source", incident.provenance().monitor());
    payload.addProperty(
        "severity",
        last.diagnosis()
            .flatMap(d -> d.severity().level())
            .map(Webhook::pagerDuty)
            .orElse("warning"));
    payload.addProperty("timestamp", Instant.ofEpochMilli(last.at().epochMillis()).toString());
    payload.add("custom_details", plain(incident, last));
    json.add("payload", payload);
    return json;
  }

  private static String pagerDuty(Severity.Level level) {
    return switch (level) {
      case MILD -> "warning";
      case MODERATE -> "error";
      case SEVERE -> "critical";
    };
  }
}
