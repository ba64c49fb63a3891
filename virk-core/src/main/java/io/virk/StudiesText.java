package io.virk;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.label.Challenger;
import io.virk.label.ConceptFinding;
import io.virk.label.ConceptFinding.Kind;
import io.virk.label.Studied;
import io.virk.label.Studied.Compared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found out by labels, in words for a status. */
final class StudiesText {
  private StudiesText() {}

  /** By what it is about; nothing of what there is nothing to say of. */
  static Map<String, String> lines(Studied studied) {
    Map<String, String> lines = new LinkedHashMap<>();
    studied.concept().ifPresent(c -> lines.put("concept", concept(c)));
    studied.challenger().ifPresent(c -> lines.put("models", challenger(c)));
    studied.plan().ifPresent(p -> lines.put("to label", p.inWords()));
    return lines;
  }

  private static String concept(Studied.Concept concept) {
    List<Slice> shifted =
        concept.slices().entrySet().stream()
            .filter(e -> isShift(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return concept.inWords()
        + (shifted.isEmpty() ? "" : " Shifted by its own labels alone: " + Slice.inWords(shifted));
  }

  private static boolean isShift(ConceptFinding finding) {
    return finding.kind() == Kind.CONCEPT_SHIFT || finding.kind() == Kind.BOTH;
  }

  private static String challenger(Compared compared) {
    Challenger.Result r = compared.result();
    String decision =
        switch (r.decision()) {
          case PROMOTE -> "promote";
          case KEEP -> "keep " + Text.clean(compared.champion());
          case NOT_YET -> "not yet" + more(r);
        };
    String difference =
        r.labels() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; accuracy %+.1f points (%+.1f .. %+.1f) by %s",
                100 * r.difference(),
                100 * r.interval().low(),
                100 * r.interval().high(),
                Text.count(r.labels(), "label"));
    String agreement =
        r.observations() == 0
            ? "; no observation has both"
            : String.format(
                Locale.ROOT,
                "; they agree on %.1f %% of %s",
                100 * r.agreement(),
                Text.count(r.observations(), "observation"));
    return Text.clean(compared.name())
        + ": "
        + decision
        + difference
        + agreement
        + (compared.missing() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d have no class of one of them", compared.missing()));
  }

  private static String more(Challenger.Result r) {
    return r.labels() == 0
        ? ", it takes labels"
        : r.moreLabels() == Long.MAX_VALUE
            ? ", they are alike so far"
            : String.format(Locale.ROOT, ", about %,d labels more", r.moreLabels());
  }
}
