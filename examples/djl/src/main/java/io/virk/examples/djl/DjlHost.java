package io.virk.examples.djl;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.event.DriftOpened;
import io.virk.onnx.ImageTransform;
import io.virk.onnx.InputShape;
import io.virk.onnx.TensorLayout;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds a baseline of a folder of pictures with DJL, then classifies another and watches.
 *
 * <pre>java -jar djl.jar parts-classifier.onnx training live</pre>
 *
 * <p>Both go the same way, so that embeddings and logits are of the same pixels.
 */
public final class DjlHost {
  private static final ImageTransform STEPS = ImageTransform.unit();
  private static final InputShape SHAPE = new InputShape(TensorLayout.NCHW, 3, 160, 120);
  private static final List<String> CLASSES =
      List.of("hex nut", "bolt", "washer", "gear", "bracket", "bearing");

  private DjlHost() {}

  /** The arguments: model, folder of training pictures, folder of live ones. */
  public static void main(String[] arguments)
      throws IOException, ModelException, TranslateException {
    if (arguments.length != 3) {
      System.err.println("java -jar djl.jar MODEL TRAINING LIVE");
      System.exit(2);
    }
    run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), System.out);
  }

  static void run(Path model, Path training, Path live, PrintStream out)
      throws IOException, ModelException, TranslateException {
    System.setProperty("ai.djl.offline", "true"); // or DJL looks for engines and models itself
    BaselineBuilder builder = Baseline.builder("line-3");
    classify(
        model,
        training,
        (frame, embedding, logits) ->
            builder.add(
                Observation.builder()
                    .image(frame)
                    .embedding(embedding.toFloatArray())
                    .logits(logits.toFloatArray())
                    .build()));
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onDriftOpened(DriftOpened event) {
            out.println(event.diagnosis().headline());
            out.println(event.diagnosis().explanation());
          }
        };
    try (Monitor monitor =
        Monitor.builder(builder.build())
            .sampler(Sampler.every(1)) // all of these few; a service takes 1 in 100
            .fitAccepted()
            .polled()
            .listener(listener)
            .start()) {
      classify(
          model,
          live,
          (frame, embedding, logits) -> {
            monitor.observe( // is called for the sampled ones alone
                c ->
                    c.image(frame)
                        .embedding(embedding.toFloatArray())
                        .logits(logits.toFloatArray()));
            monitor.poll(16);
          });
      out.println(monitor.status().judged().windows() + " windows judged");
    }
  }

  private static void classify(Path model, Path folder, WatchedTranslator.Watcher watcher)
      throws IOException, ModelException, TranslateException {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optModelPath(model)
            .optEngine("OnnxRuntime")
            .optTranslator(new WatchedTranslator(CLASSES, SHAPE, STEPS, watcher))
            .build();
    try (ZooModel<Image, Classifications> loaded = criteria.loadModel();
        Predictor<Image, Classifications> predictor = loaded.newPredictor();
        Stream<Path> files = Files.list(folder).sorted()) {
      for (Path file : (Iterable<Path>) files::iterator) {
        predictor.predict(ImageFactory.getInstance().fromFile(file));
      }
    }
  }
}
