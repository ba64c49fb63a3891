package io.virk.onnx;

import io.virk.internal.Text;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with an ONNX Runtime, and what to do, in words. */
final class Runtimes {
  /** The first with what VIRK uses: output tensors that the caller allocates. */
  static final String LEAST = "1.17.0";

  /** The one that VIRK is built and tested with. */
  static final String TESTED = "1.29.0";

  private static final Pattern LIBRARY = Pattern.compile("(lib[\\w.+-]*\\.so[.\\d]*|\\w+\\.dll)");
  private static final Pattern MISSING =
      Pattern.compile(
          "cannot open shared object|No such file|which is missing", Pattern.CASE_INSENSITIVE);

  private Runtimes() {}

  private static String snippet(String artifact) {
    return "<dependency><groupId>com.microsoft.onnxruntime</groupId><artifactId>"
        + artifact
        + "</artifactId><version>"
        + TESTED
        + "</version></dependency>";
  }

  /** Words for an ONNX Runtime that cannot be linked. */
  static String unlinked(LinkageError e) {
    String found =
        e instanceof NoClassDefFoundError && String.valueOf(e.getMessage()).startsWith("ai/onnx")
            ? "not on the class path"
            : e.toString();
    return "ai.onnxruntime: "
        + found
        + " (expected: ONNX Runtime >= "
        + LEAST
        + " on the class path, and a platform that it has a native library for; add exactly one: for"
        + " the CPU "
        + snippet("onnxruntime")
        + ", for CUDA "
        + snippet("onnxruntime_gpu")
        + ")";
  }

  /**
   * Words for a version that is too old.
   *
   * @param version as ONNX Runtime says it
   * @return the words; "" if it will do
   */
  static String tooOld(String version) {
    return compare(version, LEAST) >= 0
        ? ""
        : "ai.onnxruntime: version "
            + Text.clean(version)
            + " (expected: >= "
            + LEAST
            + "; VIRK is tested with "
            + TESTED
            + ": "
            + snippet("onnxruntime")
            + ")";
  }

  private static int compare(String version, String other) {
    String[] left = version.split("\\D+");
    String[] right = other.split("\\D+");
    for (int i = 0; i < right.length; i++) {
      int difference = part(left, i) - part(right, i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int part(String[] parts, int index) {
    return index >= parts.length || parts[index].isEmpty() || parts[index].length() > 6
        ? 0
        : Integer.parseInt(parts[index]);
  }

  /** Why there is no CUDA: the artefact of the CPU. */
  static String noCuda(String version) {
    return "ONNX Runtime "
        + Text.clean(version)
        + " on the class path has no CUDA: replace onnxruntime by "
        + snippet("onnxruntime_gpu");
  }

  /**
   * Why there is no CUDA though the artefact has it.
   *
   * @param message of ONNX Runtime
   */
  static String cudaFailed(String version, String message) {
    if (!MISSING.matcher(message).find()) {
      return "CUDA cannot be used; ONNX Runtime says: " + firstLine(message);
    }
    String missing = "";
    Matcher libraries = LIBRARY.matcher(message);
    while (libraries.find()) {
      // the last one named is the one that was not found
      if (!libraries.group().contains("onnxruntime")) {
        missing = libraries.group();
      }
    }
    return (missing.isEmpty() ? "a library of CUDA" : missing)
        + " is missing: onnxruntime_gpu "
        + Text.clean(version)
        + " needs the libraries of the CUDA and cuDNN that it was built with (1.19 and later: CUDA 12"
        + " and cuDNN 9) on the library path, for example LD_LIBRARY_PATH";
  }

  /**
   * What to do about a model that is newer than the runtime.
   *
   * @param message of ONNX Runtime
   * @return words, "" if that is not what it says
   */
  static String tooNew(String version, ModelGraph graph, String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (!words.contains("opset") && !words.contains("ir version")) {
      return "";
    }
    return "; the model has opset "
        + graph.opset()
        + ", and this is ONNX Runtime "
        + Text.clean(version)
        + ": export it with a lower opset, or take a later ONNX Runtime";
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
