package io.virk.incident.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.virk.diagnose.CameraChange;
import io.virk.internal.WholeRecords;
import io.virk.signal.internal.SignalDescription;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Records as JSON and back, to the last bit: numbers that JSON does not know are null (NaN) or
 * words.
 */
public final class Codec {
  /** A part is missing, by their kind, and they say so themselves. */
  private static final Set<Class<?>> INCOMPLETE =
      Set.of(SignalDescription.class, CameraChange.class);

  /** Reads and writes the records of an incident. */
  public static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapterFactory(new Optionals())
          .registerTypeAdapter(double.class, new Doubles())
          .registerTypeAdapter(Double.class, new Doubles())
          .registerTypeAdapter(Duration.class, new Durations())
          .create();

  private Codec() {}

  /** JSON knows no NaN. */
  private static final class Doubles extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, Double value) throws IOException {
      if (value.isNaN()) {
        out.nullValue();
      } else if (value.isInfinite()) {
        out.value(value.toString());
      } else {
        out.value(value);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      if (in.peek() == JsonToken.STRING) {
        return switch (in.nextString()) {
          case "Infinity" -> Double.POSITIVE_INFINITY;
          case "-Infinity" -> Double.NEGATIVE_INFINITY;
          default -> throw new IOException("a number is a text at " + in.getPath());
        };
      }
      return in.nextDouble();
    }
  }

  private static final class Durations extends TypeAdapter<Duration> {
    @Override
    public void write(JsonWriter out, Duration value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Duration read(JsonReader in) throws IOException {
      return Duration.parse(in.nextString());
    }
  }

  /** What is missing is null. */
  private static final class Optionals implements TypeAdapterFactory {
    @Override
    @SuppressWarnings("unchecked")
    public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
      if (token.getRawType() != Optional.class) {
        return null;
      }
      Type of = ((ParameterizedType) token.getType()).getActualTypeArguments()[0];
      TypeAdapter<Object> inner = (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(of));
      return (TypeAdapter<T>)
          new TypeAdapter<Optional<Object>>() {
            @Override
            public void write(JsonWriter out, Optional<Object> value) throws IOException {
              if (value.isEmpty()) {
                out.nullValue();
              } else {
                inner.write(out, value.get());
              }
            }

            @Override
            public Optional<Object> read(JsonReader in) throws IOException {
              if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return Optional.empty();
              }
              return Optional.of(inner.read(in));
            }
          };
    }
  }

  /**
   * Refuses what was read and lacks something.
   *
   * @param value a record, or what is in one
   * @param name of it, for the message
   * @throws IllegalArgumentException that names what is missing
   */
  static void whole(Object value, String name) {
    WholeRecords.check(value, name, INCOMPLETE);
  }
}
