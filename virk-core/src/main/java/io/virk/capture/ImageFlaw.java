package io.virk.capture;

/** Why an image or tensor of an observation could not be used. */
enum ImageFlaw {
  IMAGE_SIZE("the pixels of an image do not fill the size it is said to have"),
  IMAGE_TYPE("an image is of a type that cannot be read without converting it"),
  TENSOR_LENGTH("a tensor has another length than its format says"),
  TENSOR_NOT_FINITE("a tensor holds NaN or infinity"),
  TENSOR_FORMAT("a tensor was given to a monitor that was not told its format");

  private final String words;

  ImageFlaw(String words) {
    this.words = words;
  }

  String inWords() {
    return words;
  }
}
