package io.virk.bench.suite;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.bench.Forks;
import io.virk.bench.peer.OurSide;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs {@code peers.py}, which runs NumPy and {@link OurSide} in turn. Where Python or NumPy is
 * missing it is left out with a word; where an answer differs, it fails.
 */
public final class PythonPeers {
  private static final String SCRIPT = "/io/virk/bench/peers.py";

  /** How the script says that something is missing. */
  private static final int MISSING = 3;

  private PythonPeers() {}

  /**
   * Runs it, our side with the Vector API and without.
   *
   * @param quick whether sizes and rounds are small
   * @param leftOut gets a line if it is left out
   * @param lines gets what is told meanwhile
   * @return pairs; none if it is left out
   * @throws IOException if an answer differs, or the script fails
   */
  public static List<PythonPair> run(boolean quick, List<String> leftOut, Consumer<String> lines)
      throws IOException {
    List<PythonPair> pairs = new ArrayList<>();
    Path script = Files.createTempFile("peers", ".py");
    try {
      try (InputStream in = PythonPeers.class.getResourceAsStream(SCRIPT)) {
        if (in == null) {
          throw new IOException(SCRIPT + " is not on the class path");
        }
        Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
      }
      for (boolean vector : new boolean[] {true, false}) {
        if (!run(script, quick, vector, pairs, leftOut)) {
          lines.accept("left out: " + leftOut.get(leftOut.size() - 1));
          return List.of();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(script);
    }
    return pairs;
  }

  private static boolean run(
      Path script, boolean quick, boolean vector, List<PythonPair> pairs, List<String> leftOut)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("python3", script.toString(), quick ? "quick" : "full"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(vector ? List.of(Forks.VECTOR_MODULE, Forks.FORCED) : List.of(Forks.PLAIN));
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(OurSide.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().remove("OPENBLAS_L2_SIZE");
    Process process;
    try {
      process = builder.redirectInput(new File("/dev/null")).start();
    } catch (IOException e) {
      leftOut.add("peers.py: no python3");
      return false;
    }
    List<String> said = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(said::add);
    }
    int exit = process.waitFor();
    String last = said.isEmpty() ? "" : said.get(said.size() - 1);
    if (exit == MISSING) {
      leftOut.add("peers.py: " + last);
      return false;
    }
    if (exit != 0) {
      throw new IOException("peers.py: exit " + exit + ": " + String.join("\n", said));
    }
    pairs.addAll(parse(last));
    return true;
  }

  private static List<PythonPair> parse(String json) {
    List<PythonPair> pairs = new ArrayList<>();
    Gson gson = new Gson();
    JsonArray all = JsonParser.parseString(json).getAsJsonArray();
    for (JsonElement one : all) {
      JsonObject object = one.getAsJsonObject();
      pairs.add(gson.fromJson(object, PythonPair.class));
    }
    return pairs;
  }
}
