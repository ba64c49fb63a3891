package io.virk.examples.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.virk.image.Frame;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * From an image to classes, as DJL wants it; and VIRK sees image, embedding and logits. The model
 * has the outputs "logits" and "embedding".
 */
final class WatchedTranslator implements Translator<Image, Classifications> {
  /** What is made of an inference: an observation of a baseline, or a capture of a monitor. */
  @FunctionalInterface
  interface Watcher {
    void saw(Frame frame, NDArray embedding, NDArray logits);
  }

  private final List<String> classes;
  private final InputShape shape;
  private final ImageTransform steps;
  private final Watcher watcher;

  WatchedTranslator(List<String> classes, InputShape shape, ImageTransform steps, Watcher watcher) {
    this.classes = classes;
    this.shape = shape;
    this.steps = steps;
    this.watcher = watcher;
  }

  @Override
  public NDList processInput(TranslatorContext context, Image image) {
    Frame frame = Frame.of((BufferedImage) image.getWrappedImage());
    context.setAttachment("frame", frame);
    float[] tensor = steps.apply(frame, shape); // ONNX Runtime has no operators on arrays in DJL
    Shape one = new Shape(1, shape.channels(), shape.height(), shape.width());
    return new NDList(context.getNDManager().create(tensor, one));
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList outputs) {
    NDArray logits = outputs.get("logits");
    watcher.saw((Frame) context.getAttachment("frame"), outputs.get("embedding"), logits);
    return new Classifications(classes, probabilities(logits.toFloatArray()));
  }

  private static List<Double> probabilities(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    List<Double> all = new ArrayList<>(logits.length);
    for (float logit : logits) {
      all.add(Math.exp(logit - largest));
      sum += all.get(all.size() - 1);
    }
    double total = sum;
    all.replaceAll(p -> p / total);
    return all;
  }

  @Override
  public Batchifier getBatchifier() {
    return null; // processInput makes the batch of one
  }
}
