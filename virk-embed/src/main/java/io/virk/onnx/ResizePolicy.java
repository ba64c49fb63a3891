package io.virk.onnx;

import java.util.Objects;

/**
 * How a frame of any size comes to the size of a model's input.
 *
 * <p>Policies that resize do so bilinearly, with half-pixel centres; where they reduce, the
 * triangle of the filter is widened by the reduction, so that every source pixel has its weight and
 * nothing is aliased (as PIL's {@code BILINEAR} and torchvision's {@code antialias=True} do, but
 * without rounding to bytes).
 */
public sealed interface ResizePolicy {
  /**
   * The steps in words.
   *
   * @return words that are equal exactly if the policies are
   */
  String describe();

  /**
   * Stretches the frame to the input, whatever its aspect.
   *
   * @return the policy
   */
  static ResizePolicy stretch() {
    return new Stretch();
  }

  /**
   * Resizes the frame with its aspect kept, so that it just covers the input enlarged by 1 / kept,
   * and crops the centre. A share of 0.875 and an input of 224 resize the short side to 256.
   *
   * @param kept share of the short side that is kept, 0 &lt; kept &le; 1; 1 crops the long side
   *     alone
   * @return the policy
   * @throws IllegalArgumentException if the share is out of its range
   */
  static ResizePolicy shortSideThenCrop(double kept) {
    return new ShortSideCrop(kept);
  }

  /**
   * Crops the centre without resizing; of an odd margin the smaller half is left of, or above, the
   * crop. A frame smaller than the input is rejected when it comes.
   *
   * @return the policy
   */
  static ResizePolicy centreCrop() {
    return new CentreCrop();
  }

  /**
   * Resizes the frame with its aspect kept, so that it just fits into the input, and pads the rest.
   * The shorter side is rounded to the nearest pixel.
   *
   * @param anchor where the frame stands
   * @param pad the value of padding in every channel, 0 .. 255, before scale, mean and std
   * @return the policy
   * @throws IllegalArgumentException if the padding is out of its range
   */
  static ResizePolicy letterbox(Anchor anchor, double pad) {
    return new Letterbox(anchor, pad);
  }

  /** Where a letterboxed frame stands in the input. */
  enum Anchor {
    /** In the corner; the padding is to the right or below. */
    TOP_LEFT("top left"),
    /** In the middle; of an odd padding the smaller half is to the left or above. */
    CENTRE("centre");

    private final String words;

    Anchor(String words) {
      this.words = words;
    }
  }

  /** See {@link ResizePolicy#stretch()}. */
  record Stretch() implements ResizePolicy {
    @Override
    public String describe() {
      return "stretch (bilinear, antialiased)";
    }
  }

  /**
   * See {@link ResizePolicy#shortSideThenCrop}.
   *
   * @param kept share of the short side that is kept, 0 &lt; kept &le; 1
   */
  record ShortSideCrop(double kept) implements ResizePolicy {
    public ShortSideCrop {
      if (!(kept > 0 && kept <= 1)) {
        throw new IllegalArgumentException("kept: " + kept + " (expected: > 0 and <= 1)");
      }
    }

    @Override
    public String describe() {
      return "resize the short side (bilinear, antialiased), crop the centre " + kept;
    }
  }

  /** See {@link ResizePolicy#centreCrop()}. */
  record CentreCrop() implements ResizePolicy {
    @Override
    public String describe() {
      return "crop the centre without resizing";
    }
  }

  /**
   * See {@link ResizePolicy#letterbox}.
   *
   * @param anchor where the frame stands
   * @param pad the value of padding, 0 .. 255
   */
  record Letterbox(Anchor anchor, double pad) implements ResizePolicy {
    public Letterbox {
      Objects.requireNonNull(anchor, "anchor");
      if (!(pad >= 0 && pad <= 255)) {
        throw new IllegalArgumentException("pad: " + pad + " (expected: 0 .. 255)");
      }
      pad += 0.0; // -0.0 and 0.0 are the same padding
    }

    @Override
    public String describe() {
      return "letterbox (bilinear, antialiased), " + anchor.words + ", padding " + pad;
    }
  }
}
