package io.virk.onnx;

import io.virk.internal.Settings;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A loaded model that was found to suit its settings.
 *
 * @param session with its buffers allocated; whoever holds this closes it
 * @param batch frames of the largest run; of every run if the input's batch is fixed
 * @param logitsName null if there are none
 * @param logitsLength 0 if there are none
 */
record OpenedModel(
    ModelSession session,
    ModelInput input,
    int batch,
    EmbeddingOutput embedding,
    String logitsName,
    int logitsLength) {
  private static final int DEFAULT_BATCH = 8;

  /**
   * Loads and tries the model.
   *
   * @param model the file's bytes. Not modified.
   * @param problems what was found before. Modified.
   * @return the model; empty, and nothing left open, if there is any problem
   */
  static Optional<OpenedModel> open(
      EmbedderSettings settings, ByteBuffer model, Settings problems) {
    ModelSource source = settings.source();
    ModelSession session;
    ModelOutputs choice;
    try {
      ModelGraph graph = ModelGraph.read(model);
      choice = new ModelOutputs(settings, graph, problems);
      session = new ModelSession(SessionOpener.open(settings, model, graph, choice.added()));
    } catch (ModelException e) {
      if (e.isOfDevice()) {
        problems.wrong(
            "device", settings.device(), "one that can be used; " + e.getMessage(), e.getCause());
      } else {
        problems.wrong(
            "model",
            source.shown(),
            "an ONNX model that ONNX Runtime can load; it says: " + e.getMessage(),
            e.getCause());
      }
      return Optional.empty();
    }
    OpenedModel opened = null;
    try {
      opened = suit(session, choice, settings, problems);
      return Optional.ofNullable(opened);
    } catch (ModelException e) {
      problems.wrong("model", source.shown(), "a model that runs: " + e.getMessage(), e.getCause());
      return Optional.empty();
    } finally {
      if (opened == null) {
        close(session, settings, problems);
      }
    }
  }

  private static void close(ModelSession session, EmbedderSettings settings, Settings problems) {
    try {
      session.close();
    } catch (ModelException e) {
      problems.wrong(
          "model", settings.source().shown(), "to close: " + e.getMessage(), e.getCause());
    }
  }

  private static OpenedModel suit(
      ModelSession session, ModelOutputs choice, EmbedderSettings settings, Settings problems)
      throws ModelException {
    ImageTransform transform = settings.transform();
    int channelsIfOpen = transform != null && transform.isGray() ? 1 : 3;
    Optional<ModelInput> read =
        ModelInput.read(
            session.inputs(),
            settings.layout(),
            settings.width(),
            settings.height(),
            channelsIfOpen,
            problems);
    List<TensorPort> outputs = session.outputs();
    String embedding = choice.embedding(outputs);
    String logits = choice.logits(outputs, embedding);
    read.ifPresent(input -> checkSettings(input, settings, problems));
    if (problems.hasProblems()) {
      return null;
    }
    ModelInput input = read.orElseThrow();
    int batch = batchOf(input, settings);
    Set<String> names = new LinkedHashSet<>();
    names.add(embedding);
    if (logits != null) {
      names.add(logits);
    }
    Map<String, long[]> shapes = tryOut(session, input, batch, names, settings, problems);
    if (!problems.hasProblems()) {
      checkShapes(shapes, embedding, input, batch, settings, problems);
      choice.checkBoxes(embedding, shapes.get(embedding));
    }
    if (problems.hasProblems()) {
      return null;
    }
    Map<String, ElementType> types = new HashMap<>();
    outputs.forEach(output -> types.put(output.name(), output.element()));
    session.allocate(input, batch, shapes, types);
    return new OpenedModel(
        session,
        input,
        batch,
        new EmbeddingOutput(
            embedding,
            shapes.get(embedding),
            settings.pooling(),
            input.shape().layout(),
            settings.unitLength(),
            batch),
        logits,
        logits == null ? 0 : (int) valuesOfFrame(shapes.get(logits)));
  }

  private static void checkSettings(
      ModelInput input, EmbedderSettings settings, Settings problems) {
    if (settings.transform() != null) {
      settings.transform().check(input.shape().channels(), problems);
    }
    int fixed = input.fixedBatch();
    if (fixed > 0 && settings.batchSize() > 0 && settings.batchSize() != fixed) {
      problems.wrong(
          "batchSize", settings.batchSize(), fixed + " or unset, the batch that the model fixes");
    }
    checkBytes(batchOf(input, settings), input.shape().values(), problems);
  }

  /** A direct buffer holds less than 2 GiB. */
  private static void checkBytes(int batch, long values, Settings problems) {
    long most = Integer.MAX_VALUE / Float.BYTES / values;
    if (batch > most) {
      problems.wrong(
          "batchSize", batch, "at most " + most + ", for frames of " + values + " values");
    }
  }

  private static int batchOf(ModelInput input, EmbedderSettings settings) {
    if (input.fixedBatch() > 0) {
      return input.fixedBatch();
    }
    return settings.batchSize() > 0 ? settings.batchSize() : DEFAULT_BATCH;
  }

  private static Map<String, long[]> tryOut(
      ModelSession session,
      ModelInput input,
      int batch,
      Set<String> names,
      EmbedderSettings settings,
      Settings problems) {
    int n = trialBatch(input, batch);
    try {
      return session.tryOut(input, n, names);
    } catch (ModelException e) {
      problems.wrong(
          "model",
          settings.source().shown(),
          "a model that runs on "
              + n
              + " x "
              + input.shape().describe()
              + (n > 1 && input.fixedBatch() == 0 ? ", or batchSize 1" : "")
              + "; ONNX Runtime says: "
              + e.getMessage(),
          e.getCause());
      return new LinkedHashMap<>();
    }
  }

  /** Two frames are enough to see whether a model that leaves its batch open means it. */
  private static int trialBatch(ModelInput input, int batch) {
    return input.fixedBatch() > 0 ? batch : Math.min(batch, 2);
  }

  private static void checkShapes(
      Map<String, long[]> shapes,
      String embedding,
      ModelInput input,
      int batch,
      EmbedderSettings settings,
      Settings problems) {
    int n = trialBatch(input, batch);
    shapes.forEach(
        (name, shape) -> {
          String setting = name.equals(embedding) ? "embeddingOutput" : "logitsOutput";
          String value = name + " " + describe(shape);
          if (shape.length == 0 || shape[0] != n || valuesOfFrame(shape) == 0) {
            problems.wrong(setting, value, "[" + n + " x ...] for a batch of " + n);
          } else {
            checkBytes(batch, valuesOfFrame(shape), problems);
          }
          if (name.equals(embedding)
              && settings.pooling() == Pooling.GLOBAL_AVERAGE
              && shape.length != 4) {
            problems.wrong(setting, value, "4 dimensions, for a global average");
          }
        });
  }

  static long valuesOfFrame(long[] shape) {
    long values = 1;
    for (int i = 1; i < shape.length; i++) {
      values = Math.multiplyExact(values, shape[i]);
    }
    return values;
  }

  static String describe(long[] shape) {
    StringBuilder words = new StringBuilder("[");
    for (int i = 0; i < shape.length; i++) {
      words.append(i == 0 ? "" : " x ").append(shape[i]);
    }
    return words.append(']').toString();
  }
}
