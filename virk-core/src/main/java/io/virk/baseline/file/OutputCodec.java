package io.virk.baseline.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.virk.signal.Output;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSource;
import io.virk.signal.SignalSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The declared outputs of a model, in the manifest of a baseline. */
final class OutputCodec {
  private static final String KIND = "kind";
  private static final String CLASSES = "classes";
  private static final String THRESHOLD = "threshold";
  private static final String LAYOUT = "layout";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String MOST = "most";
  private static final String NAMES = "names";
  private static final int KINDS = 4;

  private OutputCodec() {}

  static JsonArray json(List<Output> outputs) {
    JsonArray array = new JsonArray();
    outputs.forEach(output -> array.add(json(output)));
    return array;
  }

  private static JsonObject json(Output output) {
    JsonObject json = new JsonObject();
    json.addProperty(KIND, output.name());
    if (output instanceof Output.Mask mask) {
      JsonArray names = new JsonArray();
      mask.names().forEach(names::add);
      json.add(NAMES, names);
      return json;
    }
    json.addProperty(CLASSES, output.classes());
    if (output instanceof Output.Scores scores) {
      json.addProperty(THRESHOLD, scores.threshold());
    } else if (output instanceof Output.Boxes boxes) {
      json.addProperty(LAYOUT, boxes.layout().name().toLowerCase(Locale.ROOT));
      json.addProperty(WIDTH, boxes.width());
      json.addProperty(HEIGHT, boxes.height());
      json.addProperty(MOST, boxes.most());
    }
    return json;
  }

  /** Those of a manifest, whose signals must be of them. */
  static List<Output> outputs(Manifest manifest, SignalSchema schema) {
    List<Output> outputs = new ArrayList<>();
    if (manifest.has("outputs")) {
      for (Manifest one : manifest.objects("outputs", KINDS)) {
        Output output = output(one);
        if (outputs.stream().anyMatch(o -> o.name().equals(output.name()))) {
          throw one.wrong(KIND, "each once");
        }
        outputs.add(output);
      }
    }
    List<SignalSource> sources = SignalSources.outputs(outputs);
    for (String source :
        List.of(SignalSources.SCORES, SignalSources.DETECTIONS, SignalSources.MASK)) {
      List<? extends Signal> declared =
          sources.stream()
              .filter(s -> s.name().equals(source))
              .findFirst()
              .<List<? extends Signal>>map(SignalSource::signals)
              .orElse(List.of());
      if (!schema.of(source).equals(declared)) {
        throw BaselineFile.malformed(
            BaselineFile.MANIFEST,
            "has signals of the source " + source + " that are not those of its outputs",
            null);
      }
    }
    return outputs;
  }

  private static Output output(Manifest one) {
    String kind = one.string(KIND);
    try {
      return switch (kind) {
        case "probabilities" -> {
          one.only(KIND, CLASSES);
          yield Output.probabilities(classes(one));
        }
        case SignalSources.SCORES -> {
          one.only(KIND, CLASSES, THRESHOLD);
          yield Output.scores(classes(one), one.real(THRESHOLD, 0));
        }
        case SignalSources.DETECTIONS -> {
          one.only(KIND, CLASSES, LAYOUT, WIDTH, HEIGHT, MOST);
          yield Output.detections(classes(one))
              .layout(layout(one))
              .frame(one.real(WIDTH, 0), one.real(HEIGHT, 0))
              .most(one.integer(MOST, 1, Output.MOST_BOXES));
        }
        case SignalSources.MASK -> {
          one.only(KIND, NAMES);
          yield Output.mask(one.strings(NAMES, Output.MOST_MASK_CLASSES));
        }
        default -> throw one.wrong(KIND, "probabilities, scores, detections or mask");
      };
    } catch (IllegalArgumentException e) {
      throw BaselineFile.malformed(
          BaselineFile.MANIFEST, "has an output of " + kind + " with " + e.getMessage(), e);
    }
  }

  private static int classes(Manifest one) {
    return one.integer(CLASSES, 1, Output.MOST_CLASSES);
  }

  private static Output.Layout layout(Manifest one) {
    String layout = one.string(LAYOUT);
    for (Output.Layout known : Output.Layout.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(layout)) {
        return known;
      }
    }
    throw one.wrong(LAYOUT, "corners, centre or origin");
  }
}
