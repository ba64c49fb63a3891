package io.virk.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The golden numbers: families of cases. Aborts the calling test where they are missing. */
public final class Golden {
  private Golden() {}

  /** All cases of a family, such as {@code kl}, in the order of the file. */
  public static List<GoldenCase> family(String name) {
    Path folder = Shared.path("golden");
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonElement element : parse(folder.resolve(name + ".json")).getAsJsonArray("cases")) {
      cases.add(new GoldenCase(folder, element.getAsJsonObject()));
    }
    return cases;
  }

  /** The families and the number of cases that the index promises for each. */
  public static Map<String, Integer> index() {
    JsonObject families =
        parse(Shared.path("golden").resolve("index.json")).getAsJsonObject("families");
    Map<String, Integer> sizes = new TreeMap<>();
    for (String name : families.keySet()) {
      sizes.put(name, families.getAsJsonObject(name).get("cases").getAsInt());
    }
    return sizes;
  }

  /** One test for each case of {@code family} whose statistic is {@code stat}. */
  public static Stream<DynamicTest> tests(String family, String stat, Consumer<GoldenCase> test) {
    List<GoldenCase> cases = family(family).stream().filter(c -> c.stat().equals(stat)).toList();
    Assertions.assertFalse(cases.isEmpty(), () -> "no case of " + stat + " in " + family);
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.id(), () -> test.accept(c)));
  }

  /** Fails unless the call is rejected as an illegal argument with a message that says why. */
  public static void assertRejected(GoldenCase rejected, Executable call) {
    IllegalArgumentException e =
        Assertions.assertThrows(
            IllegalArgumentException.class, call, () -> rejected.id() + ": " + rejected.error());
    Assertions.assertTrue(
        e.getMessage() != null && e.getMessage().contains("(expected: "),
        () -> rejected.id() + ": the message says not what was expected: " + e.getMessage());
  }

  private static JsonObject parse(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
