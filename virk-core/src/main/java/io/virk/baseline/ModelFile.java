package io.virk.baseline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.virk.baseline.facts.StatedModel;
import io.virk.internal.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a Python job says of the model whose embeddings and logits it left. */
final class ModelFile {
  private static final int LONGEST = 1 << 16;

  private ModelFile() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it does not say which model; names the file and the rule
   * @throws UncheckedIOException if it cannot be read
   */
  static StatedModel read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.length > LONGEST) {
      throw unfit(file, "it is longer than " + LONGEST + " bytes", null);
    }
    try {
      JsonObject json =
          JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonElement steps = json.get("preprocessing");
      return new StatedModel(
          json.get("sha256").getAsString(),
          steps.isJsonObject() ? steps.toString() : steps.getAsString());
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException // another kind of value
        | UnsupportedOperationException
        | NullPointerException // a missing one
        | StackOverflowError e) {
      String why = e instanceof NullPointerException ? "one of them is missing" : e.getMessage();
      throw unfit(file, Text.clean(String.valueOf(why), Text.SENTENCE), e);
    }
  }

  private static IllegalArgumentException unfit(Path file, String why, Throwable cause) {
    return new IllegalArgumentException(
        "model: "
            + file
            + " (expected: a JSON object with sha256, 64 lower-case hexadecimal digits, and"
            + " preprocessing, an object or words; "
            + why
            + ")",
        cause);
  }
}
