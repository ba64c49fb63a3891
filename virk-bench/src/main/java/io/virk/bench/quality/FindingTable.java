package io.virk.bench.quality;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.bench.quality.LabelSet.Changed;
import io.virk.bench.quality.LabelSet.Outputs;
import io.virk.label.ConceptFinding;
import io.virk.label.ConceptShift;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Which of the five findings labels give, and how many labels it takes. */
final class FindingTable {
  private static final double ALPHA = 0.05;
  private static final double MARGIN = 0.1;
  private static final int MOST = 1000;
  private static final int[] LOOKS = {100, 200, 400, 1000};

  private final LabelSet set;
  private final ErrorProfile profile;
  private final int streams;

  FindingTable(LabelSet set, int streams) {
    this.set = set;
    this.profile = profile(set);
    this.streams = streams;
  }

  static ErrorProfile profile(LabelSet set) {
    Outputs outputs = set.baseline();
    int[] predicted = new int[outputs.n()];
    double[] confidences = new double[outputs.n()];
    for (int i = 0; i < outputs.n(); i++) {
      predicted[i] = outputs.predicted(i);
      confidences[i] = outputs.confidence(i);
    }
    return ErrorProfile.of(LabelSet.CLASSES, set.baselineLabels(), predicted, confidences);
  }

  /** What happens in a stream. */
  private enum Case {
    CLEAN("clean", false, false),
    CHANGED("a cause of the catalogue, severity 3", true, false),
    CHANGED_5("a cause of the catalogue, severity 5", true, false),
    UNSEEN("a cause, severity 1, drift not seen", false, false),
    TRIPLED("one class tripled", true, false),
    SWAPPED("two classes swapped", false, true),
    PART("a third of one class renamed", false, true),
    BOTH("a cause, severity 3, and two classes swapped", true, true),
    BOTH_TRIPLED("one class tripled, and two swapped", true, true);

    private final String words;
    private final boolean drift;
    private final boolean concept;

    Case(String words, boolean drift, boolean concept) {
      this.words = words;
      this.drift = drift;
      this.concept = concept;
    }

    ConceptFinding.Kind truth() {
      return concept
          ? drift ? ConceptFinding.Kind.BOTH : ConceptFinding.Kind.CONCEPT_SHIFT
          : drift ? ConceptFinding.Kind.DATA_DRIFT : ConceptFinding.Kind.NEITHER;
    }
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%n## Findings%n%n%d streams of %d labels each, looked at after every label; alpha %s, margin"
            + " %s.%n%n",
        streams,
        MOST,
        ALPHA,
        MARGIN);
    System.out.println(
        "| what happens | concept shift ever told, % | finding after 1000: data drift / concept shift"
            + " / both / neither / too few, % | right after 100 / 200 / 400 / 1000, % | labels to"
            + " the right finding: median / nine in ten |");
    System.out.println("|---|---:|---|---|---|");
    for (Case one : Case.values()) {
      print(one);
    }
  }

  private void print(Case one) {
    int[] kinds = new int[ConceptFinding.Kind.values().length];
    int[] right = new int[LOOKS.length];
    int ever = 0;
    int[] needed = new int[streams];
    SplittableRandom random = new SplittableRandom(one.ordinal() + 1);
    for (int s = 0; s < streams; s++) {
      ConceptShift shift = new ConceptShift(profile, ALPHA, MARGIN, s);
      Stream stream = new Stream(one, random.split());
      boolean told = false;
      needed[s] = Integer.MAX_VALUE;
      int look = 0;
      for (int n = 1; n <= MOST; n++) {
        stream.next(shift, n);
        ConceptFinding.Kind kind = shift.finding(one.drift).kind();
        told |= kind == ConceptFinding.Kind.CONCEPT_SHIFT || kind == ConceptFinding.Kind.BOTH;
        if (kind == one.truth()) {
          needed[s] = Math.min(needed[s], n);
        }
        if (n == LOOKS[look]) {
          right[look] += kind == one.truth() ? 1 : 0;
          look++;
        }
        if (n == MOST) {
          kinds[kind.ordinal()]++;
        }
      }
      ever += told ? 1 : 0;
    }
    Arrays.sort(needed);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %s | %s | %s / %s |%n",
        one.words,
        100.0 * ever / streams,
        percents(kinds),
        percents(right),
        labels(needed[streams / 2]),
        labels(needed[streams * 9 / 10]));
  }

  private String percents(int[] counts) {
    StringBuilder words = new StringBuilder();
    for (int count : counts) {
      words.append(words.isEmpty() ? "" : " / ");
      words.append(String.format(Locale.ROOT, "%.0f", 100.0 * count / streams));
    }
    return words.toString();
  }

  private static String labels(int n) {
    return n == Integer.MAX_VALUE ? "more" : Integer.toString(n);
  }

  /** Labelled observations drawn from the tested images. */
  private final class Stream {
    private final boolean drift;
    private final Outputs outputs;
    private final IntUnaryOperator renaming;
    private final int tripled;
    private final int[] labels = set.testedLabels();
    private final SplittableRandom random;

    Stream(Case one, SplittableRandom random) {
      this.random = random;
      this.drift = one.drift;
      int severity =
          switch (one) {
            case CHANGED, BOTH -> 3;
            case CHANGED_5 -> 5;
            case UNSEEN -> 1;
            default -> 0;
          };
      List<Changed> of =
          set.changes().stream().filter(change -> change.severity() == severity).toList();
      this.outputs = of.get(random.nextInt(of.size())).outputs();
      this.tripled =
          one == Case.TRIPLED || one == Case.BOTH_TRIPLED ? random.nextInt(LabelSet.CLASSES) : -1;
      int a = random.nextInt(LabelSet.CLASSES);
      int b = (a + 1 + random.nextInt(LabelSet.CLASSES - 1)) % LabelSet.CLASSES;
      this.renaming =
          one == Case.PART
              ? c -> c == a && random.nextInt(3) == 0 ? b : c
              : one.concept ? c -> c == a ? b : c == b ? a : c : c -> c;
    }

    void next(ConceptShift shift, int n) {
      int i = random.nextInt(labels.length);
      while (tripled >= 0 && labels[i] != tripled && random.nextInt(3) > 0) {
        i = random.nextInt(labels.length);
      }
      shift.accept(
          n, outputs.predicted(i), outputs.confidence(i), renaming.applyAsInt(labels[i]), drift);
    }
  }
}
