package io.virk.image;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@link TensorFormat} in words, the same on every machine, and back. */
final class TensorFormatText {
  private static final int LONGEST_TEXT = 300;
  private static final String NUMBER = "-?\\d[\\d.E+-]*";
  private static final String NUMBERS =
      "(\\[" + NUMBER + ", " + NUMBER + ", " + NUMBER + "]|" + NUMBER + ")";
  private static final Pattern TEXT =
      Pattern.compile(
          "(NCHW|NHWC) (RGB|BGR|GRAY) (\\d{1,5})x(\\d{1,5}) scale=("
              + NUMBER
              + ") mean="
              + NUMBERS
              + " std="
              + NUMBERS);

  private TensorFormatText() {}

  static TensorFormat parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = TEXT.matcher(text.length() > LONGEST_TEXT ? "" : text);
    if (matcher.matches()) {
      TensorFormat format =
          new TensorFormat(
              TensorFormat.Layout.valueOf(matcher.group(1)),
              TensorFormat.Channels.valueOf(matcher.group(2)),
              Integer.parseInt(matcher.group(3)),
              Integer.parseInt(matcher.group(4)),
              Double.parseDouble(matcher.group(5)),
              numbers(matcher.group(6)),
              numbers(matcher.group(7)));
      if (format.toString().equals(text)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "text: "
            + text.substring(0, Math.min(LONGEST_TEXT, text.length()))
            + " (expected: like "
            + TensorFormat.nchw(224, 224)
            + ")");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.replaceAll("[\\[\\]]", "").split(", "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  static String of(TensorFormat format) {
    return format.layout()
        + " "
        + format.channels()
        + " "
        + format.width()
        + "x"
        + format.height()
        + " scale="
        + number(format.scale())
        + " mean="
        + text(format.mean())
        + " std="
        + text(format.std());
  }

  private static String text(List<Double> values) {
    String all = values.stream().map(TensorFormatText::number).collect(Collectors.joining(", "));
    return values.size() == 1 ? all : "[" + all + "]";
  }

  /** The fewest digits that give the number back; Double.toString writes more before JDK 19. */
  private static String number(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact;
    for (int digits = 1; digits <= 17; digits++) {
      rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        break;
      }
    }
    rounded = rounded.stripTrailingZeros();
    double size = Math.abs(value);
    return size == 0 || size > 1e-5 && size < 1e7 ? rounded.toPlainString() : rounded.toString();
  }
}
