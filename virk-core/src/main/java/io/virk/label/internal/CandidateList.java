package io.virk.label.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation;
import io.virk.internal.Sha256;
import io.virk.label.Candidates;
import io.virk.label.Candidates.Why;
import io.virk.label.Label;
import io.virk.label.Labelled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Candidates for training, each once: by the host's id, and by the picture where there is one. */
final class CandidateList {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final Classes classes;
  private final Map<String, Item> items = new LinkedHashMap<>();

  /** One of them; what is not known is "" or negative. */
  private static final class Item {
    private Why why;
    private Labelled labelled;
    private int actual = -1;
    private IncidentObservation seen;
    private String incident = "";
    private String hash = "";
  }

  CandidateList(Classes classes) {
    this.classes = classes;
  }

  /** Errors and corrections among labels. */
  void add(List<Labelled> labels) {
    Map<Long, List<Labelled>> all = new HashMap<>();
    labels.forEach(
        l -> all.computeIfAbsent(l.prediction().number(), n -> new ArrayList<>(1)).add(l));
    for (Truth truth : Truth.of(labels)) {
      if (truth.corrected() || truth.state() == Truth.State.WRONG) {
        Item item = new Item();
        item.why = truth.corrected() ? Why.CORRECTED : Why.FAILED;
        item.labelled = decisive(all.get(truth.prediction().number()), truth);
        item.actual = truth.actual();
        items.put(item.labelled.label().id(), item);
      }
    }
  }

  /** The last label that says what counts, not one that was outvoted. */
  private static Labelled decisive(List<Labelled> labels, Truth truth) {
    Labelled found = labels.get(labels.size() - 1);
    for (Labelled one : labels) {
      found = one.actual() == truth.actual() ? one : found;
    }
    return found;
  }

  /** Observations of an incident that no known cause explains; pictures of all that are there. */
  void add(Incident incident) {
    Why why = why(incident);
    for (IncidentObservation o : incident.observations()) {
      if (o.role() != Exemplar.Role.DURING || o.id().isEmpty()) {
        continue;
      }
      Item item = items.get(o.id().get());
      if (item == null && why != null) {
        item = new Item();
        item.why = why;
        items.put(o.id().get(), item);
      }
      if (item != null && item.incident.isEmpty()) {
        item.seen = o;
        item.incident = incident.key();
        item.hash = o.image().map(CandidateList::hash).orElse("");
      }
    }
  }

  /** Null if a known cause explains it. */
  private static Why why(Incident incident) {
    if (incident.history().isEmpty() || incident.drift().isEmpty()) {
      return null;
    }
    Diagnosis last = null;
    for (IncidentChapter chapter : incident.history()) {
      last = chapter.diagnosis().orElse(last);
    }
    if (last == null || !last.cause().isEmpty()) {
      return null;
    }
    return last.outliers().isGap() ? Why.COVERAGE_GAP : Why.NOVEL;
  }

  /** Of the pixels, row by row, and their format. */
  private static String hash(Frame image) {
    int row = image.width() * image.format().samplesPerPixel();
    byte[] rows = new byte[row * image.height()];
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(image.pixels(), image.offset() + y * image.rowStride(), rows, y * row, row);
    }
    return Sha256.hex(Sha256.of(rows));
  }

  /** Leaves out what has the picture of one before it, and what is too many of a class. */
  void thin(boolean balanced) {
    Set<String> pictures = new HashSet<>();
    items.values().removeIf(i -> !i.hash.isEmpty() && !pictures.add(i.hash));
    if (balanced) {
      Map<Integer, Integer> counts = new TreeMap<>();
      items.values().stream()
          .filter(i -> i.actual >= 0)
          .forEach(i -> counts.merge(i.actual, 1, Integer::sum));
      int rarest = counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
      Map<Integer, Integer> taken = new TreeMap<>();
      List<Map.Entry<String, Item>> newestFirst = new ArrayList<>(items.entrySet());
      java.util.Collections.reverse(newestFirst);
      for (Map.Entry<String, Item> entry : newestFirst) {
        int actual = entry.getValue().actual;
        if (actual >= 0 && taken.merge(actual, 1, Integer::sum) > rarest) {
          items.remove(entry.getKey());
        }
      }
    }
  }

  int size() {
    return items.size();
  }

  /** The manifest: JSON in UTF-8. */
  byte[] manifest(String monitor, int number, Instant time, String model, List<Integer> seen) {
    JsonObject all = new JsonObject();
    all.addProperty("format", "virk-candidates");
    all.addProperty("formatVersion", 1);
    all.addProperty("export", number);
    all.addProperty("monitor", monitor);
    all.addProperty("time", time.toString());
    all.addProperty("model", model);
    JsonArray trained = new JsonArray();
    seen.forEach(trained::add);
    all.add("modelWasTrainedOn", trained);
    JsonArray list = new JsonArray();
    items.forEach((id, item) -> list.add(json(id, item)));
    all.add("candidates", list);
    return (GSON.toJson(all) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private JsonObject json(String id, Item item) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("why", item.why.name());
    if (item.actual >= 0) {
      json.addProperty("class", item.actual);
      json.addProperty("className", classes.name(item.actual));
    }
    if (item.labelled != null) {
      Label label = item.labelled.label();
      json.addProperty("labeller", label.labeller());
      json.addProperty("labelled", label.time().toString());
      json.addProperty("guideline", label.guideline());
      json.addProperty("predicted", item.labelled.prediction().predicted());
      sure(json, item.labelled.prediction().confidence());
      json.addProperty("model", item.labelled.prediction().model());
      where(json, item.labelled.prediction().slice(), item.labelled.prediction().epochMillis());
    } else {
      json.addProperty("predicted", item.seen.predictedClass());
      sure(json, item.seen.confidence());
      where(json, item.seen.slice().orElse(Slice.ALL), item.seen.epochMillis());
    }
    if (!item.incident.isEmpty()) {
      json.addProperty("incident", item.incident);
      json.addProperty("sequence", item.seen.sequence());
      json.addProperty("pictureSha256", item.hash);
    }
    return json;
  }

  private static void sure(JsonObject json, double confidence) {
    if (!Double.isNaN(confidence)) {
      json.addProperty("confidence", confidence);
    }
  }

  private static void where(JsonObject json, Slice slice, long epochMillis) {
    json.addProperty("slice", slice.toString());
    json.addProperty("observed", Instant.ofEpochMilli(epochMillis).toString());
  }

  /** What candidates there are. */
  static CandidateList of(Candidates wanted, List<Labelled> labelled, Classes classes) {
    CandidateList list = new CandidateList(classes);
    list.add(labelled);
    wanted.incidents().forEach(list::add);
    list.thin(wanted.balanced());
    return list;
  }
}
