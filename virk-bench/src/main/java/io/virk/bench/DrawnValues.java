package io.virk.bench;

import io.virk.signal.Observation;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.util.SplittableRandom;

/** The signals of one observation that never was, filled anew for each. */
public final class DrawnValues implements SignalValues {
  private final SignalSchema schema;

  /** One a scalar signal, on the scale of analysis. */
  public final double[] scalars;

  public int category;
  public float[] features;
  public long millis;

  public DrawnValues(SignalSchema schema) {
    this.schema = schema;
    this.scalars = new double[schema.scalars().size()];
  }

  /** With numbers as good as any. */
  public void fill(SplittableRandom random, long epochMillis) {
    for (int s = 0; s < scalars.length; s++) {
      scalars[s] = random.nextDouble();
    }
    category = random.nextInt(10);
    millis = epochMillis;
  }

  @Override
  public SignalSchema schema() {
    return schema;
  }

  @Override
  public double analysed(int column) {
    return scalars[column];
  }

  @Override
  public int category(int column) {
    return category;
  }

  @Override
  public float[] vector(int column) {
    return null;
  }

  @Override
  public int predictedClass() {
    return category;
  }

  @Override
  public int label() {
    return Observation.NO_CLASS;
  }

  @Override
  public float[] embedding() {
    return null;
  }

  @Override
  public float[] features() {
    return features;
  }

  @Override
  public String slice() {
    return null;
  }

  @Override
  public String context() {
    return null;
  }

  @Override
  public String id() {
    return null;
  }

  @Override
  public long sequence() {
    return 0;
  }

  @Override
  public long epochMillis() {
    return millis;
  }
}
