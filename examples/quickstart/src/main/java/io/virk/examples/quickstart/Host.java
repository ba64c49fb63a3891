package io.virk.examples.quickstart;

import io.virk.Monitor;
import io.virk.capture.Capture;
import io.virk.embed.Embedder;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import java.util.List;

/** The application: it classifies frames. VIRK is one line of it. */
final class Host {
  private final Embedder model;
  private final Monitor monitor;
  private final Durations inference = new Durations();
  private final Durations unsampled = new Durations();
  private final Durations sampled = new Durations();
  private final Durations clock = new Durations();

  Host(Embedder model, Monitor monitor) {
    this.model = model;
    this.monitor = monitor;
  }

  /**
   * Classifies one frame and lets VIRK see it.
   *
   * @return what the model says
   */
  Prediction classify(String camera, Frame frame) {
    long begin = System.nanoTime();
    Embeddings result = model.embed(List.of(frame));
    long inferred = System.nanoTime();
    long ready = System.nanoTime();

    Capture capture = monitor.capture();
    boolean observed = capture.isSampled();
    capture
        .image(frame)
        .embedding(result.embeddings())
        .logits(result.logits())
        .tag("camera", camera)
        .commit();

    long captured = System.nanoTime();
    inference.add(inferred - begin);
    clock.add(ready - inferred);
    (observed ? sampled : unsampled).add(captured - ready);
    return Prediction.of(result.logits());
  }

  /**
   * The one-liner of a frame that is not observed, again and again; for a closed monitor, which
   * samples and then observes nothing.
   *
   * @return mean time, nanoseconds
   */
  double tightLoop() {
    float[] logits = new float[16];
    int rounds = 5_000_000;
    long begin = 0;
    for (int i = -rounds; i < rounds; i++) {
      if (i == 0) {
        begin = System.nanoTime();
      }
      monitor.capture().embedding(logits).logits(logits).tag("camera", "cam-1").commit();
    }
    return (double) (System.nanoTime() - begin) / rounds;
  }

  Durations inference() {
    return inference;
  }

  Durations unsampled() {
    return unsampled;
  }

  Durations sampled() {
    return sampled;
  }

  /** What reading the clock takes by itself. */
  Durations clock() {
    return clock;
  }
}
