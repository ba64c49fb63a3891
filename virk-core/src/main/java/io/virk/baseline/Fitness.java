package io.virk.baseline;

import io.virk.baseline.content.FitnessModel;
import io.virk.image.Frame;
import io.virk.image.internal.FrameBuffer;
import io.virk.internal.Finite;
import io.virk.internal.Text;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.ood.Energy;
import io.virk.stats.ood.LogitBatch;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether one frame is fit to be judged by the model: a host's own thread asks, at once, and may
 * abstain. It is fit unless it is further out than a chosen share of clean data: by the distance of
 * its embedding, by the energy of its logits, or by what its pixels look like. Whichever of them
 * are given together, about that share of frames like those of the baseline is fit.
 *
 * <p>It looks at one frame, where a monitor looks at windows: a camera that slowly gets blurry
 * stays fit for long. It knows neither slices nor contexts: what is usual for one camera, or at
 * night, is fit for all and at any time. Where that is too lenient, a baseline of each camera or
 * context alone has a fitness of its own. Made once by {@link Baseline#fitness}. Immutable,
 * thread-safe.
 *
 * <pre>{@code
 * Fitness fitness = baseline.fitness(0.99);
 * Fitness.Check check = fitness.check();            // one for each thread
 * if (!check.judge(embedding, logits).isFit()) {
 *   log.info(check.inWords());                      // ask a person
 * }
 * }</pre>
 */
public final class Fitness {
  /** What a frame is judged by. */
  public enum Part {
    /** Distance of the embedding from the nearest mean of the baseline's, squared. */
    EMBEDDING,
    /** Energy of the logits, -logsumexp. */
    LOGITS,
    /**
     * The largest of the deviations of the tested signals of the image (brightness, sharpness,
     * noise ...), in standard deviations of the baseline.
     */
    IMAGE
  }

  /** What was found. */
  public enum Finding {
    /** Nothing of what was given is further out than clean data. */
    FIT,
    /** Something is further out than clean data. */
    UNFIT,
    /** Something cannot be read: of another length than the baseline's, NaN, no pixels. */
    UNUSABLE,
    /** Nothing was given that the baseline knows. */
    NOTHING
  }

  private static final Part[] PARTS = Part.values();

  private final FitnessModel model;

  Fitness(FitnessModel model) {
    this.model = model;
  }

  /**
   * The share of clean data that is fit.
   *
   * @return as asked for
   */
  public double share() {
    return model.share();
  }

  /**
   * From which score on a frame is unfit, if it is judged by nothing else.
   *
   * @param part what it is judged by
   * @return on the part's own scale; NaN if the baseline has none of it
   */
  public double threshold(Part part) {
    return model.threshold(1 << part.ordinal(), part.ordinal());
  }

  /**
   * Makes what judges, with memory of its own.
   *
   * @return a check for one thread at a time
   */
  public Check check() {
    return new Check(model);
  }

  /**
   * Judges one frame after the other, and holds what was found of the last. Of one thread at a
   * time. Allocates nothing for embedding and logits; some objects for an image.
   */
  public static final class Check {
    private final FitnessModel model;
    private final LogitBatch logitBatch = new LogitBatch(1, 1);
    private final float[] centred;
    private final float[] whitened;
    private final FrameBuffer buffer;
    private final SignalExtractor images;
    private SignalValues measured;
    private final double[] scores = new double[PARTS.length];
    private int given;
    private int unusable;
    private Finding finding = Finding.NOTHING;
    private Part worst;

    private Check(FitnessModel model) {
      this.model = model;
      this.centred = new float[model.embeddingLength()];
      this.whitened = new float[model.components()];
      this.images = model.hasImages() ? model.images() : null;
      this.buffer = model.hasImages() ? new FrameBuffer(model.capturePolicy()) : null;
    }

    /**
     * Judges a frame by its embedding and logits. Does not throw, whatever is given.
     *
     * @param embedding null for none. Not modified.
     * @param logits null for none. Not modified.
     * @return this
     */
    public Check judge(float[] embedding, float[] logits) {
      return judge(embedding, logits, null);
    }

    /**
     * Judges a frame by its pixels too, which takes about a millisecond: they are reduced and
     * measured as those of the baseline were. What the baseline has none of is passed over.
     *
     * @param embedding null for none. Not modified.
     * @param logits null for none. Not modified.
     * @param frame null for none. Not modified.
     * @return this
     */
    public Check judge(float[] embedding, float[] logits, Frame frame) {
      given = 0;
      unusable = 0;
      worst = null;
      Arrays.fill(scores, Double.NaN);
      if (embedding != null && model.knows(Part.EMBEDDING.ordinal())) {
        take(Part.EMBEDDING, embedding.length == centred.length ? distance(embedding) : Double.NaN);
      }
      if (logits != null && model.knows(Part.LOGITS.ordinal())) {
        take(Part.LOGITS, logits.length == model.logitsLength() ? energy(logits) : Double.NaN);
      }
      if (frame != null && model.hasImages()) {
        take(Part.IMAGE, deviation(frame));
      }
      decide();
      return this;
    }

    private void take(Part part, double score) {
      int bit = 1 << part.ordinal();
      scores[part.ordinal()] = score;
      given |= bit;
      unusable |= Double.isNaN(score) ? bit : 0;
    }

    private double distance(float[] embedding) {
      return model.distances().score(embedding, centred, whitened);
    }

    /** NaN if they hold NaN or infinity; masked classes are -infinity, and cost more time. */
    private double energy(float[] logits) {
      if (Finite.all(logits)) {
        logitBatch.score(logits, 1, logits.length);
        return logitBatch.energy(0);
      }
      boolean any = false;
      for (float logit : logits) {
        if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
          return Double.NaN;
        }
        any |= logit != Float.NEGATIVE_INFINITY;
      }
      return any ? Energy.of(logits, 1) : Double.NaN;
    }

    private double deviation(Frame frame) {
      if (buffer.take(frame) != FrameBuffer.Outcome.TAKEN) {
        return Double.NaN;
      }
      measured = images.extract(Observation.builder().image(buffer.frame()).build());
      buffer.clear();
      return model.deviation(measured);
    }

    private void decide() {
      if (given == 0 || unusable != 0) {
        finding = given == 0 ? Finding.NOTHING : Finding.UNUSABLE;
        worst = unusable == 0 ? null : PARTS[Integer.numberOfTrailingZeros(unusable)];
        return;
      }
      double most = 0;
      finding = Finding.FIT;
      for (int p = 0; p < scores.length; p++) {
        double beyond = scores[p] - model.threshold(given, p);
        if (beyond > 0 && (worst == null || beyond / model.scale(p) > most)) {
          most = beyond / model.scale(p);
          worst = PARTS[p];
          finding = Finding.UNFIT;
        }
      }
    }

    /**
     * Whether the frame is fit to be judged.
     *
     * @return true only of {@link Finding#FIT}
     */
    public boolean isFit() {
      return finding == Finding.FIT;
    }

    /**
     * What was found.
     *
     * @return of the last frame; NOTHING before the first
     */
    public Finding finding() {
      return finding;
    }

    /**
     * What speaks against the frame most.
     *
     * @return null if it is fit, or nothing was given
     */
    public Part worst() {
      return worst;
    }

    /**
     * How far out the frame is.
     *
     * @param part what it was judged by
     * @return larger = further out; NaN if the part was not given, or cannot be used
     */
    public double score(Part part) {
      return scores[part.ordinal()];
    }

    /**
     * From which score on a frame is unfit that is judged by the parts that were given.
     *
     * @param part what it was judged by
     * @return on the scale of {@link #score}; NaN if the part was not given
     */
    public double threshold(Part part) {
      return model.threshold(given, part.ordinal());
    }

    /**
     * All of it in words.
     *
     * @return for example "unfit: embedding 812.0 (at most 604.1)"
     */
    public String inWords() {
      if (finding == Finding.NOTHING) {
        return "nothing to judge: no part was given that the baseline has";
      }
      StringBuilder words = new StringBuilder(finding.name().toLowerCase(Locale.ROOT));
      for (Part part : PARTS) {
        if ((given & 1 << part.ordinal()) != 0) {
          words
              .append(words.indexOf(":") < 0 ? ": " : ", ")
              .append(part.name().toLowerCase(Locale.ROOT))
              .append(' ')
              .append(Text.number(score(part)))
              .append(" (at most ")
              .append(Text.number(threshold(part)))
              .append(')');
        }
      }
      if (finding == Finding.UNFIT && worst == Part.IMAGE) {
        words.append(", by its ").append(model.furthest(measured));
      }
      return words.toString();
    }
  }
}
