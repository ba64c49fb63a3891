package io.virk.baseline.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.content.EmbeddingModel;
import io.virk.signal.Observation;
import io.virk.signal.Schemas;
import io.virk.signal.internal.SignalExtractor;
import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Mahalanobis;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Means of classes where they are known, one mean where they are not. */
class EmbeddingModelTest {
  private static final int D = 5;

  private final ObservationStore store = new ObservationStore(Schemas.STANDARD);
  private final SignalExtractor extractor = Schemas.extractor(D, 0, null, null, null);

  /** Around 10 in the dimension of the class; -1 is no class. */
  private static float[] embedding(int ofClass, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[D];
    for (int k = 0; k < D; k++) {
      x[k] = (float) (random.nextGaussian() * (1 + k) + (k == ofClass ? 10 : 0));
    }
    return x;
  }

  private void add(float[] x, int predicted, int label) {
    Observation.Builder builder = Observation.builder().embedding(x);
    if (predicted >= 0) {
      builder.predictedClass(predicted);
    }
    if (label >= 0) {
      builder.label(label);
    }
    store.append(extractor.extract(builder.build()), null, 0);
  }

  private EmbeddingModel fit() {
    return EmbeddingFit.of(store, IntStream.range(0, store.rows()).toArray(), i -> {});
  }

  private static void assertClose(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9 * (1 + Math.abs(expected[i])), "at " + i);
    }
  }

  @Test
  void itIsTheFitOfMahalanobisPerClass() {
    float[] x = new float[120 * D];
    int[] labels = new int[120];
    for (int i = 0; i < 120; i++) {
      labels[i] = i % 3;
      float[] row = embedding(i % 3, i);
      System.arraycopy(row, 0, x, i * D, D);
      add(row, 3 + 2 * (i % 3), -1);
    }
    EmbeddingModel model = fit();
    Mahalanobis expected = Mahalanobis.fit(x, 120, D, labels, 3, CovarianceOptions.oas());
    assertArrayEquals(new int[] {3, 5, 7}, model.classes());
    assertArrayEquals(new int[] {40, 40, 40}, model.counts());
    assertEquals(120, model.fitted());
    assertClose(expected.means(), model.mahalanobis().means());
    assertClose(expected.covariance(), model.mahalanobis().covariance());
  }

  @Test
  void fewOfAClassOrNoneOfAnObservationGivesOneMean() {
    for (int i = 0; i < 16 + 15; i++) {
      add(embedding(i % 2, i), i % 2, -1);
    }
    EmbeddingModel one = fit();
    assertEquals(0, one.classes().length);
    assertArrayEquals(new int[] {31}, one.counts());
    assertEquals(1, one.mahalanobis().classes());
    add(embedding(1, 31), 1, -1);
    assertArrayEquals(new int[] {0, 1}, fit().classes(), "16 of each");
    add(embedding(1, 32), -1, -1);
    assertEquals(0, fit().classes().length, "one without a class");
  }

  @Test
  void labelsGoBeforePredictions() {
    for (int i = 0; i < 64; i++) {
      add(embedding(i % 2, i), i % 4, i % 2);
    }
    assertArrayEquals(new int[] {0, 1}, fit().classes());
    for (int i = 0; i < 32; i++) {
      add(embedding(2, 100 + i), 6, -1);
    }
    assertArrayEquals(new int[] {0, 1, 6}, fit().classes(), "without a label, the prediction");
  }

  @Test
  void classesThatDoNotVaryGiveOneMeanAndAllTheSameNoModel() {
    for (int i = 0; i < 64; i++) {
      add(embedding(i % 2, i % 2), i % 2, -1);
    }
    assertEquals(0, fit().classes().length);
    ObservationStore same = new ObservationStore(Schemas.STANDARD);
    for (int i = 0; i < 64; i++) {
      Observation o =
          Observation.builder().embedding(embedding(0, 7)).predictedClass(i % 2).build();
      same.append(extractor.extract(o), null, 0);
    }
    assertNull(EmbeddingFit.of(same, IntStream.range(0, 64).toArray(), i -> {}));
    assertNull(EmbeddingFit.of(same, new int[] {3}, i -> {}));
  }

  @Test
  void pooledIsTheFitOfBoth() {
    // so many that shrinkage hardly matters
    EmbeddingModel[] of = new EmbeddingModel[2];
    for (int part = 0; part < 2; part++) {
      ObservationStore own = new ObservationStore(Schemas.STANDARD);
      for (int i = 0; i < 3000; i++) {
        int c = part + i % 2; // 0 and 1; 1 and 2
        Observation o =
            Observation.builder()
                .embedding(embedding(c, 10_000L * part + i))
                .predictedClass(c)
                .build();
        own.append(extractor.extract(o), null, 0);
        store.append(extractor.extract(o), null, 0);
      }
      of[part] = EmbeddingFit.of(own, IntStream.range(0, 3000).toArray(), i -> {});
    }
    EmbeddingModel pooled = EmbeddingModel.pooled(of[0], of[1]);
    EmbeddingModel whole = fit();
    assertArrayEquals(whole.classes(), pooled.classes());
    assertArrayEquals(whole.counts(), pooled.counts());
    assertClose(whole.mahalanobis().means(), pooled.mahalanobis().means());
    double[] expected = whole.mahalanobis().covariance();
    double[] actual = pooled.mahalanobis().covariance();
    for (int i = 0; i < D * D; i++) {
      assertEquals(expected[i], actual[i], 0.05, "at " + i);
    }
    // with a model of one mean it has one mean, and the spread of the classes is in its covariance
    int[] all = IntStream.range(0, store.rows()).toArray();
    ObservationStore unknown = new ObservationStore(Schemas.STANDARD);
    float[] x = new float[D];
    for (int row : all) {
      store.embedding(row, x);
      unknown.append(extractor.extract(Observation.builder().embedding(x).build()), null, 0);
    }
    EmbeddingModel ofAll = EmbeddingFit.of(unknown, all, i -> {});
    EmbeddingModel mixed = EmbeddingModel.pooled(pooled, ofAll);
    assertEquals(0, mixed.classes().length);
    assertEquals(12_000, mixed.fitted());
    assertClose(ofAll.mahalanobis().means(), mixed.mahalanobis().means());
    expected = ofAll.mahalanobis().covariance();
    actual = mixed.mahalanobis().covariance();
    for (int i = 0; i < D * D; i++) {
      assertEquals(expected[i], actual[i], 0.05, "at " + i);
    }
    assertTrue(expected[0] > 10, "the classes are 10 apart");
  }
}
