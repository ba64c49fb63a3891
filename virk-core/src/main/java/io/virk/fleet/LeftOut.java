package io.virk.fleet;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was left out, by why: counted, and said the first, second, fourth, eighth time and so on.
 * One thread at a time.
 */
final class LeftOut {
  /** Why something was. */
  enum Why {
    /** Its window had been judged. */
    LATE("summaries came after their window had been judged, and are left out (%,d in all)"),
    /** It came before: as it should be, after a restart. */
    TWICE(""),
    /** It lies ahead of the clock. */
    AHEAD(
        "summaries are of a time that is more than an hour ahead, and are left out"
            + " (%,d in all): the clock of %s is wrong"),
    /** Too many windows wait. */
    WINDOWS(
        "summaries or readings are left out, for %2$s windows wait (%1$,d in all):"
            + " nobody says that time goes on"),
    /** Too many parts of one window. */
    PARTS("summaries are left out, for their window has %2$s parts (%1$,d in all)"),
    /** Too many slices. */
    SLICES("slices are not watched, for there are %2$s (%1$,d of their summaries in all)"),
    /** Too many groups. */
    GROUPS("groups are not judged, for there are %2$s (met %1$,d times)"),
    /** Too many drifts at once. */
    FINDINGS("findings are not followed, for there are %2$s at once (%1$,d in all)");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  private static final int KINDS = Why.values().length;

  private final long[] counts = new long[KINDS];
  private final long[] told = new long[KINDS];
  private final String[] details = new String[KINDS];

  void add(Why why, long more, Object detail) {
    counts[why.ordinal()] += more;
    details[why.ordinal()] =
        detail instanceof Integer n ? String.format(Locale.ROOT, "%,d", n) : detail.toString();
  }

  /** Takes what others have left out, for all to be told at once. */
  void add(LeftOut others) {
    for (int i = 0; i < KINDS; i++) {
      counts[i] += others.counts[i];
      details[i] = others.details[i] == null ? details[i] : others.details[i];
    }
  }

  long count(Why why) {
    return counts[why.ordinal()];
  }

  /** What there was no room for. */
  long withoutRoom() {
    return count(Why.WINDOWS)
        + count(Why.PARTS)
        + count(Why.SLICES)
        + count(Why.GROUPS)
        + count(Why.FINDINGS);
  }

  /** What there is to say since the last time. */
  List<String> news() {
    return news(this);
  }

  /** The same of the counts of all, which this one remembers to have told. */
  List<String> news(LeftOut all) {
    List<String> news = new ArrayList<>();
    for (Why why : Why.values()) {
      int i = why.ordinal();
      boolean more = Long.highestOneBit(all.counts[i]) > Long.highestOneBit(told[i]);
      if (more && !why.words.isEmpty()) {
        news.add(String.format(Locale.ROOT, why.words, all.counts[i], detail(why, all.details[i])));
      }
      told[i] = Math.max(told[i], all.counts[i]);
    }
    return news;
  }

  /** Who, or how many: not known any more of what was left out before a restart. */
  private static String detail(Why why, String detail) {
    return detail != null ? detail : why == Why.AHEAD ? "a camera" : "too many";
  }

  void write(BinaryOutput out) {
    for (int i = 0; i < KINDS; i++) {
      out.count(counts[i]).count(told[i]);
    }
  }

  static LeftOut read(BinaryInput in) {
    LeftOut read = new LeftOut();
    for (int i = 0; i < KINDS; i++) {
      read.counts[i] = in.count("left out", 0, Long.MAX_VALUE >> 8);
      read.told[i] = in.count("told", 0, Long.MAX_VALUE >> 8);
    }
    return read;
  }
}
