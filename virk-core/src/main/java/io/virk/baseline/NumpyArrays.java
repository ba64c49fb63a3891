package io.virk.baseline;

import io.virk.internal.NpyReader;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a Python job left of a model's reference data: {@code .npy} files with one row an
 * observation, in the order in which they were taken. Read row by row. Immutable.
 *
 * <pre>{@code
 * numpy.save("reference/embeddings.npy", embeddings)      # [n x d] float32 or float64
 * numpy.save("reference/logits.npy", logits)              # [n x c]
 * numpy.save("reference/sources.npy", video_of_frame)     # [n] integers or text; not split by VIRK
 * json.dump({"sha256": sha256, "preprocessing": steps}, open("reference/model.json", "w"))
 * }</pre>
 */
public final class NumpyArrays {
  private static final int WIDEST = 1 << 20;

  private static final NumpyArrays NONE =
      new NumpyArrays(null, null, null, null, null, null, null, null);

  private final Path embeddings;
  private final Path logits;
  private final Path predictions;
  private final Path labels;
  private final Path sources;
  private final Path slices;
  private final Path contexts;
  private final Path model;

  private NumpyArrays(
      Path embeddings,
      Path logits,
      Path predictions,
      Path labels,
      Path sources,
      Path slices,
      Path contexts,
      Path model) {
    this.embeddings = embeddings;
    this.logits = logits;
    this.predictions = predictions;
    this.labels = labels;
    this.sources = sources;
    this.slices = slices;
    this.contexts = contexts;
    this.model = model;
  }

  /**
   * No arrays yet.
   *
   * @return to be continued with {@link #embeddings}, {@link #logits} and so on
   */
  public static NumpyArrays none() {
    return NONE;
  }

  /**
   * The arrays of a folder, by their names: {@code embeddings.npy}, {@code logits.npy}, {@code
   * predictions.npy}, {@code labels.npy}, {@code sources.npy}, {@code slices.npy}, {@code
   * contexts.npy}, and {@code model.json}; those that are missing are left out.
   *
   * @param folder with at least one of them
   * @return the arrays
   * @throws IllegalArgumentException if there is none
   */
  public static NumpyArrays of(Path folder) {
    Objects.requireNonNull(folder, "folder");
    NumpyArrays arrays =
        new NumpyArrays(
            existing(folder, "embeddings"),
            existing(folder, "logits"),
            existing(folder, "predictions"),
            existing(folder, "labels"),
            existing(folder, "sources"),
            existing(folder, "slices"),
            existing(folder, "contexts"),
            Files.exists(folder.resolve("model.json")) ? folder.resolve("model.json") : null);
    if (!arrays.hasContent()) {
      throw new IllegalArgumentException(
          "folder: "
              + folder
              + " (expected: embeddings.npy, logits.npy, predictions.npy or labels.npy in it)");
    }
    return arrays;
  }

  private static Path existing(Path folder, String name) {
    Path file = folder.resolve(name + ".npy");
    return Files.exists(file) ? file : null;
  }

  /**
   * With embeddings.
   *
   * @param file [n x d] float32 or float64
   * @return a new object
   */
  public NumpyArrays embeddings(Path file) {
    return new NumpyArrays(
        Objects.requireNonNull(file, "file"),
        logits,
        predictions,
        labels,
        sources,
        slices,
        contexts,
        model);
  }

  /**
   * With logits, before any softmax.
   *
   * @param file [n x c] float32 or float64
   * @return a new object
   */
  public NumpyArrays logits(Path file) {
    return new NumpyArrays(
        embeddings,
        Objects.requireNonNull(file, "file"),
        predictions,
        labels,
        sources,
        slices,
        contexts,
        model);
  }

  /**
   * With predicted classes; without them they are the argmax of the logits.
   *
   * @param file [n] integers &ge; 0, or -1 where there is none
   * @return a new object
   */
  public NumpyArrays predictions(Path file) {
    return new NumpyArrays(
        embeddings,
        logits,
        Objects.requireNonNull(file, "file"),
        labels,
        sources,
        slices,
        contexts,
        model);
  }

  /**
   * With true classes: the model of the embeddings has their means, if there are enough of each.
   * Where there are neither predictions nor logits they stand for the predicted classes too.
   *
   * @param file [n] integers &ge; 0, or -1 where there is none
   * @return a new object
   */
  public NumpyArrays labels(Path file) {
    return new NumpyArrays(
        embeddings,
        logits,
        predictions,
        Objects.requireNonNull(file, "file"),
        sources,
        slices,
        contexts,
        model);
  }

  /**
   * With the source of each observation: see {@link Observation.Builder#source}.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays sources(Path file) {
    return new NumpyArrays(
        embeddings,
        logits,
        predictions,
        labels,
        Objects.requireNonNull(file, "file"),
        slices,
        contexts,
        model);
  }

  /**
   * With the value of the tag by which the baseline is sliced.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays slices(Path file) {
    return new NumpyArrays(
        embeddings,
        logits,
        predictions,
        labels,
        sources,
        Objects.requireNonNull(file, "file"),
        contexts,
        model);
  }

  /**
   * With the value of the tag that is the baseline's context.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays contexts(Path file) {
    return new NumpyArrays(
        embeddings,
        logits,
        predictions,
        labels,
        sources,
        slices,
        Objects.requireNonNull(file, "file"),
        model);
  }

  /**
   * With the model that the embeddings and logits are of: the builder takes it as its own ({@link
   * BaselineBuilder#model}), and refuses the arrays if it has another one.
   *
   * @param file a JSON object with {@code sha256} and {@code preprocessing}, an object or words
   * @return a new object
   */
  public NumpyArrays model(Path file) {
    Objects.requireNonNull(file, "file");
    return new NumpyArrays(
        embeddings, logits, predictions, labels, sources, slices, contexts, file);
  }

  /**
   * Reads the observations one by one, for example into a backtest. They have no times.
   *
   * @param sliceKey name of the tag that the slices are values of; null where there are no slices
   * @param contextKey of the contexts; null where there are none
   * @param each is told of each; the arrays of an observation are reused for the next
   * @throws IllegalArgumentException if a file is no array, or the arrays do not fit together; the
   *     message names the file and the rule
   */
  public void forEach(String sliceKey, String contextKey, Consumer<? super Observation> each) {
    Objects.requireNonNull(each, "each");
    read(
        sliceKey,
        contextKey,
        0,
        new Sink() {
          @Override
          public void rows(long rows) {}

          @Override
          public void accept(Observation observation) {
            each.accept(observation);
          }
        });
  }

  /** The file of {@link #model(Path)}; null if there is none. */
  Path model() {
    return model;
  }

  private boolean hasContent() {
    return embeddings != null || logits != null || predictions != null || labels != null;
  }

  /** What they are, in words. */
  String inWords(long rows) {
    Path first = embeddings != null ? embeddings : logits;
    first = first != null ? first : predictions != null ? predictions : labels;
    Path folder = first.toAbsolutePath().getParent();
    Path name = folder.getFileName() == null ? folder : folder.getFileName();
    return "arrays in " + Text.clean(name.toString()) + ", " + rows + " rows";
  }

  /** Takes the observations one by one. */
  interface Sink {
    /** Called once, before the first. */
    void rows(long rows);

    /** Its arrays are reused. */
    void accept(Observation observation);
  }

  /**
   * Reads the arrays side by side. All headers are checked before the first row is read.
   *
   * @throws IllegalArgumentException if a file is none, or the files do not fit together
   */
  void read(String sliceKey, String contextKey, long firstSequence, Sink sink) {
    if (!hasContent()) {
      throw new IllegalArgumentException(
          "arrays: none (expected: embeddings, logits, predictions or labels)");
    }
    if (slices != null && sliceKey == null) {
      throw new IllegalArgumentException(
          "slices: " + slices + " (expected: none, for the baseline is not sliced; set sliceBy)");
    }
    if (contexts != null && contextKey == null) {
      throw new IllegalArgumentException(
          "contexts: " + contexts + " (expected: none, for no context is declared; set context)");
    }
    boolean useLabels = predictions == null && logits == null;
    List<NpyReader> open = new ArrayList<>();
    try {
      NpyReader vectors = matrix(embeddings, "embeddings", open);
      NpyReader scores = matrix(logits, "logits", open);
      NpyReader classes = whole(predictions, "predictions", open);
      NpyReader truth = whole(labels, "labels", open);
      NpyReader origins = names(sources, "sources", open);
      NpyReader tags = names(slices, "slices", open);
      NpyReader surroundings = names(contexts, "contexts", open);
      checkRows(open);
      float[] embedding = vectors == null ? null : new float[vectors.columns()];
      float[] logit = scores == null ? null : new float[scores.columns()];
      long rows = open.get(0).rows();
      sink.rows(rows);
      for (long row = 0; row < rows; row++) {
        Observation.Builder observation = Observation.builder().sequence(firstSequence + row);
        ifPresent(vectors, r -> r.next(embedding));
        ifPresent(vectors, r -> observation.embedding(embedding));
        ifPresent(scores, r -> r.next(logit));
        ifPresent(scores, r -> observation.logits(logit));
        ifPresent(classes, r -> ofClass(observation::predictedClass, predictions, r.nextWhole()));
        ifPresent(truth, r -> labelled(observation, r.nextWhole(), useLabels));
        ifPresent(origins, r -> observation.source(name(r)));
        ifPresent(tags, r -> observation.tag(sliceKey, name(r)));
        ifPresent(surroundings, r -> observation.tag(contextKey, name(r)));
        sink.accept(observation.build());
      }
    } finally {
      open.forEach(NpyReader::close);
    }
  }

  private static void ifPresent(NpyReader reader, Consumer<NpyReader> action) {
    if (reader != null) {
      action.accept(reader);
    }
  }

  private void labelled(Observation.Builder observation, long value, boolean alsoPredicted) {
    ofClass(observation::label, labels, value);
    if (alsoPredicted) {
      ofClass(observation::predictedClass, labels, value);
    }
  }

  private static void ofClass(IntConsumer setter, Path file, long value) {
    if (value < Observation.NO_CLASS || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "file: " + file + " has the class " + value + " (expected: >= 0, or -1 for none)");
    }
    if (value != Observation.NO_CLASS) {
      setter.accept((int) value);
    }
  }

  private static String name(NpyReader reader) {
    return reader.kind() == NpyReader.Kind.TEXT
        ? reader.nextText()
        : Long.toString(reader.nextWhole());
  }

  private static NpyReader open(Path file, List<NpyReader> open) {
    NpyReader reader = NpyReader.open(file);
    open.add(reader);
    return reader;
  }

  private static NpyReader matrix(Path file, String what, List<NpyReader> open) {
    if (file == null) {
      return null;
    }
    NpyReader reader = open(file, open);
    if (reader.kind() != NpyReader.Kind.REAL
        || reader.dimensions() != 2
        || reader.columns() > WIDEST) {
      throw unfit(what, file, reader, "[n x columns] of float32 or float64, columns <= " + WIDEST);
    }
    return reader;
  }

  private static NpyReader whole(Path file, String what, List<NpyReader> open) {
    if (file == null) {
      return null;
    }
    NpyReader reader = open(file, open);
    if (reader.kind() != NpyReader.Kind.WHOLE || reader.dimensions() != 1) {
      throw unfit(what, file, reader, "[n] of integers");
    }
    return reader;
  }

  private static NpyReader names(Path file, String what, List<NpyReader> open) {
    if (file == null) {
      return null;
    }
    NpyReader reader = open(file, open);
    if (reader.kind() == NpyReader.Kind.REAL || reader.dimensions() != 1) {
      throw unfit(what, file, reader, "[n] of integers or text");
    }
    return reader;
  }

  private static IllegalArgumentException unfit(
      String what, Path file, NpyReader reader, String expected) {
    return new IllegalArgumentException(
        what
            + ": "
            + file
            + " has "
            + reader.dimensions()
            + " dimensions, "
            + reader.columns()
            + " columns of kind "
            + reader.kind()
            + " (expected: "
            + expected
            + ")");
  }

  private static void checkRows(List<NpyReader> open) {
    for (NpyReader reader : open) {
      if (reader.rows() != open.get(0).rows()) {
        throw new IllegalArgumentException(
            "file: "
                + reader.file()
                + " has "
                + reader.rows()
                + " rows (expected: the same number of rows as "
                + open.get(0).file()
                + ", "
                + open.get(0).rows()
                + ")");
      }
    }
  }
}
