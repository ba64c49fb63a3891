package io.virk.signal;

/**
 * What may be wrong with an input of an observation. What is flawed is left out and counted; the
 * rest of the observation is used.
 */
public enum Flaw {
  /** The pixels of an image do not fill the size that it is said to have. */
  IMAGE_SIZE(
      "image",
      "images that do not fill their size",
      "hand over width, height and row stride in pixels of the image as it is"),
  /** An image is of a type that cannot be read without converting it. */
  IMAGE_TYPE(
      "image",
      "images of a type that cannot be read",
      "hand over gray, RGB or CMYK, or convert it with Frame.of(image)"),
  /** A file of a folder cannot be decoded. */
  UNREADABLE_IMAGE(
      "image",
      "images that cannot be decoded",
      "take the file out of the folder, or save it as PNG or JPEG"),
  /** A tensor has another length than its format says. */
  TENSOR_LENGTH(
      "tensor",
      "tensors of another length than the format's",
      "state the format of the model's input in .tensor(..)"),
  /** The tensors of a batch are not as many as it has rows. */
  TENSOR_ROWS(
      "tensor",
      "tensors of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** A tensor holds NaN or infinity. */
  TENSOR_NOT_FINITE(
      "tensor", "tensors with NaN or infinity", "look at what the preprocessing divides by"),
  /** A tensor was given to a monitor that was not told its format. */
  TENSOR_FORMAT(
      "tensor", "tensors without a format", "state the format of the model's input in .tensor(..)"),
  /** An embedding has another length than the baseline's. */
  EMBEDDING_LENGTH(
      "embedding",
      "embeddings of another length than the baseline's",
      "use the model that the baseline was built with, or build anew"),
  /** An embedding was given, and the baseline has none. */
  EMBEDDING_UNKNOWN(
      "embedding",
      "embeddings, which the baseline does not have",
      "build the baseline with embeddings, or do not hand them over"),
  /** The embeddings of a batch are not as many as it has rows. */
  EMBEDDING_ROWS(
      "embedding",
      "embeddings of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** An embedding holds NaN or infinity. */
  EMBEDDING_NOT_FINITE(
      "embedding",
      "embeddings with NaN or infinity",
      "look at the precision that the model runs with"),
  /** Logits have another length than the baseline's. */
  LOGITS_LENGTH(
      "logits",
      "logits of another length than the baseline's",
      "use the model that the baseline was built with, or build anew"),
  /** Logits were given, and the baseline has none. */
  LOGITS_UNKNOWN(
      "logits",
      "logits, which the baseline does not have",
      "build the baseline with logits, or do not hand them over"),
  /** The logits of a batch are not as many as it has rows. */
  LOGITS_ROWS(
      "logits",
      "logits of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** Logits hold NaN or +infinity, or nothing but -infinity. */
  LOGITS_NOT_FINITE(
      "logits",
      "logits with NaN or infinity",
      "hand over logits in float; only masked classes may be -infinity"),
  /** Probabilities that do not have one value a class, as declared. */
  PROBABILITIES_LENGTH(
      "probabilities",
      "probabilities of another length than declared",
      "declare the number of classes that the model has"),
  /** The probabilities of a batch are not as many as it has rows. */
  PROBABILITIES_ROWS(
      "probabilities",
      "probabilities of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** Probabilities hold NaN, are beyond 0 .. 1, or do not add up to 1. */
  PROBABILITIES_VALUE(
      "probabilities",
      "values that are no probabilities",
      "hand over what a softmax gave; what comes before it is .logits(..)"),
  /** Scores that do not have one value a class, as declared. */
  SCORES_LENGTH(
      "scores",
      "scores of another length than declared",
      "declare the number of labels that the model has"),
  /** The scores of a batch are not as many as it has rows. */
  SCORES_ROWS(
      "scores",
      "scores of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** Scores hold NaN, or are beyond 0 .. 1. */
  SCORES_VALUE("scores", "scores beyond 0 .. 1", "hand over what a sigmoid gave, each 0 .. 1"),
  /** The output of a challenger does not have one value a class. */
  CHALLENGER_LENGTH(
      "challenger",
      "outputs of a challenger of another length than the model's own",
      "hand over one value for each class of the model that is watched"),
  /** The outputs of a challenger of a batch are not as many as it has rows. */
  CHALLENGER_ROWS(
      "challenger",
      "outputs of a challenger of another number of rows than the batch",
      "hand over one row for each of the n inferences of captureBatch(n)"),
  /** Arrays of detections are shorter than their count says, or it is negative. */
  DETECTIONS_LENGTH(
      "detections",
      "detections whose arrays do not have as many values as their count says",
      "hand over four numbers, one class and one confidence for each box"),
  /** A box holds NaN, ends before it begins, is outside of the frame, or of an unknown class. */
  DETECTIONS_VALUE(
      "detections",
      "detections with boxes that cannot be",
      "declare the layout of boxes, the size of the frame in their units, and all classes"),
  /** There are more boxes than are kept; all of them are counted. */
  DETECTIONS_MOST(
      "detections",
      "detections of more boxes than are kept",
      "declare a larger .most(..), and hand over the surest boxes first"),
  /** A mask has fewer pixels than its sides say. */
  MASK_LENGTH(
      "mask",
      "masks that do not fill their size",
      "hand over one class for each pixel, width x height of them"),
  /** A mask holds classes that were not declared. */
  MASK_CLASS(
      "mask",
      "masks with classes that were not declared",
      "declare all classes, that of the background among them"),
  /** An output was given that the baseline was not told of. */
  OUTPUT_UNKNOWN(
      "output",
      "outputs that the baseline does not have",
      "declare the output where the baseline is built, with .output(..)"),
  /** An output was given by a name for which nobody has asked. */
  CHALLENGER_UNKNOWN(
      "output",
      "outputs by name for which nobody has asked",
      "ask with FeedbackPolicy.challenger(..), and hand the output over as \"challenger\""),
  /** What was given to a categorical signal is no category. */
  SIGNAL_CATEGORY(
      "signal",
      "signals of categories with other values",
      "hand over a whole number >= 0 with .category(..)"),
  /** A value was given to a signal that the baseline does not have. */
  SIGNAL_UNKNOWN(
      "signal",
      "signals that the baseline does not have",
      "declare the signal where the baseline is built"),
  /** The value of a signal is NaN or infinite. */
  SIGNAL_NOT_FINITE(
      "signal", "signals with NaN or infinity", "leave the signal out where it has no value"),
  /** The vector of a signal has another length than the baseline's. */
  SIGNAL_LENGTH(
      "signal",
      "signals of another length than the baseline's",
      "use the source that the baseline was built with, or build anew"),
  /** A source of the host's own threw an exception; its signals are left out. */
  SOURCE_FAILED(
      "source",
      "sources that threw",
      "look at the exception: a source leaves out what it cannot derive"),
  /** An observation has no tag to be sliced by. */
  SLICE_TAG("tag", "no tag to slice by", "set the tag on every capture"),
  /** There are more slices than are watched, and all of them have open drifts. */
  SLICE_LIMIT(
      "tag", "no room for the slice", "raise maximumSlices, or slice by a tag of fewer values"),
  /** There are more distinct tag values than are kept. */
  TAG_LIMIT(
      "tag",
      "tags with one value too many",
      "keep numbers and times out of tags: an id is .id(..)"),
  /** An observation has more tags than are kept. */
  TAG_COUNT("tag", "too many tags", "set the tags that you slice by, and those alone"),
  /** The key or the value of a tag is longer than is kept. */
  TAG_LENGTH("tag", "tags that are too long", "keep texts out of tags"),
  /** An id is longer than is kept. */
  ID_LENGTH("id", "ids that are too long", "hand over a key by which the text is found"),
  /** A batch has more rows than are looked at. */
  BATCH_ROWS("batch", "batches of too many rows", "observe a batch in parts"),
  /** An observation has no tag to tell its context by. */
  CONTEXT_TAG("context", "no tag to tell the context by", "set the tag on every capture"),
  /** The context of an observation is none that the baseline knows. */
  CONTEXT_NEW(
      "context",
      "contexts that the baseline does not know",
      "refresh the baseline with observations of the context"),
  /** Its bytes occur in another part of a baseline's observations, too. */
  COPY_IN_ANOTHER_PART(
      "observation", "copies of what is in another part", "take copies out of the reference data");

  private final String input;
  private final String words;
  private final String remedy;

  Flaw(String input, String words, String remedy) {
    this.input = input;
    this.words = words;
    this.remedy = remedy;
  }

  /**
   * The input that is flawed.
   *
   * @return for example "embedding"
   */
  public String input() {
    return input;
  }

  /**
   * What is wrong, in words.
   *
   * @return for example "embeddings with NaN or infinity"
   */
  public String inWords() {
    return words;
  }

  /**
   * Whether something is judged by what is flawed. If not, it is only left out: an id, or a text
   * that would be a tag. Where the tag is one to slice by, that is a flaw of its own.
   *
   * @return true for most
   */
  public boolean isJudgedBy() {
    return switch (this) {
      case TAG_LIMIT,
          TAG_COUNT,
          TAG_LENGTH,
          ID_LENGTH,
          BATCH_ROWS,
          DETECTIONS_MOST,
          CHALLENGER_LENGTH,
          CHALLENGER_ROWS,
          CHALLENGER_UNKNOWN,
          EMBEDDING_UNKNOWN,
          LOGITS_UNKNOWN,
          OUTPUT_UNKNOWN ->
          false;
      default -> true;
    };
  }

  /**
   * What helps where it occurs again and again.
   *
   * @return an imperative, part of a sentence
   */
  public String remedy() {
    return remedy;
  }
}
