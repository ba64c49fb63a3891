package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.Step;
import io.virk.event.ConceptJudged;
import io.virk.event.MonitorEvent;
import io.virk.internal.DataText;
import io.virk.internal.Words;
import io.virk.label.ConceptFinding;
import io.virk.label.ConceptFinding.Kind;
import io.virk.label.ConceptShift;
import io.virk.label.Labelled;
import io.virk.label.Studied;
import io.virk.label.Studies;
import io.virk.label.ToLabel.Why;
import io.virk.stats.sequence.SharedLevel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Drift of the data, or shift of the concept, as labels come: of all observations at half of the
 * level, and of the first slices that have labels at the other half. VIRK's thread.
 */
final class ConceptStudy {
  private static final int MOST_SLICES = 20;

  /** Pairs of classes of all slices together. */
  private static final long MOST_PAIRS = 1L << 22;

  private static final int MOST_GUIDELINES = 64;

  /** A finding costs milliseconds: not at each label. */
  private static final double GROWTH = 1.05;

  /** Of a slice, below which nothing is said. */
  private static final long LEAST = 20;

  private static final long SEED = 15;
  private static final Duration LOOK_AGAIN = Duration.ofDays(1);

  private final String monitor;
  private final Studies studies;
  private final double largestWeight;
  private final ErrorProfile profile;
  private final Classes names;
  private final Map<Slice, OfSlice> slices = new TreeMap<>();
  private final Set<String> formerGuidelines = new LinkedHashSet<>();
  private OfSlice whole;
  private String guideline;
  private long leftOut;
  private Studied.Concept published;

  /** What labels of a slice, or of all, say. */
  private static final class OfSlice {
    ConceptShift test;

    /** Whether each of the newest labels is of a drift. */
    long recent;

    long lookedAt;
    Kind told = Kind.TOO_FEW_LABELS;
    ConceptFinding finding;

    OfSlice(ConceptShift test) {
      this.test = test;
      this.finding = test.finding(false);
    }

    boolean mostlyInDrift() {
      return 2 * Long.bitCount(recent) > Math.min(Long.SIZE, test.labels());
    }

    /** The finding, or how many labels there are while they are too few for one. */
    ConceptFinding published() {
      long labels = test.labels();
      if (labels >= LEAST) {
        return finding;
      }
      ConceptFinding few = test.finding(false);
      return new ConceptFinding(
          Kind.TOO_FEW_LABELS,
          labels,
          LEAST - labels,
          few.errorRate(),
          few.expectedErrorRate(),
          few.logEvidence(),
          few.threshold(),
          List.of(),
          List.of());
    }
  }

  ConceptStudy(
      String monitor, Studies studies, double largestWeight, ErrorProfile profile, Classes names) {
    this.largestWeight = largestWeight;
    this.names = names;
    this.monitor = monitor;
    this.studies = studies;
    this.profile = profile;
    begin();
  }

  private void begin() {
    slices.clear();
    whole = new OfSlice(test(studies.alpha() / 2));
    published = new Studied.Concept(whole.finding, new TreeMap<>(), leftOut, names.names());
  }

  private ConceptShift test(double alpha) {
    return new ConceptShift(profile, alpha, studies.margin(), largestWeight, SEED);
  }

  /** Takes a label of the model that is watched. */
  void accept(Fresh fresh) {
    Labelled labelled = fresh.labelled();
    if (fresh.again()
        || fresh.why() == Why.FAR
        || !ConceptShift.isEvidence(labelled)
        || !isOfNewestGuideline(labelled.label().guideline())
        || !taken(fresh)) {
      leftOut++;
      return;
    }
    OfSlice part = slice(labelled.prediction().slice());
    if (part != null) {
      feed(part, labelled, fresh.inDrift());
    }
  }

  /** Labels that were given up before they could be looked at. */
  void missed(long labels) {
    leftOut += labels;
  }

  /** A version that was never seen begins anew: what is right is another thing by it. */
  private boolean isOfNewestGuideline(String version) {
    if (guideline == null) {
      guideline = version;
    } else if (!version.equals(guideline)) {
      if (formerGuidelines.contains(version) || formerGuidelines.size() == MOST_GUIDELINES) {
        return false;
      }
      formerGuidelines.add(guideline);
      guideline = version;
      begin();
    }
    return true;
  }

  private boolean taken(Fresh fresh) {
    try {
      if (fresh.why() != null) {
        feed(whole, fresh.labelled(), fresh.inDrift());
        return true;
      }
      if (whole.test.accept(fresh.labelled(), fresh.inDrift())) {
        whole.recent = whole.recent << 1 | (fresh.inDrift() ? 1 : 0);
        return true;
      }
      return false;
    } catch (IllegalArgumentException e) { // of a class that the baseline's labels do not have
      return false;
    }
  }

  private static void feed(OfSlice part, Labelled labelled, boolean inDrift) {
    part.test.accept(
        labelled.prediction().number(),
        labelled.prediction().predicted(),
        Math.min(1, labelled.prediction().confidence()),
        labelled.actual(),
        inDrift);
    part.recent = part.recent << 1 | (inDrift ? 1 : 0);
  }

  /** Null for all observations, and where there are too many. */
  private OfSlice slice(Slice slice) {
    if (slice.isAll() || slices.containsKey(slice)) {
      return slices.get(slice);
    }
    long pairs = (long) profile.classes() * profile.classes();
    if (slices.size() == MOST_SLICES || (slices.size() + 1) * pairs > MOST_PAIRS) {
      return null;
    }
    OfSlice made = new OfSlice(test(SharedLevel.ofEach(studies.alpha() / 2, slices.size() + 1)));
    slices.put(slice, made);
    return made;
  }

  /**
   * Looks what the labels say by now, where some have come.
   *
   * @param isTime whether it has been long since the last look
   * @param open drifts that are open
   * @param events is told of what has changed
   */
  void look(boolean isTime, List<Drift> open, long now, Consumer<MonitorEvent> events) {
    boolean looked = look(Slice.ALL, whole, isTime, !open.isEmpty(), now, events);
    for (Map.Entry<Slice, OfSlice> entry : slices.entrySet()) {
      OfSlice part = entry.getValue();
      if (part.test.labels() >= LEAST) {
        looked |= look(entry.getKey(), part, isTime, drifts(open, entry.getKey()), now, events);
      }
    }
    if (looked || isTime && leftOut != published.leftOut()) {
      TreeMap<Slice, ConceptFinding> parts = new TreeMap<>();
      slices.forEach((slice, part) -> parts.put(slice, part.published()));
      published = new Studied.Concept(whole.finding, parts, leftOut, names.names());
    }
  }

  private static boolean drifts(List<Drift> open, Slice slice) {
    return open.stream().anyMatch(d -> d.covers(slice));
  }

  private boolean look(
      Slice slice,
      OfSlice part,
      boolean isTime,
      boolean drifts,
      long now,
      Consumer<MonitorEvent> events) {
    long labels = part.test.labels();
    if (labels == part.lookedAt || !isTime && labels < GROWTH * part.lookedAt) {
      return false;
    }
    part.lookedAt = labels;
    part.finding = part.test.finding(drifts || part.mostlyInDrift());
    Kind kind = part.finding.kind();
    boolean shift = isShift(kind);
    boolean worthTelling = slice.isAll() || shift && !isShift(whole.told); // all of them say more
    if (kind != Kind.TOO_FEW_LABELS && kind != part.told && worthTelling) {
      part.told = kind;
      events.accept(event(slice, part.finding, shift, now));
    }
    return true;
  }

  private static boolean isShift(Kind kind) {
    return kind == Kind.CONCEPT_SHIFT || kind == Kind.BOTH;
  }

  private ConceptJudged event(Slice slice, ConceptFinding finding, boolean shift, long now) {
    boolean drift = finding.kind() == Kind.DATA_DRIFT || finding.kind() == Kind.BOTH;
    String step = shift ? "concept.shift.step" : drift ? "concept.drift.step" : "concept.none.step";
    return new ConceptJudged(
        monitor,
        slice,
        now,
        drift,
        shift,
        finding.labels(),
        finding.errorRate(),
        finding.expectedErrorRate(),
        finding.words(names::name),
        new Step(Words.of(step, slice), Words.of("trigger.who"), LOOK_AGAIN, Step.Sureness.LIKELY));
  }

  /** As of the last look. */
  Studied.Concept published() {
    return published;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(studies.alpha());
    out.writeDouble(studies.margin());
    out.writeLong(leftOut);
    out.writeBoolean(guideline != null);
    DataText.write(out, guideline == null ? "" : guideline);
    out.writeInt(formerGuidelines.size());
    for (String former : formerGuidelines) {
      DataText.write(out, former);
    }
    write(whole, out);
    out.writeInt(slices.size());
    for (Map.Entry<Slice, OfSlice> entry : slices.entrySet()) {
      StudyState.write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private static void write(OfSlice part, DataOutput out) throws IOException {
    StudyState.write(part.test.toBytes(), out);
    out.writeLong(part.recent);
    out.writeLong(part.lookedAt);
    out.writeByte(part.told.ordinal());
  }

  /** Goes on from what was written, unless it was by another test. */
  void readFrom(DataInput in, List<Drift> open) throws IOException {
    boolean same = in.readDouble() == studies.alpha() & in.readDouble() == studies.margin();
    leftOut = StudyState.counter(in);
    boolean hasGuideline = in.readBoolean();
    String version = FeedbackState.text(in);
    guideline = hasGuideline ? version : null;
    int former = FeedbackState.count(in, MOST_GUIDELINES, "guidelines");
    for (int i = 0; i < former; i++) {
      formerGuidelines.add(FeedbackState.text(in));
    }
    OfSlice read = part(in, same);
    whole = same ? read : whole;
    int count = FeedbackState.count(in, MOST_SLICES, "slices with labels");
    TreeMap<Slice, ConceptFinding> parts = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Slice slice = StudyState.slice(in);
      OfSlice part = part(in, same);
      if (same) {
        if (part.test.labels() >= LEAST) {
          part.finding = part.test.finding(drifts(open, slice) || part.mostlyInDrift());
        }
        slices.put(slice, part);
        parts.put(slice, part.published());
      }
    }
    whole.finding = whole.test.finding(!open.isEmpty() || whole.mostlyInDrift());
    published = new Studied.Concept(whole.finding, parts, leftOut, names.names());
  }

  private OfSlice part(DataInput in, boolean same) throws IOException {
    byte[] bytes = StudyState.bytes(in);
    OfSlice part =
        new OfSlice(same ? ConceptShift.fromBytes(profile, bytes) : test(studies.alpha()));
    part.recent = in.readLong();
    part.lookedAt = StudyState.counter(in);
    int told = in.readUnsignedByte();
    if (told >= Kind.values().length) {
      throw new IOException("finding that was told: " + told);
    }
    part.told = Kind.values()[told];
    return part;
  }
}
