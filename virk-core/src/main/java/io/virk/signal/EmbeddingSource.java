package io.virk.signal;

import io.virk.internal.Finite;
import io.virk.stats.ood.Mahalanobis;
import io.virk.stats.ood.Workspace;
import java.util.ArrayList;
import java.util.List;

/** The embedding, and how far it is from those of the baseline. */
final class EmbeddingSource implements SignalSource {
  private final int length;
  private final Mahalanobis model;

  /** Of embeddings of a length, 0 if they are not monitored; without a model no distances. */
  EmbeddingSource(int length, Mahalanobis model) {
    this.length = length;
    this.model = model;
  }

  @Override
  public String name() {
    return SignalSources.EMBEDDING;
  }

  @Override
  public List<Signal> signals() {
    return List.of(ScalarSignal.MAHALANOBIS, VectorSignal.EMBEDDING.of(length));
  }

  @Override
  public Reader reader() {
    return new Distances();
  }

  /** Computes the distances of a batch at once, which takes a tenth of the time. */
  private final class Distances implements Reader {
    private final List<Observation> prepared = new ArrayList<>();
    private final Workspace workspace = new Workspace();
    private float[] rows = {};
    private double[] distances = {};
    private final double[] one = new double[1];

    @Override
    public void prepare(List<? extends Observation> batch) {
      boolean done = false;
      try {
        compute(batch);
        done = true;
      } finally {
        if (!done) {
          prepared.clear(); // its distances are those of the batch before
        }
      }
    }

    private void compute(List<? extends Observation> batch) {
      prepared.clear();
      if (model == null || batch.size() < 2) {
        return;
      }
      for (Observation observation : batch) {
        float[] embedding = observation.embedding();
        if (embedding != null && embedding.length == length && Finite.all(embedding)) {
          prepared.add(observation);
        }
      }
      int n = prepared.size();
      if (rows.length != n * length) { // a busy monitor has full batches, all of one size
        float[] newRows = new float[n * length];
        distances = new double[n];
        rows = newRows; // both or none: there may be no memory for the second
      }
      for (int i = 0; i < n; i++) {
        System.arraycopy(prepared.get(i).embedding(), 0, rows, i * length, length);
      }
      if (n > 0) {
        model.scores(rows, n, distances, workspace);
      }
    }

    @Override
    public void read(Observation observation, Row row) {
      float[] embedding = observation.embedding();
      if (embedding == null || length == 0) {
        return;
      }
      if (embedding.length != length) {
        row.flawed(
            FlawFound.length(
                Flaw.EMBEDDING_LENGTH,
                observation.givenEmbeddingLength(),
                length,
                observation.sequence()));
      } else if (!Finite.all(embedding)) {
        row.flawed(FlawFound.value(Flaw.EMBEDDING_NOT_FINITE, embedding, observation.sequence()));
      } else {
        row.set(VectorSignal.EMBEDDING, embedding);
        if (model != null) {
          row.set(ScalarSignal.MAHALANOBIS, distance(observation, embedding));
        }
      }
    }

    private double distance(Observation observation, float[] embedding) {
      for (int i = 0; i < prepared.size(); i++) {
        if (prepared.get(i) == observation) {
          return Math.sqrt(distances[i]);
        }
      }
      model.scores(embedding, 1, one, workspace); // the same to the last bit as in a batch
      return Math.sqrt(one[0]);
    }
  }
}
