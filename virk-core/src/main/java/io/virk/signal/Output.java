package io.virk.signal;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * An output of the host's model, beside embedding and logits, that a baseline is told of: what it
 * looks like, and so how much room it takes. Declared where the baseline is built ({@code
 * BaselineBuilder.output}), handed over by its own method with every observation. Immutable.
 */
public sealed interface Output {
  /** Classes of probabilities, scores and boxes at most. */
  int MOST_CLASSES = 1_000_000;

  /** Classes of a mask at most. */
  int MOST_MASK_CLASSES = 256;

  /** Boxes of an observation that are kept unless another number is set. */
  int DEFAULT_BOXES = 100;

  /** Boxes of an observation that may be kept at most. */
  int MOST_BOXES = 10_000;

  /**
   * What it is called, and its signals' source.
   *
   * @return "probabilities", "scores", "detections" or "mask"
   */
  String name();

  /**
   * The number of classes.
   *
   * @return &ge; 1
   */
  int classes();

  /**
   * Probabilities of classes that exclude each other, of a model whose softmax is inside.
   * Confidence, entropy and predicted class are made of them; an energy score is not, for that
   * needs logits.
   *
   * @param classes 1 .. 1,000,000
   * @return the output "probabilities"
   */
  static Probabilities probabilities(int classes) {
    return new Probabilities(classes);
  }

  /**
   * Scores of labels of which an image may have several or none, each 0 .. 1. Told: the number of
   * labels from the threshold on, the largest score, the entropy, and the mix of labels.
   *
   * @param labels 1 .. 1,000,000
   * @param threshold from which on a label is given, in (0, 1)
   * @return the output "scores"
   */
  static Scores scores(int labels, double threshold) {
    return new Scores(labels, threshold);
  }

  /**
   * Boxes of a detector of objects, by their corners in shares of the frame; {@link Boxes#layout},
   * {@link Boxes#frame} and {@link Boxes#most} say otherwise.
   *
   * @param classes 1 .. 1,000,000
   * @return the output "detections"
   */
  static Boxes detections(int classes) {
    return new Boxes(classes, Layout.CORNERS, 1, 1, DEFAULT_BOXES);
  }

  /**
   * A class for each pixel of a segmentation.
   *
   * @param classes 1 .. 256
   * @return the output "mask", whose classes are called "class-0" and so on
   */
  static Mask mask(int classes) {
    Checked.range("mask", classes, MOST_MASK_CLASSES);
    return new Mask(
        java.util.stream.IntStream.range(0, classes).mapToObj(c -> "class-" + c).toList());
  }

  /**
   * A class for each pixel of a segmentation.
   *
   * @param names of the classes from 0 on, each once; lower-case words joined by hyphens
   * @return the output "mask"
   */
  static Mask mask(List<String> names) {
    return new Mask(names);
  }

  /** What the four numbers of a box are. */
  enum Layout {
    /** Left, top, right, bottom. */
    CORNERS,
    /** Centre x, centre y, width, height. */
    CENTRE,
    /** Left, top, width, height. */
    ORIGIN
  }

  /**
   * See {@link Output#probabilities}.
   *
   * @param classes 1 .. 1,000,000
   */
  record Probabilities(int classes) implements Output {
    public Probabilities {
      Checked.range("probabilities", classes, MOST_CLASSES);
    }

    @Override
    public String name() {
      return "probabilities";
    }
  }

  /**
   * See {@link Output#scores}.
   *
   * @param classes labels, 1 .. 1,000,000
   * @param threshold in (0, 1)
   */
  record Scores(int classes, double threshold) implements Output {
    public Scores {
      Checked.range("scores", classes, MOST_CLASSES);
      if (!(threshold > 0 && threshold < 1)) {
        throw new IllegalArgumentException("threshold: " + threshold + " (expected: in (0, 1))");
      }
    }

    @Override
    public String name() {
      return SignalSources.SCORES;
    }
  }

  /**
   * See {@link Output#detections}.
   *
   * @param classes 1 .. 1,000,000
   * @param layout of a box
   * @param width of the frame in the units of the boxes, &gt; 0
   * @param height of the frame in the units of the boxes, &gt; 0
   * @param most boxes of an observation that are kept, 1 .. 10,000
   */
  record Boxes(int classes, Layout layout, double width, double height, int most)
      implements Output {
    public Boxes {
      Checked.range("detections", classes, MOST_CLASSES);
      Objects.requireNonNull(layout, "layout");
      Checked.side("width", width);
      Checked.side("height", height);
      Checked.range("most", most, MOST_BOXES);
    }

    @Override
    public String name() {
      return SignalSources.DETECTIONS;
    }

    /**
     * The same, of boxes of another layout.
     *
     * @param other what the four numbers are
     * @return a copy
     */
    public Boxes layout(Layout other) {
      return new Boxes(classes, other, width, height, most);
    }

    /**
     * The same, of boxes in other units.
     *
     * @param unitsWide width of the frame in the units of the boxes, for example 1920 pixels, &gt;
     *     0
     * @param unitsHigh its height, &gt; 0
     * @return a copy
     */
    public Boxes frame(double unitsWide, double unitsHigh) {
      return new Boxes(classes, layout, unitsWide, unitsHigh, most);
    }

    /**
     * The same, with room for another number of boxes: of an observation with more the first are
     * kept, and all are counted.
     *
     * @param boxes 1 .. 10,000; 24 bytes each in every slot
     * @return a copy
     */
    public Boxes most(int boxes) {
      return new Boxes(classes, layout, width, height, boxes);
    }
  }

  /**
   * See {@link Output#mask(List)}.
   *
   * @param names of the classes from 0 on
   */
  record Mask(List<String> names) implements Output {
    public Mask {
      names = List.copyOf(names);
      Checked.range("mask", names.size(), MOST_MASK_CLASSES);
      names.forEach(name -> SignalNames.checkName("mask", name));
      if (new HashSet<>(names).size() < names.size()) {
        throw new IllegalArgumentException("mask: " + names + " (expected: each name once)");
      }
    }

    @Override
    public String name() {
      return SignalSources.MASK;
    }

    @Override
    public int classes() {
      return names.size();
    }
  }
}
