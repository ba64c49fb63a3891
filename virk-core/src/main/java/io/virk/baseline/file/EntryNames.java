package io.virk.baseline.file;

import io.virk.signal.VectorSignal;

/** What the entries of a baseline file are called. */
final class EntryNames {
  static final String MEAN = "embedding-mean.npy";
  static final String CLASS_MEANS = "embedding-class-means.npy";
  static final String CLASSES = "embedding-classes.npy";
  static final String CLASS_COUNTS = "embedding-class-counts.npy";
  static final String COVARIANCE = "embedding-covariance.npy";
  static final String FREQUENCIES = "random-frequencies.npy";
  static final String FEATURE_MEAN = "random-feature-mean.npy";
  static final String DIRECTIONS = "cause-directions.npy";
  static final String SIGNATURES = "signatures.npy";
  static final String SCALARS = "scalars.npy";
  static final String CATEGORIES = "categories.npy";

  static final String CONFUSION = "errors-confusion.npy";
  static final String STRATA = "errors-strata.npy";
  static final String CONFIDENCE = "errors-confidence.npy";
  static final String SCENE = "scene.npy";

  private EntryNames() {}

  /** How the entries of a reference begin. */
  static String prefix(int reference) {
    return "reference-" + reference + "/";
  }

  static String picture(int number) {
    return "pictures/" + number + ".npy";
  }

  static String entry(VectorSignal signal) {
    return "vector-" + signal.name() + ".npy";
  }
}
