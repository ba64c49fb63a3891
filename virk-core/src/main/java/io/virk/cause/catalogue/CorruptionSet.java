package io.virk.cause.catalogue;

/**
 * The two published sets of corruptions of Hendrycks and Dietterich, "Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations" (ICLR 2019, arXiv:1903.12261): the same 19
 * corruptions with different parameters. Severity 1 of ImageNet-C is often stronger than severity 5
 * of CIFAR-10-C, so a figure is told with its set.
 */
public enum CorruptionSet {
  /** Parameters of images of 32 x 32 pixels. */
  CIFAR_10_C,
  /** Parameters of images of 224 x 224 pixels. */
  IMAGENET_C
}
