package io.virk.examples.pythonjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.embed.Embeddings;
import io.virk.golden.Scenes;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.Npy;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.OnnxEmbedder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Python job and a Java service agree on the model, its steps and its embeddings. */
@Tag("once")
class PythonJobHostTest {
  private static final Path PYTHON = Path.of("src/main/python").toAbsolutePath();
  private static final Path MODEL = PYTHON.resolve("tiny.onnx");

  @TempDir private Path job;

  @Test
  void whatTheJobLeftIsWhatTheServiceCompares() throws Exception {
    String told = python(PYTHON.resolve("job.py").toString(), job.toString());
    if (told.isEmpty()) {
      System.out.println("left out: there is no python3 with numpy; the arrays are Java's");
      arrays(200);
      live();
    }
    List<String> lines = host();
    String sha = lines.get(0).substring("model ".length());
    assertTrue(told.isEmpty() || told.contains(" of model " + sha.substring(0, 12)), told);
    theDarkerHalfIsTold(lines);
  }

  @Test
  void otherStepsThanTheJobsAreRefused() throws IOException {
    arrays(100);
    Path json = job.resolve("reference/model.json");
    Files.writeString(json, Files.readString(json).replace("0.00392", "0.00393"));
    String refused = assertThrows(IllegalArgumentException.class, this::host).getMessage();
    assertTrue(refused.contains("embedder.provenance.preprocessing"), refused);
  }

  /** Half of the light, and nothing before; the model has no pictures, so it knows no cause. */
  private static void theDarkerHalfIsTold(List<String> lines) {
    assertEquals(4, lines.size(), lines.toString());
    assertTrue(lines.get(1).startsWith("the whole stream"), lines.get(1));
    assertTrue(lines.get(2).contains("embedding"), lines.get(2));
  }

  private List<String> host() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PythonJobHost.run(MODEL, job, new PrintStream(told, true, StandardCharsets.UTF_8));
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** What it prints; nothing where there is no Python with NumPy. */
  private static String python(String... arguments) throws IOException, InterruptedException {
    Process python;
    try {
      ProcessBuilder command = new ProcessBuilder("python3");
      command.command().addAll(List.of(arguments));
      python = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      return "";
    }
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = python.waitFor();
    if (out.contains("No module named 'numpy'")) {
      return "";
    }
    assertEquals(0, code, out);
    return out;
  }

  /** As the job's. */
  private void arrays(int n) throws IOException {
    Path folder = Files.createDirectories(job.resolve("reference"));
    try (OnnxEmbedder embedder =
        OnnxEmbedder.builder(MODEL).transform(ImageTransform.unit()).build()) {
      float[] embeddings = new float[16 * n];
      float[] logits = new float[4 * n];
      for (int i = 0; i < n; i++) {
        Embeddings of = embedder.embed(List.of(scene(i, 1)));
        System.arraycopy(of.embeddings(), 0, embeddings, 16 * i, 16);
        System.arraycopy(of.logits(), 0, logits, 4 * i, 4);
      }
      Files.write(folder.resolve("embeddings.npy"), Npy.write(embeddings, n, 16));
      Files.write(folder.resolve("logits.npy"), Npy.write(logits, n, 4));
      Files.writeString(
          folder.resolve("model.json"),
          String.format(
              Locale.ROOT,
              "{\"sha256\": \"%s\", \"preprocessing\": {\"transform\": %s}}",
              embedder.provenance().modelSha256(),
              ImageTransform.unit().toJson()));
    }
  }

  private void live() throws IOException {
    Path folder = Files.createDirectories(job.resolve("live"));
    for (int i = 0; i < 192; i++) {
      String name = String.format(Locale.ROOT, "%04d-cam%d.bmp", i, i % 2 + 1);
      Frame scene = scene(1_000 + i, i < 64 ? 1 : 0.5);
      ImageIO.write(scene.toBufferedImage(), "bmp", folder.resolve(name).toFile());
    }
  }

  private static Frame scene(int number, double light) {
    return Frame.of(Scenes.rgb(number, light), Scenes.WIDTH, Scenes.HEIGHT, PixelFormat.RGB);
  }
}
