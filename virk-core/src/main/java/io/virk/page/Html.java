package io.virk.page;

import io.virk.internal.Text;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML. Text and values of attributes may be anything: what would be markup is escaped, and
 * what no line may hold is replaced. Names of elements and attributes are those of the code, and an
 * attribute that could load something or run something is refused.
 */
public final class Html {
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]*");
  private static final Set<String> VOID =
      Set.of("br", "img", "input", "meta", "rect", "path", "line");

  /** The attributes that load what they name. */
  private static final Set<String> LOADING =
      Set.of("src", "srcset", "href", "action", "formaction", "data", "poster", "style", "srcdoc");

  private static final Pattern PICTURE =
      Pattern.compile("data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]*={0,2}");

  /** The longest text in one place; sentences are shorter. */
  private static final int LONGEST = 20_000;

  private final StringBuilder out = new StringBuilder(1 << 14);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param name of the element
   * @param attributes names and values in turns; a name whose value is null is left out
   * @return this
   */
  public Html open(String name, String... attributes) {
    if (!NAME.matcher(name).matches() || attributes.length % 2 != 0) {
      throw new IllegalArgumentException("element: " + name + " (expected: a name, and pairs)");
    }
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        attribute(attributes[i], attributes[i + 1]);
      }
    }
    out.append('>');
    if (!VOID.contains(name)) {
      open.push(name);
    } else if (name.equals("rect") || name.equals("path") || name.equals("line")) {
      out.append("</").append(name).append('>');
    }
    return this;
  }

  private void attribute(String name, String value) {
    boolean harmless =
        NAME.matcher(name).matches() && !name.startsWith("on") && !LOADING.contains(name);
    if (!harmless && !(name.equals("src") && PICTURE.matcher(value).matches())) {
      throw new IllegalArgumentException(
          "attribute: " + name + " (expected: one that loads and runs nothing)");
    }
    out.append(' ').append(name).append("=\"");
    escaped(name.equals("src") ? value : Text.clean(value, LONGEST));
    out.append('"');
  }

  /**
   * Writes text.
   *
   * @param text anything; what is longer than 20,000 chars is cut
   * @return this
   */
  public Html text(String text) {
    escaped(Text.clean(text, LONGEST));
    return this;
  }

  private void escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }

  /**
   * Closes the element that was opened last.
   *
   * @return this
   */
  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes it, and begins a line. */
  Html closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /**
   * An element of text alone.
   *
   * @param name of the element
   * @param text anything
   * @param attributes as of {@link #open}
   * @return this
   */
  public Html element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /**
   * A share as a bar. It says nothing by itself: the number stands beside it.
   *
   * @param share 0 .. 1; what is beyond is drawn as the nearer end
   * @param tone 1 .. 6, a colour of the palette
   * @return this
   */
  public Html bar(double share, int tone) {
    double width = Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    return open(
            "svg",
            "class",
            "bar",
            "viewBox",
            "0 0 100 10",
            "preserveAspectRatio",
            "none",
            "aria-hidden",
            "true")
        .open("rect", "class", "track", "width", "100", "height", "10")
        .open(
            "rect",
            "class",
            "fill tone" + tone,
            "width",
            Numbers.text(Math.round(width * 1000) / 10.0),
            "height",
            "10")
        .close();
  }

  /** How many elements are open. */
  int depth() {
    return open.size();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
