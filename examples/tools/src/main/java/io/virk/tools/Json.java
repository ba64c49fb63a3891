package io.virk.tools;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.event.Sight;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** What {@code --json} prints. Keys are kept: see docs/tools.md. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final JsonObject object = new JsonObject();

  /** One object. */
  static Json of(String key, Object value) {
    return new Json().with(key, value);
  }

  /** The same with one more key; a number that is not finite is null. */
  Json with(String key, Object value) {
    object.add(key, element(value));
    return this;
  }

  private static JsonElement element(Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Json json) {
      return json.object;
    }
    if (value instanceof JsonElement given) {
      return given;
    }
    if (value instanceof Double d) {
      return Double.isFinite(d) ? GSON.toJsonTree(d) : JsonNull.INSTANCE;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return GSON.toJsonTree(value);
    }
    if (value instanceof Collection<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(element(item)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject of = new JsonObject();
      map.forEach((k, v) -> of.add(k.toString(), element(v)));
      return of;
    }
    return GSON.toJsonTree(value.toString());
  }

  /** What a drift is. */
  static Json drift(Drift drift, Diagnosis diagnosis) {
    return of("number", drift.number())
        .with("slices", drift.slices().stream().map(Slice::toString).toList())
        .with("open", drift.isOpen())
        .with("onset", position(drift.onset().best()))
        .with("onsetEarliest", position(drift.onset().earliest()))
        .with("onsetLatest", position(drift.onset().latest()))
        .with("onsetOpen", drift.onset().open())
        .with("opened", position(drift.opened()))
        .with("closed", drift.closing().map(c -> position(c.at())).orElse(null))
        .with("windows", drift.windows())
        .with("headline", diagnosis.headline())
        .with("explanation", diagnosis.explanation())
        .with("cause", diagnosis.cause().isEmpty() ? null : diagnosis.cause())
        .with("kind", diagnosis.kind())
        .with("severity", diagnosis.severity().level().map(Enum::name).orElse(null))
        .with("deviations", diagnosis.severity().deviations())
        .with("action", diagnosis.recommendedAction())
        .with("who", diagnosis.step().who())
        .with(
            "causes",
            diagnosis.fingerprint().causes().stream()
                .limit(5)
                .map(c -> of("cause", c.cause()).with("probability", c.probability()))
                .toList());
  }

  private static Json position(Position at) {
    return of("number", at.sequence()).with("time", Instant.ofEpochMilli(at.epochMillis()));
  }

  /** What is judged, and what is not. */
  static Json sight(Sight sight) {
    return of("blind", sight.isBlind())
        .with(
            "slices",
            sight.references().stream()
                .map(
                    r ->
                        of("slice", r.slice())
                            .with(
                                "judges",
                                r.armed().stream()
                                    .map(a -> of("signal", a.signal()).with("by", a.detector()))
                                    .toList())
                            .with(
                                "refuses",
                                r.refused().stream()
                                    .map(
                                        a ->
                                            of("signal", a.signal())
                                                .with("by", a.detector())
                                                .with("reason", a.reason())
                                                .with("remedy", a.remedy()))
                                    .toList()))
                .toList());
  }

  @Override
  public String toString() {
    return GSON.toJson(object);
  }
}
