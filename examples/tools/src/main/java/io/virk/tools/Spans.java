package io.virk.tools;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How durations and policies are written on the command line. */
final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|min|h|d)");
  private static final Pattern POLICY = Pattern.compile("(\\d{1,6})/(\\d{1,6})/(\\d{1,6})");

  private Spans() {}

  /** For example 200ms, 2s, 5min, 1h, 7d. */
  static final class OfTime implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Matcher matcher = SPAN.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no duration (expected: as 200ms, 2s, 5min, 1h, 7d)");
      }
      long n = Long.parseLong(matcher.group(1));
      Duration span =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "min" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
          };
      if (span.isZero()) {
        throw new TypeConversionException("'" + value + "' is no time (expected: > 0)");
      }
      return span;
    }
  }

  /** Once in so many windows, or in such a time. */
  static final class OfAlarms implements ITypeConverter<FalseAlarms> {
    @Override
    public FalseAlarms convert(String value) {
      boolean windows = value.matches("\\d{1,12}");
      if (!windows && !SPAN.matcher(value).matches()) {
        throw new TypeConversionException(
            "'" + value + "' (expected: a number of windows, as 1000, or a time, as 7d)");
      }
      try {
        return windows
            ? FalseAlarms.oncePerWindows(Long.parseLong(value))
            : FalseAlarms.oncePer(new OfTime().convert(value));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "': " + e.getMessage());
      }
    }
  }

  /** Opens after a of b windows, closes after c: a/b/c. */
  static final class OfEmission implements ITypeConverter<EmissionPolicy> {
    @Override
    public EmissionPolicy convert(String value) {
      Matcher matcher = POLICY.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is no policy (expected: as 2/3/2, which opens a drift after 2 of 3"
                + " windows and closes it after 2 calm ones)");
      }
      try {
        return new EmissionPolicy(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "': " + e.getMessage());
      }
    }
  }
}
