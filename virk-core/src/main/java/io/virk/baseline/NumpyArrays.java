package io.virk.baseline;

import io.virk.internal.NpyReader;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import io.virk.signal.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** What an array holds. */
  private enum Part {
    EMBEDDINGS,
    LOGITS,
    PROBABILITIES,
    SCORES,
    PREDICTIONS,
    LABELS,
    SOURCES,
    SLICES,
    CONTEXTS;

    /** Without one of these there are no observations. */
    static final Set<Part> CONTENT =
        EnumSet.of(EMBEDDINGS, LOGITS, PROBABILITIES, SCORES, PREDICTIONS, LABELS);

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String MODEL = "model.json";

  private final Map<Part, Path> files;
  private final Path model;

  private NumpyArrays(Map<Part, Path> files, Path model) {
    this.files = files;
    this.model = model;
  }

  /**
   * No arrays yet.
   *
   * @return to be continued with {@link #embeddings}, {@link #logits} and so on
   */
  public static NumpyArrays none() {
    return new NumpyArrays(new EnumMap<>(Part.class), null);
  }

  /**
   * The arrays of a folder, by their names: {@code embeddings.npy}, {@code logits.npy}, {@code
   * probabilities.npy}, {@code scores.npy}, {@code predictions.npy}, {@code labels.npy}, {@code
   * sources.npy}, {@code slices.npy}, {@code contexts.npy}, and {@code model.json}; those that are
   * missing are left out.
   *
   * @param folder with at least one of the first six
   * @return the arrays
   * @throws IllegalArgumentException if there is none
   */
  public static NumpyArrays of(Path folder) {
    Objects.requireNonNull(folder, "folder");
    Path model = folder.resolve(MODEL);
    NumpyArrays arrays =
        new NumpyArrays(new EnumMap<>(Part.class), Files.exists(model) ? model : null);
    for (Part part : Part.values()) {
      Path file = folder.resolve(part.word() + ".npy");
      if (Files.exists(file)) {
        arrays.files.put(part, file);
      }
    }
    if (!arrays.hasContent()) {
      throw new IllegalArgumentException(
          "folder: " + folder + " (expected: one of " + names(".npy") + " in it)");
    }
    return arrays;
  }

  private static String names(String ending) {
    return Part.CONTENT.stream().map(p -> p.word() + ending).collect(Collectors.joining(", "));
  }

  private NumpyArrays with(Part part, Path file) {
    Map<Part, Path> more = new EnumMap<>(Part.class);
    more.putAll(files);
    more.put(part, Objects.requireNonNull(file, "file"));
    return new NumpyArrays(more, model);
  }

  /**
   * With embeddings.
   *
   * @param file [n x d] float32 or float64
   * @return a new object
   */
  public NumpyArrays embeddings(Path file) {
    return with(Part.EMBEDDINGS, file);
  }

  /**
   * With logits, before any softmax.
   *
   * @param file [n x c] float32 or float64
   * @return a new object
   */
  public NumpyArrays logits(Path file) {
    return with(Part.LOGITS, file);
  }

  /**
   * With probabilities of classes that exclude each other, of a model whose softmax is inside. The
   * baseline is told of them: {@link io.virk.signal.Output#probabilities}.
   *
   * @param file [n x c] float32 or float64
   * @return a new object
   */
  public NumpyArrays probabilities(Path file) {
    return with(Part.PROBABILITIES, file);
  }

  /**
   * With scores of labels. The baseline is told of them: {@link io.virk.signal.Output#scores}.
   *
   * @param file [n x c] float32 or float64
   * @return a new object
   */
  public NumpyArrays scores(Path file) {
    return with(Part.SCORES, file);
  }

  /**
   * With predicted classes; without them they are the argmax of the logits, or of the
   * probabilities.
   *
   * @param file [n] integers &ge; 0, or -1 where there is none
   * @return a new object
   */
  public NumpyArrays predictions(Path file) {
    return with(Part.PREDICTIONS, file);
  }

  /**
   * With true classes: the model of the embeddings has their means, if there are enough of each.
   * Where there are neither predictions nor logits nor probabilities they stand for the predicted
   * classes too.
   *
   * @param file [n] integers &ge; 0, or -1 where there is none
   * @return a new object
   */
  public NumpyArrays labels(Path file) {
    return with(Part.LABELS, file);
  }

  /**
   * With the source of each observation: see {@link Observation.Builder#source}.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays sources(Path file) {
    return with(Part.SOURCES, file);
  }

  /**
   * With the value of the tag by which the baseline is sliced.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays slices(Path file) {
    return with(Part.SLICES, file);
  }

  /**
   * With the value of the tag that is the baseline's context.
   *
   * @param file [n] integers or text
   * @return a new object
   */
  public NumpyArrays contexts(Path file) {
    return with(Part.CONTEXTS, file);
  }

  /**
   * With the model that the embeddings and logits are of: the builder takes it as its own ({@link
   * BaselineBuilder#model}), and refuses the arrays if it has another one.
   *
   * @param file a JSON object with {@code sha256} and {@code preprocessing}, an object or words
   * @return a new object
   */
  public NumpyArrays model(Path file) {
    return new NumpyArrays(files, Objects.requireNonNull(file, "file"));
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
    return files.keySet().stream().anyMatch(Part.CONTENT::contains);
  }

  /** What they are, in words. */
  String inWords(long rows) {
    Path folder = files.values().iterator().next().toAbsolutePath().getParent();
    Path name = folder.getFileName() == null ? folder : folder.getFileName();
    return "arrays in " + Text.clean(name.toString()) + ", " + rows + " rows";
  }

  /** Refuses outputs that a baseline was not told of. */
  void checkOutputs(List<Output> declared) {
    checkOutput(
        Part.PROBABILITIES, declared.stream().anyMatch(Output.Probabilities.class::isInstance));
    checkOutput(Part.SCORES, declared.stream().anyMatch(Output.Scores.class::isInstance));
  }

  private void checkOutput(Part part, boolean declared) {
    if (files.containsKey(part) && !declared) {
      throw new IllegalArgumentException(
          part.word()
              + ": "
              + files.get(part)
              + " (expected: none, for the baseline is not told of them; call output(Output."
              + part.word()
              + "(..)) before)");
    }
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
      throw new IllegalArgumentException("arrays: none (expected: one of " + names("") + ")");
    }
    needs(Part.SLICES, sliceKey, "the baseline is not sliced; set sliceBy");
    needs(Part.CONTEXTS, contextKey, "no context is declared; set context");
    boolean useLabels =
        Stream.of(Part.PREDICTIONS, Part.LOGITS, Part.PROBABILITIES).noneMatch(files::containsKey);
    List<NpyReader> open = new ArrayList<>();
    try {
      NpyReader vectors = matrix(Part.EMBEDDINGS, open);
      NpyReader logits = matrix(Part.LOGITS, open);
      NpyReader probabilities = matrix(Part.PROBABILITIES, open);
      NpyReader scores = matrix(Part.SCORES, open);
      NpyReader classes = whole(Part.PREDICTIONS, open);
      NpyReader truth = whole(Part.LABELS, open);
      NpyReader origins = names(Part.SOURCES, open);
      NpyReader tags = names(Part.SLICES, open);
      NpyReader surroundings = names(Part.CONTEXTS, open);
      checkRows(open);
      float[] embedding = row(vectors);
      float[] logit = row(logits);
      float[] probability = row(probabilities);
      float[] score = row(scores);
      long rows = open.get(0).rows();
      sink.rows(rows);
      for (long row = 0; row < rows; row++) {
        Observation.Builder observation = Observation.builder().sequence(firstSequence + row);
        ifPresent(vectors, r -> observation.embedding(next(r, embedding)));
        ifPresent(logits, r -> observation.logits(next(r, logit)));
        ifPresent(probabilities, r -> observation.probabilities(next(r, probability)));
        ifPresent(scores, r -> observation.scores(next(r, score)));
        ifPresent(classes, r -> ofClass(observation::predictedClass, r));
        ifPresent(truth, r -> labelled(observation, r, useLabels));
        ifPresent(origins, r -> observation.source(name(r)));
        ifPresent(tags, r -> observation.tag(sliceKey, name(r)));
        ifPresent(surroundings, r -> observation.tag(contextKey, name(r)));
        sink.accept(observation.build());
      }
    } finally {
      open.forEach(NpyReader::close);
    }
  }

  private void needs(Part part, String key, String otherwise) {
    if (files.containsKey(part) && key == null) {
      throw new IllegalArgumentException(
          part.word() + ": " + files.get(part) + " (expected: none, for " + otherwise + ")");
    }
  }

  private static float[] row(NpyReader reader) {
    return reader == null ? null : new float[reader.columns()];
  }

  private static float[] next(NpyReader reader, float[] row) {
    reader.next(row);
    return row;
  }

  private static void ifPresent(NpyReader reader, Consumer<NpyReader> action) {
    if (reader != null) {
      action.accept(reader);
    }
  }

  private static void labelled(
      Observation.Builder observation, NpyReader labels, boolean alsoPredicted) {
    int label = ofClass(observation::label, labels);
    if (alsoPredicted && label != Observation.NO_CLASS) {
      observation.predictedClass(label);
    }
  }

  private static int ofClass(IntConsumer setter, NpyReader reader) {
    long value = reader.nextWhole();
    if (value < Observation.NO_CLASS || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "file: "
              + reader.file()
              + " has the class "
              + value
              + " (expected: >= 0, or -1 for none)");
    }
    if (value != Observation.NO_CLASS) {
      setter.accept((int) value);
    }
    return (int) value;
  }

  private static String name(NpyReader reader) {
    return reader.kind() == NpyReader.Kind.TEXT
        ? reader.nextText()
        : Long.toString(reader.nextWhole());
  }

  private NpyReader open(Part part, List<NpyReader> open) {
    Path file = files.get(part);
    if (file != null) {
      open.add(NpyReader.open(file));
    }
    return file == null ? null : open.get(open.size() - 1);
  }

  private NpyReader matrix(Part part, List<NpyReader> open) {
    NpyReader reader = open(part, open);
    if (reader != null
        && (reader.kind() != NpyReader.Kind.REAL
            || reader.dimensions() != 2
            || reader.columns() > WIDEST)) {
      throw unfit(part, reader, "[n x columns] of float32 or float64, columns <= " + WIDEST);
    }
    return reader;
  }

  private NpyReader whole(Part part, List<NpyReader> open) {
    NpyReader reader = open(part, open);
    if (reader != null && (reader.kind() != NpyReader.Kind.WHOLE || reader.dimensions() != 1)) {
      throw unfit(part, reader, "[n] of integers");
    }
    return reader;
  }

  private NpyReader names(Part part, List<NpyReader> open) {
    NpyReader reader = open(part, open);
    if (reader != null && (reader.kind() == NpyReader.Kind.REAL || reader.dimensions() != 1)) {
      throw unfit(part, reader, "[n] of integers or text");
    }
    return reader;
  }

  private static IllegalArgumentException unfit(Part part, NpyReader reader, String expected) {
    return new IllegalArgumentException(
        part.word()
            + ": "
            + reader.file()
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
